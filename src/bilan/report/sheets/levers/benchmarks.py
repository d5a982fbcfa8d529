"""Good practices as a lever: what others reached who started where the plan started, and what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.slope import Pair, slope
from bilan.report.sheets.agreements import country
from bilan.report.sheets.lever import Conclusion
from bilan.report.sheets.standing import rounded
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_benchmarks"
NAMES: Final = """SELECT key, name_fr, name_ar, name_en FROM indicator_known
QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the question of a target: the row, the countries of its class, and those beyond it."""

    row: Row
    members: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def ident(self) -> str:
        """Return how the answer is called on the page."""
        return "-".join((self.row["indicator"], self.row["series"] or "none", self.row["told_as"])).replace("_", "-")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    answers: tuple[Answer, ...]
    ranks: tuple[Row, ...]
    practices: tuple[Row, ...]
    names: dict[str, Row]
    needed: tuple[str, ...]

    @property
    def known(self) -> tuple[Answer, ...]:
        """Return the answers that have a share."""
        return tuple(one for one in self.answers if one.row["share"] is not None)


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    rows, members = view.ask("benchmarks"), view.ask("benchmark_class")
    ranks, practices = view.ask("benchmark_rank"), view.ask("practices")
    needed = dict.fromkeys(code for row in rows for code in row["needed"])
    return Seen(
        answers=tuple(_answer(row, members) for row in rows if row["indicator"]),
        ranks=tuple(row for row in ranks if row["series"]),
        practices=tuple(row for row in practices if row["country"]),
        names={row["key"]: row for row in view.rows(NAMES, reads=("indicator",))},
        needed=tuple(needed),
    )


def _answer(row: Row, members: Iterable[Row]) -> Answer:
    its = [one for one in members if all(one[name] == row[name] for name in ("indicator", "series", "told_as"))]
    inside = tuple(one for one in its if one["in_class"])
    return Answer(row, inside, tuple(one for one in its if one["in_class"] is False))


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say what share of those who started there reached such a target, or why that cannot be said."""
    seen = view.once(gather)
    asked = {one.row["indicator"] for one in seen.answers}
    found = {one.row["indicator"] for one in seen.known}
    firm = asked and all(one.row["conclusion"] != "cannot_determine" and not one.row["needed"] for one in seen.known)
    return Conclusion(
        sentence=" ".join(_sentences(seen, voice)),
        known=len(found),
        of=len(asked),
        counted=voice.tell(SUBJECT, "counted"),
        needed=() if firm and found == asked else seen.needed,
        entries=tuple(dict.fromkeys(entry for one in seen.answers for entry in one.row["entries"])),
        chart=drawn(seen.known[0], voice) if seen.known else None,
    )


def _sentences(seen: Seen, voice: Voice) -> list[str]:
    if not seen.answers:
        return [voice.tell(SUBJECT, "conclusion.no_target")]
    if not seen.known:
        told = asked_of(seen.answers[0], seen, voice)
        return [voice.tell(SUBJECT, "conclusion.no_series", **told)]
    return [sentence(one, seen, voice) for one in seen.known]


def asked_of(answer: Answer, seen: Seen, voice: Voice) -> dict[str, Any]:
    """Return the question of a target as it is written: name, levels, years."""
    row = answer.row
    return {
        "name": figures.name(seen.names[row["indicator"]], voice.language),
        "start": level(row["start"], row["unit"], voice),
        "target": level(row["target"], row["unit"], voice),
        "years": voice.number(int(row["years"])),
    }


def sentence(answer: Answer, seen: Seen, voice: Voice) -> str:
    """Say what became of the countries of a class, and on what that rests."""
    row = answer.row
    counts = {name: voice.number(row[name]) for name in ("known", "reached")}
    shares = {"low": voice.share(row["share_low"]), "high": voice.share(row["share_high"])}
    parts = [voice.tell(SUBJECT, "conclusion.share", **asked_of(answer, seen, voice), **counts, **shares)]
    if row["told_as"] == "oldest_kept":
        when = {"day": voice.day(row["oldest_on"]), "until": row["until"]}
        parts.append(voice.tell(SUBJECT, "conclusion.inferred", **when))
    if row["stand_in"]:
        series = figures.name(seen.names[row["series"]], voice.language)
        parts.append(voice.tell(SUBJECT, "conclusion.stand_in", series=series))
    return " ".join(parts)


def level(value: float | None, unit: str | None, voice: Voice) -> str:
    """Write a level in its unit, to three digits."""
    number = None if value is None else figures.trimmed(rounded(float(value)))
    return figures.value(voice, {"value": number, "unit": unit})


def drawn(answer: Answer, voice: Voice) -> Drawn:
    """Draw from where to where each country of a class went."""
    row = answer.row
    pairs = [_pair(one, voice) for one in answer.members]
    ends = [voice.tell(SUBJECT, f"chart.{name}", years=voice.number(int(row["years"]))) for name in ("before", "after")]
    what = voice.tell(SUBJECT, "chart.what")
    return slope(pairs, voice, what=what, before_label=ends[0], after_label=ends[1], natures=("measured", "verified"))


def _pair(one: Row, voice: Voice) -> Pair:
    state = {True: "reached", False: "not_reached", None: "unknown"}[one["reached"]]
    texts = [
        f"{voice.number(figures.trimmed(rounded(value)))} ({year})" if value is not None else "–"
        for value, year in ((one["from_level"], one["from_year"]), (one["to_level"], one["to_year"]))
    ]
    name = country(one["country"], voice.language)
    note = voice.tell(SUBJECT, f"state.{state}")
    return Pair(name, one["from_level"], one["to_level"], texts[0], texts[1], note=note)
