"""Every kind is declared once, and whole: a reader and a machine learn from the class all there is to know."""

from typing import Any

import pytest
from pydantic import ValidationError

from bilan.ledger.entries import WITHOUT_KEY, content_of
from bilan.ledger.kinds import ALL, KINDS, Kind
from bilan.ledger.rules import references_of

EVERY = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.kind)


def examples_of(kind: type[Kind]) -> dict[str, Any]:
    return {name: field.examples[0] for name, field in kind.model_fields.items() if field.examples}


@EVERY
def test_every_field_says_what_it_means_and_gives_an_example(kind: type[Kind]) -> None:
    for name, field in kind.model_fields.items():
        assert field.description, name
        assert field.description[0].isupper(), name
        assert field.description.endswith("."), name
        assert field.examples, name
        assert field.examples[0] is not None, name


@EVERY
def test_the_examples_of_a_kind_make_an_entry_of_it(kind: type[Kind]) -> None:
    examples = examples_of(kind)
    assert content_of(kind.model_validate(examples)) == examples


@EVERY
def test_a_kind_takes_in_nothing_that_it_does_not_know(kind: type[Kind]) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        kind.model_validate({**examples_of(kind), "surprise": 1})


@EVERY
def test_what_was_said_is_frozen(kind: type[Kind]) -> None:
    said = kind.model_validate(examples_of(kind))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(said, next(iter(kind.model_fields)), None)


@EVERY
def test_what_is_unknown_is_absent(kind: type[Kind]) -> None:
    required = {name: value for name, value in examples_of(kind).items() if kind.model_fields[name].is_required()}
    assert required
    assert content_of(kind.model_validate(required)) == required


@EVERY
def test_a_kind_refers_to_kinds_that_there_are(kind: type[Kind]) -> None:
    assert {one for _, kinds in references_of(kind.kind) for one in kinds} <= set(KINDS)


@EVERY
def test_what_is_referred_to_comes_before_what_refers_to_it(kind: type[Kind]) -> None:
    before = list(KINDS)[: list(KINDS).index(kind.kind) + 1]
    for name, kinds in references_of(kind.kind):
        assert not kinds or set(kinds) & set(before), name


def test_a_kind_has_one_name_and_a_sentence() -> None:
    assert len(KINDS) == len(ALL)
    assert all(kind.__doc__ for kind in ALL)
    assert set(KINDS) >= WITHOUT_KEY
