"""The stages of a form: which fields of a kind are asked on which page. Fields come from the class of the kind."""

from dataclasses import dataclass
from typing import Final

from bilan.exchange.columns import Column, columns_of, field_types
from bilan.ledger.fields import IsDay, IsExact
from bilan.ledger.kinds import KINDS
from bilan.ledger.kinds.base import Sourced

# A digest is worked out from a file where it is filed, never typed.
NOT_TYPED: Final = frozenset({"digest"})
SOURCE: Final = tuple(name for name in Sourced.model_fields if name not in NOT_TYPED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One page of a form: its name, the fields it asks for, and those behind a fold."""

    name: str
    fields: tuple[str, ...]
    more: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return every field of the page."""
        return (*self.fields, *self.more)

    def columns(self, kind: str) -> list[Column]:
        """Return the columns that its fields fill, in their order: a label has one a language."""
        place = {name: at for at, name in enumerate(self.all)}
        return sorted((one for one in columns_of(kind) if one.field in place), key=lambda one: place[one.field])


STATEMENT: Final = (
    Stage(
        "what",
        ("indicator", "region", "sector"),
        ("subject", "subject_basis", "scope", "scope_relation", "audience", "edition", "size", "partner_country"),
    ),
    Stage(
        "value",
        ("value", "qualifier", "unit", "missing"),
        (
            "low", "high", "numerator", "denominator", "denominator_qualifier", "denominator_words", "rate_as_said",
            "progress_as_said", "rung", "words", "derived",
        ),
    ),
    Stage("when", ("about", "said_on", "published_on"), ("about_basis", "said_on_basis", "published_on_basis")),
    Stage(
        "who",
        ("nature", "organisation", "speaker", "office"),
        ("speaker_name", "organisation_name", "occasion", "occasion_kind", "relation", "related", "claim", "claimed",
         "conditions"),
    ),
    Stage("source", ("source", "locator", "quotation"), ("certainty", "note")),
)  # fmt: skip
WITHDRAWAL: Final = (Stage("why", ("reason", "reason_words", "published_on")),)


def stages_of(kind: str) -> tuple[Stage, ...]:
    """Return the stages of the form of a kind: of most what is told, then when and how much, then the source."""
    if kind == "statement":
        return STATEMENT
    if kind == "withdrawal":
        return WITHDRAWAL
    own = tuple(name for name in KINDS[kind].model_fields if name not in SOURCE and name not in NOT_TYPED)
    dated = tuple(name for name in own if _is_measured(kind, name))
    told = tuple(name for name in own if name not in dated)
    source = tuple(name for name in SOURCE if name in KINDS[kind].model_fields)
    made = (Stage("what", told), Stage("figures", dated), Stage("source", source))
    return tuple(one for one in made if one.fields)


def stage_of(kind: str, name: str) -> Stage | None:
    """Return the stage of a name, if the form has it."""
    return next((one for one in stages_of(kind) if one.name == name), None)


def following(kind: str, stage: Stage) -> Stage | None:
    """Return the stage after another; after the last comes the check."""
    those = stages_of(kind)
    at = those.index(stage) + 1
    return those[at] if at < len(those) else None


def _is_measured(kind: str, name: str) -> bool:
    """Tell whether a field is asked with the numbers and days."""
    beside = name.endswith("_basis") or name in {"qualifier", "rung", "unit", "currency", "reason", "reason_words"}
    return beside or any(isinstance(mark, IsDay | IsExact) for mark in field_types(kind)[name].marks)
