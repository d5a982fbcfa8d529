"""The rules that an entry obeys when it is recorded; checked inside the writer's lock, all problems collected.

A rule sees the draft and what the ledger already knows; it never changes either. Problems of severity *error* keep the
entry out, *warnings* let it in and are shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Protocol, get_args, get_origin

from bilan.ledger.entries import WITHOUT_KEY, Draft
from bilan.ledger.fields import Refers
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import key_problem
from bilan.terms.days import first_day, last_day
from bilan.terms.problems import Place, Problem
from bilan.terms.units import compare_units


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds under a key or a number."""

    number: int
    kind: str
    key: str | None
    content: Mapping[str, Any]
    live: bool = True


class Known(Protocol):
    """What the rules may ask of the ledger."""

    def under(self, key: str) -> Held | None:
        """Return the latest entry under a key, withdrawn (not live) ones too."""

    def at(self, number: int) -> Held | None:
        """Return the entry of a number, live or not."""


# What rules ask of other entries than the one that is replaced: whoever holds many of a batch may hold no more of them.
ASKED_OF_OTHERS: Final = ("parent", "role", "unit", "rests_on", "became")

Rule = Callable[[Draft, Known, date], Iterator[Problem]]


def check(draft: Draft, known: Known, *, today: date) -> list[Problem]:
    """Return all problems of a draft."""
    return [problem for rule in RULES_OF[draft.kind] for problem in rule(draft, known, today)]


def _problem(code: str, column: str | None = None, *, warn: bool = False, **values: object) -> Problem:
    texts = {name: str(value) for name, value in values.items()}
    return Problem(code, Place(column=column), texts, "warning" if warn else "error")


