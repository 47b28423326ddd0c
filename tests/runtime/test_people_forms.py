"""The same people as CSV, as a workbook and as JSON; whatever is wrong is found in each, at its place."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from engine.definition.house import Organisation
from engine.runtime import people_file, people_sheet
from engine.store.people import PersonRecord
from engine.words.problems import Problem
from tests.runtime.conftest import PEOPLE
from tests.runtime.test_people_file import organisation, places

__all__ = ["organisation"]

ROWS = list(csv.DictReader(io.StringIO(PEOPLE)))
LEI = PersonRecord(id="E1", name="李雷", department="Sales", groups=("hr",), facts={"kind": "regular", "level": 3})


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def read(given: bytes, organisation: Organisation, *known: PersonRecord) -> tuple[list[PersonRecord], list[Problem]]:
    people = {each.id: each for each in known}
    rows, problems = people_file.read_people(given, organisation, people, file="people")
    return [people_file.merged(people.get(each.person), each.stated) for each in rows], problems


def test_three_forms_say_the_same(organisation: Organisation) -> None:
    expected, problems = read(PEOPLE.encode(), organisation)
    assert problems == []
    days = {"hired_on", "left_on"}
    typed = [
        [date.fromisoformat(row[name]) if name in days and row[name] else row[name] for name in ROWS[0]] for row in ROWS
    ]
    for row, cells in zip(ROWS, typed, strict=True):  # as a person types it: numbers and truths are no texts
        for place, name in enumerate(ROWS[0]):
            if row[name].isdigit():
                cells[place] = int(row[name])
            elif name in ("certified", "on_leave"):
                cells[place] = row[name] == "yes"
    for given in (workbook(list(ROWS[0]), *typed), json.dumps(ROWS).encode(), json.dumps({"rows": ROWS}).encode()):
        found, problems = read(given, organisation)
        assert problems == []
        assert found == expected


def test_an_object_says_only_what_it_names(organisation: Organisation) -> None:
    given = [{"id": "E1", "name": "李雷", "groups": ["hr", "calibration"]}, {"id": "E2", "name": "韩", "manager": "E1"}]
    found, problems = read(json.dumps(given).encode(), organisation, LEI)
    assert problems == []
    assert (found[0].department, found[0].groups) == ("Sales", ("hr", "calibration"))
    taken, problems = read(b'[{"id": "E1", "name": "L", "department": null, "groups": []}]', organisation, LEI)
    assert problems == []
    assert (taken[0].department, taken[0].groups, taken[0].facts) == (None, (), LEI.facts)


def test_a_number_keeps_its_digits(organisation: Organisation) -> None:
    found, _ = read(b'[{"id": "E1", "name": "L", "job_title": 12345678901234567890.10}]', organisation)
    assert found[0].facts["job_title"] == "12345678901234567890.10"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('[{"id": "E1", "name": "L"},\n {"id": ]', [("people-json", 2, 9)]),
        ("{}", [("people-json-list", 1, 1)]),
        ("[]", [("people-json-list", 1, 1)]),
        ('[{"id": "E1", "name": "L"}, 7]', [("people-json-list", 2, 1)]),
        ('[{"name": "L"}]', [("people-missing", 1, 1)]),
        ('[{"id": "E1", "id": "E2", "name": "L"}]', [("people-column-twice", 1, 2)]),
        ('[{"id": "E1", "name": "L", "manger": "E2"}]', [("people-column-unknown", 1, 3)]),
        ('[{"id": "E1", "name": {"given": "L"}}]', [("people-missing", 1, 2), ("people-json-cell", 1, 2)]),
        ('[{"id": "E1", "name": "L", "groups": [["hr"]]}]', [("people-json-cell", 1, 3)]),
        ('[{"id": "E1", "name": "L", "groups": ["hr;calibration"]}]', [("people-json-cell", 1, 3)]),
        ("[" * 100_000, [("people-json", 1, 1)]),
    ],
)
def test_what_is_wrong_with_json_is_told_by_object_and_key(
    organisation: Organisation, given: str, expected: list[tuple[str, int, int]]
) -> None:
    _, problems = read(given.encode(), organisation)
    assert sorted(places(problems)) == sorted(expected)


def test_what_is_wrong_with_a_workbook_is_told_by_row_and_column(organisation: Organisation) -> None:
    _, problems = read(
        workbook(["id", "name", "site"], ["E1", "Two\nlines", "Paris"], ["E1", "L", None, "x"]), organisation
    )
    assert places(problems) == [("people-characters", 2, 2), ("people-choice", 2, 3), ("people-ragged", 3, 4)]


def test_what_is_no_workbook_is_told(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    for given in (b"PK\x03\x04 and no more", other.getvalue()):
        _, problems = read(given, organisation)
        assert [each.code for each in problems] == ["people-excel"]
    monkeypatch.setattr(people_sheet, "LARGEST", 100)
    assert [each.code for each in read(workbook(["id", "name"], ["E1", "L"]), organisation)[1]] == ["people-excel"]
