"""Values as programs read them."""

from datetime import date
from decimal import Decimal
from enum import IntEnum
from pathlib import Path

import pytest

from bilan.terms.plain import as_cell, as_json


class Ends(IntEnum):
    """How something ended."""

    WELL = 0


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("36.00"), "36"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.50"), "0.5"),
        (date(2012, 8, 8), "2012-08-08"),
        (b"\x0f\xff", "0fff"),
        (Path("var") / "demo", "var/demo"),
        (Ends.WELL, 0),
        ((1, 2), [1, 2]),
        (frozenset({3}), [3]),
    ],
)
def test_json_has_a_form_for_what_we_tell(value: object, written: object) -> None:
    assert as_json(value) == written


def test_what_has_no_form_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="object"):
        as_json(object())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Decimal("2.50"), "2.5"),
        ([1, None, "a"], "1;;a"),
        ("as it is", "as it is"),
    ],
)
def test_a_cell_of_csv_says_it_in_one_word(value: object, written: str) -> None:
    assert as_cell(value) == written