def identity(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand a key where the kind has one; a replacement keeps kind and key, and is the first of its entry."""
    if draft.kind in WITHOUT_KEY:
        if draft.key is not None:
            yield _problem("key_unexpected", "key", kind=draft.kind, key=draft.key)
        if draft.replaces is not None:
            yield _problem("entry_is_final", "replaces", number=draft.replaces, kind=draft.kind)
        return
    if draft.key is None:
        yield _problem("key_missing", "key", kind=draft.kind)
        return
    if malformed := key_problem(draft.key):
        yield malformed
        return
    held = known.under(draft.key)
    if held and held.kind != draft.kind:
        yield _problem("key_of_another_kind", "key", key=draft.key, kind=held.kind)
    elif held and draft.replaces is None:
        yield _problem("key_taken", "key", key=draft.key, number=held.number)
    elif held and draft.replaces != held.number:
        yield _problem("replaces_wrong_entry", "replaces", key=draft.key, number=held.number, given=draft.replaces)
    elif held is None and draft.replaces is not None:
        yield _problem("replaces_nothing", "replaces", key=draft.key, given=draft.replaces)


@cache
def references_of(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the fields of a kind that hold keys of other entries, with the kinds they may be of."""
    fields = KINDS[kind].model_fields.items()
    found = ((name, _refers(field.annotation, tuple(field.metadata))) for name, field in fields)
    return tuple((name, mark.kinds) for name, mark in found if mark)


def _refers(annotation: object, metadata: tuple[object, ...]) -> Refers | None:
    for mark in metadata:
        if isinstance(mark, Refers):
            return mark
    if get_origin(annotation) is Annotated:
        return _refers(None, get_args(annotation)[1:])
    inner = (_refers(one, ()) for one in get_args(annotation))
    return next((mark for mark in inner if mark), None)


def references(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand that what is referred to exists, and is of a kind that may stand there."""
    for name, kinds in references_of(draft.kind):
        value = getattr(draft.content, name)
        if value is None:
            continue
        for key in (value,) if isinstance(value, str) else value:
            held = known.under(key)
            if held is None or not held.live:
                yield _problem("unknown_key", name, key=key)
            elif kinds and held.kind not in kinds:
                yield _problem("key_of_wrong_kind", name, key=key, kind=held.kind, wanted=", ".join(kinds))


def one_plan(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Hold one plan a ledger: its keys are the plan's name space."""
    other = known.under("plan:")
    if other and other.key != draft.key:
        yield _problem("second_plan", "key", key=other.key)


def tree(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse a node that would be its own ancestor."""
    above: str | None = getattr(draft.content, "parent")  # noqa: B009 - the field of one kind only
    while above is not None:
        if above == draft.key:
            yield _problem("tree_cycle", "parent", key=draft.key)
            return
        held = known.under(above)
        above = held.content.get("parent") if held else None


def unit_fits(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand the unit of the indicator; another currency or rhythm is kept and flagged, and no analysis adds it."""
    unit, indicator = getattr(draft.content, "unit", None), getattr(draft.content, "indicator", None)
    held = known.under(indicator) if indicator else None
    if unit is None or held is None:
        return
    wanted = held.content.get("unit", "")
    verdict = compare_units(unit, wanted)
    if verdict != "same":
        yield _problem(
            "unit_differs" if verdict == "comparable" else "unit_wrong",
            "unit",
            warn=verdict == "comparable",
            unit=unit,
            wanted=wanted,
        )


def numbers_agree(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand that a range runs upwards and that nothing is divided by zero."""
    low, high = getattr(draft.content, "low", None), getattr(draft.content, "high", None)
    if low is not None and high is not None and low > high:
        yield _problem("range_backwards", "low", low=low, high=high)
    denominator = getattr(draft.content, "denominator", None)
    if denominator is not None and denominator == 0:
        yield _problem("denominator_zero", "denominator")


# How many things take the place of what leaves the plan so; none is no bound.
HEIRS: Final[Mapping[str, tuple[int, int | None]]] = {
    "ended": (0, 0), "merged": (1, 1), "superseded": (1, 1), "split": (2, None),
}  # fmt: skip


def passes_on(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand that what leaves the plan says what took its place, and comes back to itself by no way round."""
    closing, became = (getattr(draft.content, name) for name in ("closing", "became"))
    if closing is None:
        if became:
            yield _problem("became_without_closing", "closing", key=draft.key)
        return
    least, most = HEIRS[closing]
    if len(became) < least or (most is not None and len(set(became)) > most):
        yield _problem("heirs_do_not_fit", "became", closing=closing, count=len(became))
    seen, left = set[str](), set[str](became)
    while left:
        seen |= left
        held = [found for key in left if (found := known.under(key)) and found.live]
        left = {heir for one in held for heir in one.content.get("became", ())} - seen
    if draft.key in seen:
        yield _problem("heirs_in_circle", "became", key=draft.key)


NUMBERS: Final = frozenset({"value", "low", "high"})
AIM: Final = NUMBERS | {"qualifier", "rung", "about", "due_on"}
VALUES: Final = ("value", "low", "high", "rung", "words", "missing", "numerator", "progress_as_said", "rate_as_said")


def says_something(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand a value, words or the reason why there is none; and a subject."""
    if all(getattr(draft.content, name, None) is None for name in VALUES):
        yield _problem("nothing_said", "value")
    if getattr(draft.content, "missing", None) is not None and getattr(draft.content, "value", None) is not None:
        yield _problem("missing_and_value", "missing")
    if getattr(draft.content, "indicator", None) is None and getattr(draft.content, "subject", None) is None:
        yield _problem("no_subject", "indicator")


def auditor_audits(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand that an audited figure comes from a party in the auditor's role."""
    if getattr(draft.content, "nature", None) != "audited":
        return
    key = getattr(draft.content, "organisation", None)
    held = known.under(key) if key else None
    if held is None or held.content.get("role") != "auditor":
        yield _problem("not_an_auditor", "organisation", party=key or "")


PAST: Final = ("said_on", "published_on", "set_on", "made_on", "decided_on", "kept_on", "broken_on", "observed_on")


@cache
def past_days_of(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind that hold a day on which something was done."""
    return tuple(name for name in PAST if name in KINDS[kind].model_fields)


def said_before_recorded(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse what is said, published, set, kept or observed on a day that has not come."""
    for name in past_days_of(draft.kind):
        first = first_day(getattr(draft.content, name, None))
        if first and first > today:
            yield _problem("day_to_come", name, value=getattr(draft.content, name))


def revision_has_reason(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Flag an aim or its day that moves without a reason; the desk's form refuses it, an import is accepted."""
    replaced = known.at(draft.replaces) if draft.replaces is not None else None
    moved = not _aims_alike(draft, replaced) if replaced else getattr(draft.content, "version", None) == "revised"
    reasons = (getattr(draft.content, "reason", None), getattr(draft.content, "reason_words", None))
    if moved and reasons == (None, None):
        yield _problem("no_reason", "reason", warn=True, key=draft.key or "")


def _aims_alike(draft: Draft, held: Held) -> bool:
    """Tell whether an entry says the same as the one it replaces, if in another writing: 80, then 80.0."""
    before = {name: held.content.get(name) for name in AIM}
    numbers = {name: Decimal(one) for name, one in before.items() if one and name in NUMBERS}
    return all(getattr(draft.content, name, None) == one for name, one in (before | numbers).items())


PENALTIES: Final = ("penalty_contracted", "penalty_imposed", "penalty_paid")
NEVER_NEGATIVE: Final = ("amount", "promised_jobs", "weight", "failures", *PENALTIES)


def owes_something(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse what is owed below nothing, failures that are no whole number, and a penalty in no currency."""
    told = {name: found for name in NEVER_NEGATIVE if (found := getattr(draft.content, name, None)) is not None}
    yield from (_problem("figure_negative", name, value=one) for name, one in told.items() if one < 0)
    if told.get("failures", 0) % 1:
        yield _problem("not_a_whole_number", "failures", value=told["failures"])
    if any(name in told for name in PENALTIES) and getattr(draft.content, "currency", None) is None:
        yield _problem("penalty_without_currency", "currency")


RANGES: Final = (("value", "low", "high"), ("unit_value", "unit_value_low", "unit_value_high"))


def gives_or_gets(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse what a side gives or gets below nothing, outside its own range, or worth money twice or in no currency."""
    for names in RANGES:
        told = {name: found for name in names if (found := getattr(draft.content, name, None)) is not None}
        yield from (_problem("side_negative", name, value=one) for name, one in told.items() if one < 0)
        value, low, high = (told.get(name) for name in names)
        if low is not None and high is not None and low > high:
            yield _problem("range_backwards", names[1], low=low, high=high)
        elif value is not None and not (low if low is not None else value) <= value <= (
            value if high is None else high
        ):
            yield _problem("outside_its_range", names[0], value=value)
    has_worth = any(getattr(draft.content, name, None) is not None for name in RANGES[1])
    if has_worth and getattr(draft.content, "unit_currency", None) is None:
        yield _problem("worth_without_currency", "unit_currency")
    if has_worth and getattr(draft.content, "currency", None) is not None:
        yield _problem("money_with_worth", "currency")


def counts_people(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse a head count below nothing, and tenants who leave, or are seen, before they can have entered.

    A partial date is read so that it may be true: who entered in 2008 may have left in June 2008.
    """
    value, entered = (getattr(draft.content, name) for name in ("value", "entered_on"))
    if value < 0:
        yield _problem("count_negative", "value", value=value)
    first = first_day(entered)
    for name in ("left_on", "seen_on"):
        told = getattr(draft.content, name)
        last = last_day(told)
        if first and last and last < first:
            yield _problem("left_before_entering", name, entered=entered, left=told)


OF_BLOCKS: Final = ("cost", "cost_low", "cost_high", "yearly_cost", "joining_cost", "build_years")


def costs_something(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse costs and years below nothing, and a cost outside its own range."""
    told = {name: found for name in OF_BLOCKS if (found := getattr(draft.content, name, None)) is not None}
    yield from (_problem("cost_negative", name, value=one) for name, one in told.items() if one < 0)
    cost, low, high = (told.get(name) for name in OF_BLOCKS[:3])
    if low is not None and high is not None and low > high:
        yield _problem("range_backwards", "cost_low", low=low, high=high)
    elif cost is not None and ((low is not None and cost < low) or (high is not None and cost > high)):
        yield _problem("outside_its_range", "cost", value=cost)


def rests_on_others(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Refuse a block that would have to stand before itself."""
    for below in getattr(draft.content, "rests_on"):  # noqa: B009 - the field of one kind only
        seen, left = set[str](), [below]
        while left and draft.key not in seen:
            key = left.pop()
            if key not in seen:
                seen.add(key)
                held = known.under(key)
                left += held.content.get("rests_on", ()) if held and held.live else ()
        if draft.key in seen:
            yield _problem("blocks_in_circle", "rests_on", key=draft.key, below=below)


def concerns_an_entry(draft: Draft, known: Known, today: date) -> Iterator[Problem]:
    """Demand that a withdrawal or a redaction concerns an entry that is there."""
    number = getattr(draft.content, "entry")  # noqa: B009 - the field of two kinds only
    held = known.at(number)
    if held is None:
        yield _problem("no_such_entry", "entry", number=number)
    elif held.kind in WITHOUT_KEY:
        yield _problem("entry_is_final", "entry", number=number, kind=held.kind)
    elif draft.kind == "withdrawal" and not held.live:
        yield _problem("already_withdrawn", "entry", number=number)


COMMON: Final[tuple[Rule, ...]] = (identity, references, said_before_recorded)
ESPECIALLY: Final[Mapping[str, tuple[Rule, ...]]] = {
    "plan": (one_plan,),
    "node": (tree, passes_on),
    "milestone": (revision_has_reason,),
    "undertaking": (revision_has_reason,),
    "indicator": (passes_on,),
    "baseline": (numbers_agree, revision_has_reason),
    "target": (unit_fits, numbers_agree, revision_has_reason),
    "statement": (says_something, unit_fits, numbers_agree, auditor_audits),
    "budget": (auditor_audits,),
    "transaction": (auditor_audits,),
    "agreement": (owes_something,),
    "obligation": (owes_something,),
    "cohort": (counts_people,),
    "contribution": (gives_or_gets,),
    "benefit": (gives_or_gets,),
    "building_block": (costs_something, rests_on_others),
    "need": (costs_something,),
    "withdrawal": (concerns_an_entry,),
    "redaction": (concerns_an_entry,),
}
RULES_OF: Final[Mapping[str, tuple[Rule, ...]]] = {kind: (*COMMON, *ESPECIALLY.get(kind, ())) for kind in KINDS}
