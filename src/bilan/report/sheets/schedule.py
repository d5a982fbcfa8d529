"""When what has a declared end will really end, in words: if it is still running then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.slips import ENOUGH
from bilan.report.sheets.widths import chance_in_words
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said of a declared end, sentence by sentence, and the row it comes from."""

    row: Row
    sentences: tuple[str, ...]

    @property
    def entries(self) -> tuple[int, ...]:
        """Return the entries behind it."""
        return tuple(self.row["entries"])


def told(view: View, kind: str, key: str, voice: Voice) -> Ending | None:
    """Say when a node, milestone, agreement or undertaking will end; nothing where no end is declared or it is over."""
    row = view.once(_rows).get((kind, key))
    return None if row is None else Ending(row, tuple(_sentences(row, voice)))


def _rows(view: View) -> Mapping[tuple[str, str], Row]:
    return {(row["kind"], row["item"]): row for row in view.ask("schedule")}


def _sentences(row: Row, voice: Voice) -> Iterator[str]:
    # A day would say more than such an interval knows.
    days = {name: voice.partial(f"{row[f'{name}_on']:%Y-%m}") for name in ("median", "p80")}
    state = "passed" if row["passed"] else "ahead"
    yield voice.tell(SUBJECT, f"schedule.{state}", day=voice.day(row["declared_end"]), **days)
    if not row["passed"]:
        yield voice.tell(SUBJECT, "schedule.late", chance=chance_in_words(voice, row["late"]))
    if row["slips"]:
        yield voice.tell(SUBJECT, "schedule.slips", count=voice.number(row["slips"]))
    yield voice.tell(SUBJECT, f"schedule.{row['basis']}", moves=voice.number(row["moves"]), enough=ENOUGH)
