"""A file of people is read whole or not at all, and every fault is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.definition.house import Organisation
from engine.definition.library import read_library
from engine.runtime import people_file, shipped
from engine.runtime.folder import processes
from engine.runtime.people_table import decoded
from engine.store.people import PersonRecord
from engine.words.problems import Problem, located
from tests.runtime.conftest import PEOPLE

HEADER = "id,name,mail,language,site,department,manager,hired_on,left_on,groups,kind,level,certified\n"


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    library, _ = read_library(processes(tmp_path_factory.mktemp("home"), shipped.processes()))
    assert library is not None
    return library.organisation


def read_people(
    given: str | bytes, organisation: Organisation, known: Mapping[str, PersonRecord] | None = None, **more: str
) -> tuple[list[PersonRecord], list[Problem]]:
    rows, problems = people_file.read_people(given, organisation, known or {}, **more)
    return [people_file.merged((known or {}).get(row.person), row.stated) for row in rows], problems


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(each.code, each.span.line, each.span.column) for each in problems if each.span]


def test_the_sample_is_read_without_a_word(organisation: Organisation) -> None:
    people, problems = read_people(PEOPLE, organisation)
    assert problems == []
    assert len(people) == 13
    assert people[10].groups == ("hr", "calibration")
    assert people[0].facts == {
        "kind": "regular",
        "job_title": "Director",
        "level": 15,
        "certified": True,
        "on_leave": False,
    }


CELLS = [
    ("id", ["", "a b", "a/b", "a|b", "a\u200b\u0001b", " A1", "=cmd", "+A1", "@A1", "x" * 101], 1),
    ("name", ["", "A\nB", "x" * 201], 2),
    ("mail", ["nobody", "a@b\nBcc: c@d", "a b@c", "a@b@c", "@b", "=cmd|x@y", "张@例子"], 3),
    ("language", ["fr", "english"], 4),
    ("site", ["Shanghia", "Paris"], 5),
    ("department", ["a\u2028b"], 6),
    ("manager", ["A1", "Z9"], 7),
    ("hired_on", ["31.12.2020", "2020-02-30", "20200101", "0020-01-01", "2020-1-1-1", "yesterday"], 8),
    ("left_on", ["2019-12-31", "9999-01-01"], 9),
    ("groups", ["hr;hrr", "HR"], 10),
    ("kind", ["", "regulr", "REGULAR"], 11),
    ("level", ["0", "21", "3.5", "NaN", "Infinity", "1e5000", "9" * 60, "three", "1,5"], 12),
    ("certified", ["maybe", "2"], 13),
]


@pytest.mark.parametrize(("field", "value"), [(field, value) for _, values, field in CELLS for value in values])
def test_a_faulty_cell_is_named_by_line_and_field(organisation: Organisation, field: int, value: str) -> None:
    cells = [
        "A1",
        "Anna",
        "a1@example.com",
        "zh-CN",
        "Berlin",
        "R",
        "",
        "2020-1-31",
        "2030/12/1",
        "hr",
        "regular",
        "3",
        "是",
    ]
    good = HEADER + ",".join(cells) + "\n"
    assert read_people(good, organisation)[1] == []
    cells[field - 1] = '"' + value + '"'
    _, problems = read_people(HEADER + ",".join(cells) + "\n", organisation)
    assert len(problems) == 1
    assert (problems[0].span.line, problems[0].span.column) == (2, field)  # type: ignore[union-attr]
    assert problems[0].severity == "error"
    for language in ("en", "zh"):
        assert "\n" not in problems[0].text(language)


def test_all_faults_of_all_lines_are_listed_in_order(organisation: Organisation) -> None:
    text = (
        "id,name,mial,site,site,manager,groups\n"
        "A1,Anna,x,Berlin,Berlin,A2,hr\n"
        "A2,Bert,x,Berln,Berlin,A1,hr;boss\n"
        "A1,Cleo,x,Berlin,Berlin,A9,\n"
        "A3,Dora,x,Berlin\n"
        "\n"
        '"A 4","Emil\nE",x,Berlin,Berlin,A1,\n'
        "A5,=SUM(A1),x,Berlin,Berlin,A5,\n"
    )
    _, problems = read_people(text, organisation)
    assert places(problems) == [
        ("people-column-unknown", 1, 3),
        ("people-column-twice", 1, 5),
        ("people-manager-circle", 2, 6),
        ("people-choice", 3, 4),
        ("people-choice", 3, 7),
        ("people-id-twice", 4, 1),
        ("people-ragged", 5, 5),
        ("people-id", 7, 1),
        ("people-characters", 7, 2),
        ("people-formula-name", 9, 2),
        ("people-own-manager", 9, 6),
    ]
    assert "Nearest: mail" in problems[0].text()
    assert "Nearest: Berlin" in problems[3].text()
    assert "A1 → A2 → A1" in problems[2].text()
    assert located(problems[3]).startswith("people.csv:3:4: error[people-choice]: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("people-empty", 1, 1)),
        ("\n\n", ("people-empty", 1, 1)),
        ("id,name\n", ("people-empty", 1, 1)),
        ("id;name\nA1;Anna\n", ("people-delimiter", 1, 1)),
        ("name,mail\nAnna,a@b\n", ("people-column-missing", 1, 1)),
        ("id,name\nA1,An\0na\n", ("people-nul", 2, 6)),
        ('id,name\nA1,"Anna\n', ("people-csv", 2, 1)),
        ('id,name\nA1,"Anna"x\n', ("people-csv", 2, 1)),
    ],
)
def test_what_is_no_table_is_told(organisation: Organisation, text: str, expected: tuple[str, int, int]) -> None:
    _, problems = read_people(text, organisation)
    assert expected in places(problems)


def test_encodings(organisation: Organisation) -> None:
    text = "id,name\nA1,王伟\n"
    for content, encoding in (
        (text.encode(), "UTF-8"),
        (text.encode("utf-8-sig"), "UTF-8"),
        (text.encode("gb18030"), "GB18030"),
    ):
        assert decoded(content, "x").encoding == encoding
        people, problems = read_people(content, organisation)
        assert people[0].name == "王伟"
        assert [each.severity for each in problems] == (["warning"] if encoding == "GB18030" else [])
    people, problems = read_people(text.encode("utf-16"), organisation)
    assert (people, places(problems)) == ([], [("people-encoding", 1, 1)])


def test_what_was_known_counts_and_columns_left_out_stay(organisation: Organisation) -> None:
    known = {
        "M1": PersonRecord(id="M1", name="Ma", manager="A1"),
        "A1": PersonRecord(id="A1", name="Anna", site="Berlin", groups=("hr",), facts={"level": 3, "certified": True}),
    }
    people, problems = read_people("id,name,level\nA1,Anna B,\n", organisation, known)
    assert problems == []
    assert people == [PersonRecord(id="A1", name="Anna B", site="Berlin", groups=("hr",), facts={"certified": True})]
    _, problems = read_people("id,name,manager\nA1,Anna,M1\n", organisation, known)
    assert [each.code for each in problems] == ["people-manager-circle"]


def test_a_long_chain_of_managers_is_no_circle(organisation: Organisation) -> None:
    lines = [f"N{number},Name,N{number + 1}" for number in range(5000)]
    text = "id,name,manager\n" + "\n".join(lines) + "\nN5000,Name,\n"
    assert read_people(text, organisation)[1] == []


def test_a_file_from_a_folder_names_itself(organisation: Organisation, tmp_path: Path) -> None:
    _, problems = read_people("id,name\nA/1,Anna\n", organisation, file="joiners.csv")
    assert str(problems[0].span) == "joiners.csv:2:1"
