"""The sheet of what stands beside what was said: what verified it, what does not agree with it, what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import undertakings
from bilan.report.sheets.entries import Held
from bilan.report.view import View

VERIFIED: Final = frozenset({"audited", "measured"})
# How something said stands, by its tag: a shape, a word and a colour.
TAGS: Final[Mapping[str, str]] = {
    "verified": "good", "agrees": "good", "differs": "bad", "beside": "warn", "unverified": "mute", "words": "mute",
    "announced": "mute", "estimated": "mute", "told": "mute",
    **undertakings.TAGS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Another entry that stands beside one: which sort of contradiction, and whether the two differ and compare.

    `told_first` tells whether the entry is the first of the row of the analysis; its numbers are then the first ones.
    """

    number: int | None
    kind: str
    beyond: bool | None
    verifies: bool
    comparable: str
    because: tuple[str, ...]
    told_first: bool


@dataclass(frozen=True, slots=True)
class Became:
    """What became of something said: how it stands, in a word, and what stands beside it.

    Of an undertaking `promise` is the row of the analysis that tells its state.
    """

    code: str
    beside: tuple[Beside, ...] = ()
    promise: Row | None = None

    @property
    def tag(self) -> str:
        """Return the sort of its tag."""
        return TAGS[self.code]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the entries that tell so."""
        proof = [self.promise["proof"]] if self.promise and self.promise["proof"] is not None else []
        return tuple(sorted({*proof, *(one.number for one in self.beside if one.number is not None)}))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the analyses answer, found by entry and by undertaking."""

    contradictions: Mapping[int, tuple[Row, ...]] = field(default_factory=dict)
    undertakings: Mapping[str, Row] = field(default_factory=dict)


def answers(view: View) -> Answers:
    """Ask the analyses that say what became of what was said."""
    found: dict[int, list[Row]] = {}
    for row in view.ask("contradictions"):
        for number in {row["entry"], row["other_entry"]} - {None}:
            found.setdefault(number, []).append(row)
    rows = {number: tuple(those) for number, those in found.items()}
    return Answers(rows, {row["undertaking"]: row for row in view.ask("undertakings")})


def became(one: Held, known: Answers) -> Became:
    """Say what became of what an entry says."""
    beside = tuple(_beside(one.number, row) for row in known.contradictions.get(one.number, ()))
    if one.kind == "undertaking":
        promise = known.undertakings.get(one.key or "")
        return Became(promise["state"], beside, promise) if promise else Became("told", beside)
    return Became(_code(one.row, beside), beside)


def _code(row: Row, beside: Iterable[Beside]) -> str:
    """Say in a word how a statement stands: what verifies it decides, else what stands beside it."""
    nature = row.get("nature")
    if nature in VERIFIED:
        return "verified"
    verified = [one for one in beside if one.verifies]
    if verified:
        return "differs" if any(one.beyond for one in verified) else "agrees"
    if list(beside):
        return "beside"
    if nature in {"announced", "estimated"}:
        return str(nature)
    if nature is None:
        return "told"
    return "words" if row.get("words") and row.get("reading") is None else "unverified"


def _beside(number: int, row: Row) -> Beside:
    first = row["entry"] == number
    other = row["other_entry"] if first else row["entry"]
    nature = row["other_nature"] if first else row["nature"]
    return Beside(
        number=other,
        kind=row["kind"],
        beyond=row["beyond"],
        verifies=row["kind"] in {"declared_v_verified", "index_mistaken"} and nature in VERIFIED,
        comparable=row["comparable"],
        because=tuple(row["because"]),
        told_first=first,
    )
