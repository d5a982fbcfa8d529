"""Show what a figure would change: progress and the gap to the planned path, before and after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.acts import papers
from bilan.acts.effects import foreseen
from bilan.analysis.asking import Row
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.store.desk.models import Paper
from bilan.web.desk.door import AtDesk

SUBJECT: Final = "desk_figures"
TOLD_AS: Final = ("declared", "verified")
PARTS: Final = ("value", "progress", "about", "entry")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thing stands, as declared or as verified, its speed, and in words how far it is from the planned path."""

    row: Mapping[str, Any]
    pace: Mapping[str, Any]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one thing, told in one way: before, after, and whether that is any different."""

    told_as: str
    indicator: str
    subject: str | None
    region: str | None
    unit: str | None
    before: Standing
    after: Standing
    cannot: str | None

    @property
    def changes(self) -> bool:
        """Tell whether anything but the number of the entry is different."""
        return _seen(self.before) != _seen(self.after)


def effects(asked: AtDesk, paper: Paper) -> list[Effect]:
    """Return what a paper would change of the indicators that it speaks of; nothing where it cannot be recorded yet."""
    looked = papers.look_at([*papers.needed([paper], (*papers.OPEN, papers.SUBMITTED)), paper], at=asked.at)
    if not looked.is_clean or not looked.changes or not paper.concerns:
        return []
    after = foreseen(asked.view, looked, by=asked.person.name, at=asked.at)
    touched = _touched(asked.view, paper.concerns)
    return list(_beside(_standings(asked, asked.view, touched), _standings(asked, after, touched)))


def _touched(view: View, indicator: str) -> list[str]:
    """Return an indicator with those that a rate of it also tells, or that are told with it."""
    query = "SELECT numerator FROM indicator WHERE key = $key AND numerator IS NOT NULL"
    return [indicator, *(row["numerator"] for row in view.rows(query, {"key": indicator}, reads=("indicator",)))]


Standings = dict[tuple[Any, ...], tuple[Row, Standing]]


def _standings(asked: AtDesk, view: View, indicators: list[str]) -> Standings:
    where, values = "list_contains($indicators, indicator)", {"indicators": indicators}
    pace = {(*_thing(row), row["told_as"]): row for row in view.pick("pace", where, values)}
    found: Standings = {}
    for row in view.pick("progress", where, values):
        for told_as in TOLD_AS:
            told = {name: row[told_as if name == "value" else f"{told_as}_{name}"] for name in PARTS}
            key = (*_thing(row), told_as)
            found[key] = (row, Standing(told, pace.get(key, {}), _gap(asked.voice, pace.get(key, {}))))
    return found


def _gap(voice: Voice, pace: Mapping[str, Any]) -> str:
    """Say by how many points a thing is ahead of the planned path or behind it on the day of the question."""
    ahead = pace.get("ahead_now")
    if ahead is None:
        return ""
    points = round(100 * ahead)
    code = "ahead" if points > 0 else "behind" if points < 0 else "on_path"
    return voice.tell(SUBJECT, f"effect.{code}", points=voice.number(abs(points)))


def _thing(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["indicator"], row["subject"], row["region"]


def _beside(before: Standings, after: Standings) -> Iterator[Effect]:
    nothing = Standing({}, {})
    for key, (row, standing) in after.items():
        indicator, subject, region, told_as = key
        earlier = before[key][1] if key in before else nothing
        made = Effect(told_as, indicator, subject, region, row["unit"], earlier, standing, row["cannot"])
        if made.changes:
            yield made


def _seen(standing: Standing) -> tuple[Any, ...]:
    """Return what a reader sees of it."""
    row, progress = standing.row, standing.row.get("progress")
    points = None if progress is None else round(100 * progress)
    return row.get("value"), row.get("about"), points, standing.gap, standing.pace.get("arrives_on")
