"""What a kind refuses becomes a problem that names the column, shows the value and knows a remedy."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from bilan.ledger.fields import SAFE, Exact
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import _MALFORMED, key_problem, problems_of, shown
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place, Problem
from bilan.terms.words import explain

STATEMENT: dict[str, Any] = {"nature": "declared"}
NODE: dict[str, Any] = {"parent": "plan-a", "node_kind": "axis", "name": {"fr": "Axe"}}
CLOSURE = {"recommendation": "rec-1", "auditor": "org-court"}
INDICATOR = {"node": "axis-1", "name": {"fr": "Services"}, "unit": "projects", "measure": "stock"}
SOURCE = {"publisher": "TelQuel", "source_kind": "press"}
PARTY = {"name": "Cour des comptes", "party_kind": "organisation"}


def refused(kind: str, content: Any) -> list[Problem]:
    with pytest.raises(ValidationError) as error:
        KINDS[kind].model_validate(content)
    return problems_of(error.value)


# Kind, its content, the problem, its column, the values of its sentence.
CASES: list[tuple[str, Any, str, str, dict[str, str]]] = [
    ("statement", STATEMENT | {"value": "1 234"}, "number_grouped", "value", {"value": "1 234", "nearest": "1234"}),
    ("statement", STATEMENT | {"value": "1,5"}, "number_grouped", "value", {"value": "1,5", "nearest": "1.5"}),
    ("statement", STATEMENT | {"low": "1,234"}, "number_grouped", "low", {"value": "1,234", "nearest": "1234, 1.234"}),
    ("statement", STATEMENT | {"value": "NaN"}, "not_finite", "value", {"value": "NaN"}),
    ("statement", STATEMENT | {"value": "1e" + "9" * 999}, "number_with_exponent", "value", {"value": "1e" + "9" * 38}),
    ("statement", STATEMENT | {"about": "2012-02-30"}, "impossible_day", "about", {"value": "2012-02-30"}),
    ("statement", STATEMENT | {"about": "2013/2009"}, "period_backwards", "about", {"value": "2013/2009"}),
    (
        "statement",
        STATEMENT | {"about": "03/04/2012"},
        "ambiguous_day",
        "about",
        {"value": "03/04/2012", "nearest": "2012-04-03, 2012-03-04"},
    ),
    (
        "statement",
        STATEMENT | {"about": "31/31/2012"},
        "ambiguous_day",
        "about",
        {"value": "31/31/2012", "nearest": "2012-08-31"},
    ),
    (
        "statement",
        STATEMENT | {"region": "MA-06"},
        "code_needs_edition",
        "region",
        {"code": "MA-06", "list": "region", "choices": "MA-06@1997, MA-06@2015"},
    ),
    (
        "closure",
        CLOSURE | {"outcome": "abandonned"},
        "unknown_code",
        "outcome",
        {
            "code": "abandonned",
            "list": "outcome",
            "nearest": "abandoned",
            "choices": "kept, late, partly_kept, not_kept, followed, abandoned, unknown",
        },
    ),
    (
        "statement",
        STATEMENT | {"unit": "a\u202eb"},
        "bidi_control",
        "unit",
        {"value": "a\\u202eb", "character": "U+202E"},
    ),
    (
        "statement",
        STATEMENT | {"unit": "ab\x07"},
        "control_character",
        "unit",
        {"value": "ab\\u0007", "character": "U+0007"},
    ),
    ("statement", STATEMENT | {"unit": ""}, "text_empty", "unit", {"value": ""}),
    ("statement", STATEMENT | {"unit": 7}, "not_a_text", "unit", {"value": "7"}),
    ("statement", STATEMENT | {"unit": "\ud800"}, "not_a_text", "unit", {"value": "\\ud800"}),
    ("statement", STATEMENT | {"unit": "x" * 601}, "text_too_long", "unit", {"value": "x" * 80 + "…", "most": "600"}),
    ("statement", STATEMENT | {"speakr": "x"}, "field_unknown", "speakr", {"nearest": "speaker"}),
    ("statement", STATEMENT | {"derived": "perhaps"}, "not_yes_or_no", "derived", {"value": "perhaps"}),
    ("statement", STATEMENT | {"indicator": "E-gov"}, "key_malformed", "indicator", {"value": "E-gov"}),
    ("statement", STATEMENT | {"digest": "zz"}, "digest_malformed", "digest", {"value": "zz"}),
    (
        "node",
        NODE | {"name": {"fr": "a\u2067"}},
        "bidi_control",
        "name_fr",
        {"value": "a\\u2067", "character": "U+2067"},
    ),
    ("node", NODE | {"name": "Axe"}, "not_a_label", "name", {"value": "Axe"}),
    ("node", NODE | {"name": {7: "Axe"}}, "not_a_text", "name", {"value": "7"}),
    ("node", NODE | {"name": {}}, "label_empty", "name", {}),
    ("node", NODE | {"name": {"de": "Achse"}}, "unknown_language", "name", {"value": "de", "choices": "fr, ar, en"}),
    ("node", NODE | {"order": "first"}, "not_a_whole_number", "order", {"value": "first"}),
    ("node", NODE | {"order": -1}, "number_out_of_bounds", "order", {"value": "-1"}),
    ("node", NODE | {"partners": "org-a"}, "not_a_list", "partners", {"value": "org-a"}),
    ("node", NODE | {"partners": ["org-a", "ORG"]}, "key_malformed", "partners", {"value": "ORG"}),
    ("withdrawal", {}, "field_missing", "entry", {}),
    ("indicator", INDICATOR | {"delay": "6M"}, "duration_malformed", "delay", {"value": "6M"}),
    ("source", SOURCE | {"url": "javascript:1"}, "address_malformed", "url", {"value": "javascript:1"}),
    ("source", SOURCE | {"language": "French"}, "language_malformed", "language", {"value": "French"}),
    ("party", PARTY | {"country": "Maroc"}, "country_malformed", "country", {"value": "Maroc"}),
    ("party", PARTY | {"identifier": "123"}, "identifier_malformed", "identifier", {"value": "123"}),
]


@pytest.mark.parametrize(("kind", "content", "code", "column", "values"), CASES)
def test_a_refusal_names_its_column_and_the_values_of_its_sentence(
    kind: str, content: Any, code: str, column: str, values: dict[str, str]
) -> None:
    [problem] = refused(kind, content)
    assert (problem.code, problem.place.column, problem.values) == (code, column, values)
    for language in LANGUAGES:
        assert explain(problem, language)


def patterns_in(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["pattern"]} if schema.get("type") == "string" and "pattern" in schema else set()
        return own.union(*map(patterns_in, schema.values()))
    return set().union(*map(patterns_in, schema)) if isinstance(schema, list) else set()


def test_every_pattern_of_a_kind_has_a_problem_of_its_own() -> None:
    number = TypeAdapter[Decimal](Exact).json_schema()["pattern"]
    patterns = set[str]().union(*(patterns_in(kind.model_json_schema()) for kind in KINDS.values()))
    assert patterns == {*_MALFORMED, SAFE, number}


def test_a_hidden_character_is_placed_as_a_person_counts() -> None:
    [problem] = refused("statement", {**STATEMENT, "unit": "ab\u202ec"})
    assert problem.place == Place(column="unit", character=3)


def test_too_many_values_say_how_many_may_be() -> None:
    [problem] = refused("node", {**NODE, "partners": [f"org-{number}" for number in range(201)]})
    assert (problem.code, problem.values["most"]) == ("too_many_values", "200")


def test_what_is_no_entry_at_all_is_a_problem_too() -> None:
    [problem] = refused("withdrawal", [])
    assert problem == Problem("not_an_entry", Place(), {"value": "[]"})


def test_a_column_unlike_any_other_is_answered_with_all_there_are() -> None:
    [problem] = refused("withdrawal", {"entry": 1, "zzz": 1})
    assert problem.values == {"nearest": "entry, reason, reason_words, published_on"}


def test_a_code_unlike_any_other_is_answered_with_the_first_of_the_list() -> None:
    [problem] = refused("withdrawal", {"entry": 1, "reason": "???"})
    assert problem.values["nearest"] == "funding_changed"


def test_all_that_is_wrong_is_told_at_once() -> None:
    problems = refused("statement", {"nature": "said", "value": "x", "about": "x", "unit": "\x00"})
    assert {one.code for one in problems} == {"unknown_code", "not_a_number", "not_a_day", "control_character"}


def test_what_pydantic_says_in_its_own_words_is_passed_on() -> None:
    class Other(BaseModel):
        at: complex

    with pytest.raises(ValidationError) as error:
        Other.model_validate({"at": "x"})
    [problem] = problems_of(error.value)
    assert problem.code == "value_refused"
    assert set(problem.values) == {"value", "reason"}


def test_the_key_of_an_entry_is_judged_as_one_that_it_refers_to() -> None:
    assert key_problem("ind-egov") is None
    assert key_problem("a" * 97) == Problem("key_malformed", Place(column="key"), {"value": "a" * 80 + "…"})


def test_a_message_hides_and_reorders_nothing() -> None:
    assert shown("a\u202eb\x1b[2J") == "a\\u202eb\\u001b[2J"
    assert shown("x" * 100, most=3) == "xxx…"
