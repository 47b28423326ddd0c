"""One value, one text, and back again exactly."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.codec import decode, encode
from engine.store.tables.types import instant_text, number_text

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Away from both ends of the calendar, so that a moment in any zone has a UTC.
INSTANTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001
ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.sampled_from(["$n", "$$at", "$on", "", "\0", "\ud800"])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | st.integers() | NUMBERS | st.dates() | INSTANTS | ANY_TEXT
DATA: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4), max_leaves=12
)


@given(DATA)
def test_data_comes_back_exactly(value: Any) -> None:
    back = decode(encode(value))
    assert back == value
    assert repr(_bare(back)) == repr(_bare(value))


@given(DATA)
def test_the_text_is_canonical_and_any_database_takes_it(value: Any) -> None:
    text = encode(value)
    assert encode(decode(text)) == text
    assert "\0" not in text
    text.encode()


@given(st.dictionaries(ANY_TEXT, LEAVES, min_size=2, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


@given(INSTANTS, INSTANTS)
def test_texts_of_instants_order_as_the_instants_do(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert len(instant_text(one)) == 27


@given(NUMBERS.filter(lambda number: abs(number.adjusted()) < 60))
def test_equal_numbers_have_one_counted_text(number: Decimal) -> None:
    assert Decimal(number_text(number)) == number
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    assert number_text(number) == number_text(Decimal((sign, (*digits, 0), exponent - 1)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": Decimal("1.50"), "a": None}, '{"a":null,"b":{"$n":"1.50"}}'),
        (date(2026, 7, 1), '{"$on":"2026-07-01"}'),
        (datetime(2026, 7, 1, 10, tzinfo=timezone(timedelta(hours=2))), '{"$at":"2026-07-01T08:00:00.000000Z"}'),
        ({"$n": "1"}, '{"$$n":"1"}'),
        ({"中": "文"}, '{"中":"文"}'),
        ("\ud800中", '"\\ud800\\u4e2d"'),
        (("a", ["b"]), '["a",["b"]]'),
        (OrderedDict(z=1, a=True), '{"a":true,"z":1}'),
    ],
)
def test_how_values_are_written(value: object, text: str) -> None:
    assert encode(value) == text


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (1.5, TypeError),
        ([{"a": 0.1}], TypeError),
        ({"a"}, TypeError),
        pytest.param(object(), TypeError, id="an object"),
        ({1: "a"}, TypeError),
        (Decimal("NaN"), ValueError),
        (Decimal("Infinity"), ValueError),
        (datetime(2026, 7, 1), ValueError),  # noqa: DTZ001
    ],
    ids=repr,
)
def test_what_is_not_plain_data_is_refused(value: object, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        encode(value)


@pytest.mark.parametrize("text", ["1.5", "NaN", "-Infinity", "1e3", '{"a":0.1}', "{"])
def test_a_text_with_a_float_or_a_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


def _bare(value: Any) -> Any:
    """With every instant in UTC, so that the text of two equal values is the same, digits and signs included."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(fold=0)
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in sorted(value.items())}
    return [_bare(each) for each in value] if isinstance(value, list) else value
