"""The schema and the data dictionary say of every field what its class says."""

from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bilan.exchange.schema import dictionary, json_schema
from bilan.ledger.entries import WITHOUT_KEY
from bilan.ledger.kinds import KINDS
from bilan.terms.codes import list_names

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
ROWS = list(dictionary())


def entry(kind: str, /, **more: Any) -> dict[str, Any]:
    content = {name: field.examples[0] for name, field in KINDS[kind].model_fields.items() if field.examples}
    key = {} if kind in WITHOUT_KEY else {"key": "a-key"}
    at = "2014-09-21T10:00:00Z"
    return {
        "number": 0,
        "recorded_at": at,
        "recorded_by": "desk",
        "kind": kind,
        "content": content,
        "salt": "c",
        **key,
        **more,
    }


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(SCHEMA["$defs"]) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_a_kind_are_an_entry_by_the_schema(kind: str) -> None:
    assert list(VALIDATOR.iter_errors(entry(kind))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_refuses_what_a_kind_does_not_know(kind: str) -> None:
    wrong = entry(kind)
    wrong["content"] = {**wrong["content"], "surprise": 1}
    assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize(
    "more",
    [
        {"content": {"nature": "rumoured"}},
        {"content": {"nature": "declared", "value": 22.5}},
        {"content": {"nature": "declared", "unit": "a\u202eb"}},
        {"content": {"nature": "declared", "indicator": "Not a key"}},
        {"kind": "rumour"},
        {"key": "Not a key"},
        {"number": -1},
        {"surprise": 1},
    ],
)
def test_the_schema_refuses_what_the_ledger_refuses(more: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(entry("statement"))
    assert not VALIDATOR.is_valid(entry("statement", **more))


def test_an_entry_has_a_key_where_its_kind_has_one() -> None:
    keyless = entry("statement")
    del keyless["key"]
    assert not VALIDATOR.is_valid(keyless)
    assert not VALIDATOR.is_valid(entry("withdrawal", key="a-key"))


def test_the_dictionary_has_a_row_for_every_field_and_every_row_says_enough() -> None:
    assert [(row.kind, row.field) for row in ROWS] == [
        (kind, name) for kind, its in KINDS.items() for name in its.model_fields
    ]
    for row in ROWS:
        assert row.description, row
        assert row.example not in {None, ""} if not isinstance(row.example, dict | list) else row.example, row
        assert (row.code_list in list_names()) == (row.type == "code"), row
        assert bool(row.refers_to) == (row.type == "key"), row


def test_the_dictionary_names_the_type_of_every_field() -> None:
    by_name = {(row.kind, row.field): row for row in ROWS}
    assert Counter(row.type for row in ROWS).keys() == {
        "address", "code", "country", "day", "digest", "duration", "identifier", "key", "label", "language", "number",
        "short text", "text", "whole number", "yes or no",
    }  # fmt: skip
    assert (by_name["statement", "value"].type, by_name["statement", "value"].required) == ("number", False)
    assert by_name["statement", "nature"].code_list == "nature"
    assert by_name["statement", "subject"].refers_to == ("any",)
    assert (by_name["node", "partners"].refers_to, by_name["node", "partners"].several) == (("party",), True)
    assert by_name["evidence", "size"].type == "whole number"
    assert by_name["plan", "starts_on"].required
