"""The columns of a file follow from the class of its kind."""

import pytest

from bilan.exchange.columns import columns_of, envelope_of, field_types, headings_of
from bilan.ledger.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_of_a_kind_have_one_heading(kind: str) -> None:
    headings = headings_of(kind)
    assert len(set(headings)) == len(headings)
    assert {column.field for column in columns_of(kind)} == set(KINDS[kind].model_fields)


def test_a_label_has_a_column_a_language() -> None:
    assert [column.heading for column in columns_of("node") if column.field == "name"] == [
        "name_fr",
        "name_ar",
        "name_en",
    ]


def test_every_shape_is_found_under_its_marks() -> None:
    node, statement = field_types("node"), field_types("statement")
    assert (node["name"].shape, node["name"].required) == ("label", True)
    assert (node["partners"].shape, node["partners"].several) == ("bare", True)
    assert (field_types("plan")["before"].shape, field_types("plan")["before"].several) == ("text", True)
    assert (statement["derived"].shape, statement["derived"].required) == ("yes_no", False)
    assert (statement["value"].shape, statement["quotation"].shape, statement["digest"].shape) == (
        "bare",
        "text",
        "bare",
    )


def test_only_what_has_a_key_has_a_column_for_it() -> None:
    assert envelope_of("statement") == ("key", "number", "replaces")
    assert envelope_of("withdrawal") == ("number", "entry_key")
    assert envelope_of("redaction") == ("number",)
