"""What a field takes in, it keeps exactly; what it refuses, it names."""

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bilan.ledger import fields
from bilan.ledger.entries import content_of
from bilan.ledger.fields import InList, Refers, unsafe_character
from bilan.ledger.kinds import KINDS


def adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(getattr(fields, name))


def refusal_of(adapted: TypeAdapter[Any], value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        adapted.validate_python(value)
    return str(refused.value.errors()[0]["type"])


TAKEN = [
    ("Key", "ind-egov-operational"),
    ("Key", "a" * 96),
    ("Words", "Près de 22 projets — \u200fنعم\u200f"),
    ("Words", "x" * fields.SHORT),
    ("Prose", "two\nlines\tand a tab"),
    ("Prose", "x" * fields.LONG),
    ("Day", "2012-Q3"),
    ("Label", {"fr": "Axe", "ar": "محور"}),
    ("Digest", "e3" * 32),
    ("Duration", "P1Y"),
    ("Duration", "P1Y6M"),
    ("Country", "MA"),
    ("Identifier", "MA-CR-12345"),
    ("Identifier", "XI-LEI-98450070F3Q9E9B5X123"),
    ("Language", "fr"),
    ("Address", "https://example.org/page?q=1#p"),
    ("Address", "urn:isbn:9789954"),
    ("Number", 0),
    ("Number", 2**53 - 1),
]


@pytest.mark.parametrize(("name", "value"), TAKEN)
def test_what_a_field_takes_comes_back_as_it_was(name: str, value: object) -> None:
    assert adapter(name).validate_python(value) == value


REFUSED = [
    ("Key", "Ind-Egov", "string_pattern_mismatch"),
    ("Key", "a--b", "string_pattern_mismatch"),
    ("Key", "-a", "string_pattern_mismatch"),
    ("Key", "a\n", "string_pattern_mismatch"),
    ("Key", "", "string_pattern_mismatch"),
    ("Key", "a" * 97, "string_too_long"),
    ("Words", "", "string_too_short"),
    ("Words", "x" * (fields.SHORT + 1), "string_too_long"),
    ("Words", "a\u202eb", "string_pattern_mismatch"),
    ("Words", "a\u2066b", "string_pattern_mismatch"),
    ("Words", "a\x00", "string_pattern_mismatch"),
    ("Words", "a\x7f", "string_pattern_mismatch"),
    ("Words", "\ufeffa", "string_pattern_mismatch"),
    ("Words", "a\r\n", "string_pattern_mismatch"),
    ("Words", "\ud800", "string_unicode"),
    ("Prose", "x" * 10_000_000, "string_too_long"),
    ("Day", "2012-02-30", "impossible_day"),
    ("Day", "9" * 10_000_000, "string_too_long"),
    ("Label", {}, "label_empty"),
    ("Label", {"de": "Achse"}, "unknown_language"),
    ("Label", {"fr": ""}, "string_too_short"),
    ("Digest", "E3" * 32, "string_pattern_mismatch"),
    ("Digest", "e3" * 31, "string_pattern_mismatch"),
    ("Duration", "1Y", "string_pattern_mismatch"),
    ("Duration", "P\u0663M", "string_pattern_mismatch"),
    ("Country", "MAR", "string_pattern_mismatch"),
    ("Identifier", "12345", "string_pattern_mismatch"),
    ("Language", "FR", "string_pattern_mismatch"),
    ("Address", "javascript:alert(1)", "string_pattern_mismatch"),
    ("Address", "https://example.org/a b", "string_pattern_mismatch"),
    ("Address", "https://example.org/\u202e", "string_pattern_mismatch"),
    ("Number", -1, "greater_than_equal"),
    ("Number", 2**53, "less_than_equal"),
]


@pytest.mark.parametrize(("name", "value", "code"), REFUSED)
def test_what_a_field_refuses_it_names(name: str, value: object, code: str) -> None:
    assert refusal_of(adapter(name), value) == code


@pytest.mark.parametrize(
    ("value", "text"), [("80.0", "80.0"), (5, "5"), (Decimal("80.0"), "80.0"), (Decimal("5E+3"), "5000")]
)
def test_an_exact_number_is_written_as_text(value: object, text: str) -> None:
    adapted = adapter("Exact")
    assert adapted.dump_python(adapted.validate_python(value), mode="json") == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (80.0, "not_a_number"),
        (True, "not_a_number"),
        (None, "not_a_number"),
        ("eighty", "not_a_number"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        ("1 234", "number_grouped"),
        (10**30, "number_too_long"),
    ],
)
def test_a_number_that_a_reader_could_round_is_refused(value: object, code: str) -> None:
    assert refusal_of(adapter("Exact"), value) == code


def test_a_code_stands_in_its_list() -> None:
    nature: TypeAdapter[str] = TypeAdapter(Annotated[str, InList("nature")])
    assert nature.validate_python("audited") == "audited"
    assert refusal_of(nature, "rumoured") == "unknown_code"
    assert "audited" in nature.json_schema()["enum"]


def test_a_region_is_written_with_the_edition_of_its_list() -> None:
    region: TypeAdapter[str] = TypeAdapter(Annotated[str, InList("region")])
    assert region.validate_python("MA-06@2015") == "MA-06@2015"
    with pytest.raises(ValidationError) as refused:
        region.validate_python("MA-06")
    [error] = refused.value.errors()
    assert (error["type"], error["ctx"]["choices"]) == ("code_needs_edition", "MA-06@1997, MA-06@2015")


def test_a_reference_is_a_key() -> None:
    party: TypeAdapter[str] = TypeAdapter(Annotated[str, Refers("party")])
    assert party.validate_python("org-cour") == "org-cour"
    assert refusal_of(party, "Cour des comptes") == "string_pattern_mismatch"
    assert Refers("party", "office").kinds == ("party", "office")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("safe\ttext\n", None),
        ("a\u202eb", ("bidi_control", 1)),
        ("\u2069", ("bidi_control", 0)),
        ("ab\x1b[2J", ("control_character", 2)),
        ("ab\ufeff", ("control_character", 2)),
        ("\u2028", ("control_character", 0)),
    ],
)
def test_the_first_unsafe_character_is_found(text: str, found: tuple[str, int] | None) -> None:
    assert unsafe_character(text) == found


def test_a_list_of_values_has_an_end() -> None:
    keys = [f"org-{number}" for number in range(fields.MOST + 1)]
    node = {"parent": "plan-a", "node_kind": "axis", "name": {"fr": "Axe"}}
    assert content_of(KINDS["node"].model_validate({**node, "partners": keys[1:]}))["partners"] == keys[1:]
    with pytest.raises(ValidationError, match="too_long"):
        KINDS["node"].model_validate({**node, "partners": keys})
