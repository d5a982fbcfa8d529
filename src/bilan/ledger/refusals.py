"""Say what a kind refused as problems, one for each value: the same for rows of a file and bodies of the API."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, get_args

from pydantic import StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bilan.ledger import fields
from bilan.ledger.kinds import KINDS
from bilan.terms.guesses import code_meant, days_meant, nearest, numbers_meant
from bilan.terms.problems import Place, Problem

SHOWN: Final = 80
KEY_LONGEST: Final = 96
_KEY: Final = re.compile(fields.KEY)
# With the halves of a surrogate pair, which no file can be written with.
_HIDDEN: Final = re.compile(rf"[{fields.UNSAFE}\ud800-\udfff]")

# What pydantic calls it, and the problem it is.
_CODES: Final[Mapping[str, str]] = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_too_long": "text_too_long",
    "string_too_short": "text_empty",
    "string_type": "not_a_text",
    "string_unicode": "not_a_text",
    "bool_type": "not_yes_or_no",
    "bool_parsing": "not_yes_or_no",
    "int_type": "not_a_whole_number",
    "int_parsing": "not_a_whole_number",
    "int_from_float": "not_a_whole_number",
    "int_parsing_size": "not_a_whole_number",
    "greater_than_equal": "number_out_of_bounds",
    "less_than_equal": "number_out_of_bounds",
    "too_long": "too_many_values",
    "tuple_type": "not_a_list",
    "dict_type": "not_a_label",
    "model_type": "not_an_entry",
}


def _pattern(annotated: object) -> str:
    found = (mark.pattern for mark in get_args(annotated)[1:] if isinstance(mark, StringConstraints))
    return str(next(found))


# The pattern that a text did not match, and the problem it is.
_MALFORMED: Final[Mapping[str, str]] = {
    fields.KEY: "key_malformed",
    _pattern(fields.Digest): "digest_malformed",
    _pattern(fields.Duration): "duration_malformed",
    _pattern(fields.Country): "country_malformed",
    _pattern(fields.Identifier): "identifier_malformed",
    _pattern(fields.Language): "language_malformed",
    _pattern(fields.Address): "address_malformed",
}


def problems_of(refused: ValidationError) -> list[Problem]:
    """Return a problem for each thing that a kind refused, its column named as in our files (``name_fr``)."""
    known = next((tuple(kind.model_fields) for kind in KINDS.values() if kind.__name__ == refused.title), ())
    return [_problem(error, known) for error in refused.errors(include_url=False)]


def key_problem(key: str) -> Problem | None:
    """Return what is wrong with the spelling of a key, if anything is."""
    if len(key) <= KEY_LONGEST and _KEY.fullmatch(key):
        return None
    return Problem("key_malformed", Place(column="key"), {"value": shown(key)})


def shown(value: object, most: int = SHOWN) -> str:
    r"""Write a value so that a message may quote it: cut, and nothing in it hides or reorders what is read.

    >>> shown("a\u202eb")
    'a\\u202eb'
    """
    text = str(value)
    cut = text[:most] + "…" if len(text) > most else text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", cut)


def _problem(error: ErrorDetails, known: tuple[str, ...]) -> Problem:
    named = [part for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    place = Place(column=shown("_".join(named)) if named else None)
    context = error.get("ctx", {})
    if "problem" in context:  # one of our own, from bilan.ledger.fields
        values = {name: shown(value, most=400) for name, value in context.items() if name != "problem"}
        return Problem(error["type"], place, values | _remedy(error["type"], values))
    if error["type"] == "string_pattern_mismatch":
        return _mismatch(error["input"], context["pattern"], place)
    code = _CODES.get(error["type"], "value_refused")
    return Problem(code, place, _values(error, known))


def _values(error: ErrorDetails, known: tuple[str, ...]) -> Mapping[str, str]:
    value, context = shown(error["input"]), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return {}
        case "extra_forbidden":
            return {"nearest": nearest(str(error["loc"][-1]), known) or ", ".join(known)}
        case "string_too_long" | "too_long":
            return {"value": value, "most": str(context["max_length"])}
        case known_type if known_type in _CODES:
            return {"value": value}
    return {"value": value, "reason": shown(error["msg"], most=400)}


def _mismatch(text: str, pattern: str, place: Place) -> Problem:
    if pattern in _MALFORMED:
        return Problem(_MALFORMED[pattern], place, {"value": shown(text)})
    code, at = fields.unsafe_character(text) or ("control_character", 0)
    values = {"value": shown(text), "character": f"U+{ord(text[at]):04X}"}
    return Problem(code, replace(place, character=at + 1), values)


def _remedy(code: str, values: Mapping[str, str]) -> dict[str, str]:
    make = _REMEDIES.get(code)
    return make(values) if make else {}


def _code(values: Mapping[str, str]) -> dict[str, str]:
    return {"nearest": code_meant(values["list"], values["code"]) or values["choices"].partition(",")[0]}


def _number(values: Mapping[str, str]) -> dict[str, str]:
    return {"nearest": ", ".join(numbers_meant(values["value"]))}


def _day(values: Mapping[str, str]) -> dict[str, str]:
    return {"nearest": ", ".join(days_meant(values["value"])) or "2012-08-31"}


_REMEDIES: Final[Mapping[str, Callable[[Mapping[str, str]], dict[str, str]]]] = {
    "unknown_code": _code,
    "number_grouped": _number,
    "ambiguous_day": _day,
}
