"""Measure what forecasts are worth on open panels, and write the record that ships.

``.venv/bin/python -m bench.record ../shared/data`` asks some thousand forecasts of the panels in a folder, each place
left out of its own class and the class cut at the day of the question, and writes what came of them.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.forecasting import Task, panels, tasks
from bilan.analysis.formulas import panel_record, reliability
from bilan.analysis.formulas.forecasting import forecast
from bilan.analysis.formulas.panel_record import Held, Panels
from bilan.analysis.formulas.reliability import Case

SAID: Final = (0.5, 0.8, 0.9)
EACH: Final = 150
# The codes under which readers are told of a series (code list series), where the bench calls it otherwise.
CODES: Final = {"internet users": "internet-users"}
# What grows by itself would flatter.
EASY: Final = frozenset({"sp.pop.totl", "sl.tlf.totl.in"})
OUT: Final = Path(panel_record.__file__).with_suffix(".csv")


@dataclass(slots=True)
class Seen:
    """What came of the forecasts so far."""

    cases: list[Case] = field(default_factory=list)
    held: Counter[float] = field(default_factory=Counter)
    outcomes: list[object] = field(default_factory=list)
    losses: list[tuple[str, float, float]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Write the record of the panels in the folder that is named."""
    groups = {name: group for name, group in panels(Path(sys.argv[1])).items() if name not in EASY}
    seen = Seen()
    for task in tasks(groups, each=EACH):
        _add(seen, task)
    OUT.write_text(panel_record.written(_record(seen)), encoding="utf-8")
    sys.stdout.write(f"{OUT.name}: {len(seen.outcomes)} outcomes\n")


def _add(seen: Seen, task: Task) -> None:
    found, question = forecast(task.question, task.panel), task.question
    seen.asked[task.group] += 1
    drawn = zip(question.days, found.quantiles, task.came, strict=True)
    for day, quantiles, came in drawn:
        seen.outcomes.append((task.group, question.own, day))
        seen.held.update(said for said in SAID if reliability.holds(quantiles, came, said))
        drift = reliability.drift([(one.on, one.value) for one in question.history], day)
        if drift and task.step:
            own, other = (reliability.pinball(told, came) / task.step for told in (quantiles, drift))
            seen.losses.append((task.group, own, other))
    seen.cases += _cases(task, found.chances)


def _cases(task: Task, chances: tuple[float, ...]) -> Iterator[Case]:
    for goal, chance, met in zip(task.question.goals, chances, task.met, strict=True):
        yield Case(chance, met, (task.group, task.question.own, goal.due))


def _record(seen: Seen) -> Panels:
    outcomes, count = reliability.distinct(seen.outcomes), len(seen.outcomes)
    return Panels(
        bands=tuple(reliability.bands(seen.cases)),
        held=tuple(Held(said, seen.held[said], count, outcomes) for said in SAID),
        skill=reliability.skill(seen.losses) or 0.0,
        panels=tuple(sorted((CODES.get(name, name), asked) for name, asked in seen.asked.items())),
    )


if __name__ == "__main__":
    main()
