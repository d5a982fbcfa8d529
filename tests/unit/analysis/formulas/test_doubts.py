"""What a figure is asked before it is recorded: each slip that people make, and what looks like one and is none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bilan.analysis.formulas.doubts import Doubt, Figure, Thing, doubts

TODAY = date(2012, 8, 8)
LAST = Figure(Decimal(52), about=date(2011, 12, 31))


def figure(number: str | None = None, **more: object) -> Figure:
    told = {"about": date(2012, 6, 30), "said_on": date(2012, 7, 1), "nature": "declared", **more}
    return replace(Figure(Decimal(number) if number is not None else None), **told)  # type: ignore[arg-type]


def asked(proposed: Figure, last: Figure | None = LAST, **thing: object) -> list[str]:
    return [one.code for one in doubts(proposed, last, Thing(**thing), today=TODAY)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("55", []),
        ("519", []),
        ("520", ["magnitude_above"]),
        ("52000", ["magnitude_above"]),
        ("5.2", ["magnitude_below"]),
        ("5.3", []),
        ("-52000", []),  # of another sign, times mean nothing
        ("0", []),
        ("52", ["same_as_last"]),
        (None, []),
    ],
)
def test_magnitude(number: str | None, codes: list[str]) -> None:
    assert asked(figure(number)) == codes


@pytest.mark.parametrize(
    ("number", "factor"), [("52000", 1000), ("53957", 1000), ("520", 10), ("0.052", 1000), ("6250", 120)]
)
def test_times_are_told_to_two_digits(number: str, factor: int) -> None:
    found = doubts(figure(number), LAST, Thing(), today=TODAY)
    assert [one.values["factor"] for one in found] == [factor]


def test_the_largest_number_beside_the_smallest_is_told_too() -> None:
    smallest = replace(LAST, number=Decimal("0.000000000000000001"))
    assert asked(figure("9" * 20), smallest) == ["magnitude_above"]


@pytest.mark.parametrize(
    "last", [None, replace(LAST, number=None), replace(LAST, number=Decimal(0)), Figure(Decimal(52))]
)
def test_nothing_is_compared_with_what_is_unknown(last: Figure | None) -> None:
    assert asked(figure("52000"), last) == []


def test_what_accumulates_does_not_fall() -> None:
    assert asked(figure("51"), measure="cumulative") == ["falls"]
    assert asked(figure("51"), measure="stock") == []


def test_the_same_number_about_the_same_date_is_no_carrying_forward() -> None:
    assert asked(figure("52", about=LAST.about, said_on=LAST.about)) == []
    assert asked(figure("52", about=None)) == []


@pytest.mark.parametrize(
    ("number", "codes"), [("0.53", ["share_for_percent", "magnitude_below"]), ("53", []), ("0", []), (None, [])]
)
def test_a_share_told_as_a_percentage(number: str | None, codes: list[str]) -> None:
    assert asked(figure(number), unit="percent of households") == codes


def test_a_percentage_near_one_is_none_where_the_one_before_was_too() -> None:
    near = replace(LAST, number=Decimal("1.5"))
    assert asked(figure("0.9"), near, unit="percent") == []
    assert asked(figure("0.9"), None, unit="percent") == []


def test_bounds_of_the_indicator_and_of_a_part() -> None:
    assert asked(figure("101"), None, ceiling=Decimal(100)) == ["beyond_ceiling"]
    assert asked(figure("-1"), None, floor=Decimal(0)) == ["below_floor"]
    assert asked(figure("60"), None, floor=Decimal(0), ceiling=Decimal(100)) == []
    assert asked(figure(numerator=Decimal(5), denominator=Decimal(4)), None) == ["part_exceeds_whole"]
    assert asked(figure(numerator=Decimal(4), denominator=Decimal(4)), None) == []


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"about": date(2012, 12, 31)}, ["about_to_come"]),
        ({"about": date(2012, 12, 31), "nature": "announced"}, []),
        ({"about": date(2012, 12, 31), "nature": None}, []),
        ({"said_on": date(2012, 6, 1)}, ["said_before_over"]),
        ({"said_on": None}, []),
        ({"about": None}, []),
    ],
)
def test_days(told: dict[str, object], codes: list[str]) -> None:
    assert asked(figure("55", **told)) == codes


def test_a_unit_of_its_own() -> None:
    found = doubts(figure("55", unit="EUR"), None, Thing(unit="MAD"), today=TODAY)
    assert found == [Doubt("unit_differs", {"unit": "EUR", "wanted": "MAD"})]
    assert asked(figure("55", unit="MAD"), None, unit="MAD") == []
