"""A pen: how the paper writes names, values and entries in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.paper.blocks import SPACE, Cell, Line, cell, dim, strong
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms import printed

# So many entries are named one by one; of more, their number is told.
NAMED_ENTRIES: Final = 6


@dataclass(frozen=True, slots=True)
class Pen:
    """One view in one voice."""

    view: View
    voice: Voice

    def say(self, code: str, /, **values: Any) -> str:
        """Return a sentence of the paper."""
        return self.voice.tell("paper", code, **values)

    def name(self, key: str | None) -> str:
        """Return the name under a key."""
        return figures.name_of(self.voice, key, self.view.names)

    def heads(self, *codes: str) -> list[str]:
        """Return the heads of a table."""
        return [self.say(f"head.{code}") if code else "" for code in codes]

    def entries(self, numbers: Sequence[int | None]) -> str:
        """Name the entries behind something, or tell how many there are."""
        there = [number for number in numbers if number is not None]
        if len(there) > NAMED_ENTRIES:
            return self.voice.say("entries_count", count=self.voice.number(len(there)))
        return self.voice.say("entry_number", number=", ".join(map(str, there))) if there else ""

    def about(self, text: str | None) -> str:
        """Say which date a value is for."""
        return self.voice.partial(text) if text else self.say("undated")

    def amount(self, number: Any, unit: str | None, qualifier: str | None = None) -> str:
        """Write a value with its unit."""
        return figures.value(self.voice, {"value": number, "unit": unit, "qualifier": qualifier})

    def newest(self, figure: Row | None) -> Cell:
        """Write the newest declared or verified figure of an indicator, with its nature, its date and its entry."""
        if figure is None:
            return cell()
        nature = self.voice.label("nature", figure["nature"])
        rate = self.name(figure["from_rate"])
        return cell(
            strong(figures.value(self.voice, figure)),
            dim(nature, self.about(figure["about"]), self.entries([figure["number"]])),
            dim(self.voice.say("indicator.from_rate", rate=rate) if rate else None),
            dim(self.say("stale") if figure["stale"] else None),
        )

    def share(self, row: Row, told: str) -> Cell:
        """Write a share of a roll-up, with the number of indicators that it rests on."""
        known = self.say("coverage", known=row[f"{told}_reported"], of=row["expected_of"])
        return cell(strong(self.voice.share(row[f"{told}_progress"])), dim(known))

    def finished(self, row: Row | None) -> Line:
        """Write the rate at which an auditor said that a node was done; nothing where none did."""
        if row is None:
            return ()
        rate = figures.reading(self.voice, {**row, "value": row["reading"]}) or printed.UNKNOWN
        whole = f" {row['denominator_words']}" if row["denominator_words"] else ""
        said = self.voice.say("percent", number=rate, unit="%") + whole
        public = self.voice.say("public_day", day=self.voice.partial(row["published_on"] or str(row["public_on"])))
        nature = self.voice.label("nature", row["nature"])
        rest = dim(self.about(row["about"]), public, self.entries([row["number"]]))
        return (*dim(self.say("finished", nature=nature)), SPACE, *strong(said), SPACE, *rest)
