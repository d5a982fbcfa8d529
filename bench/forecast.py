"""What forecasts are worth: thousands of questions put to the past of open panels, and what came; beside plainer ways.

The panels are those of the folder given; each indicator is a group, its series are each other's others. Skill is 1 less
the geometric mean, over groups, of the pinball loss beside that of a random walk with drift, whose steps spread about
their mean with as many degrees of freedom less one as there are steps.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from bench.forecasting import NATURES, Task, panels, tasks
from bench.scoring import Score
from bench.table import row
from bilan.analysis.formulas.forecasting import forecast, own, reference
from bilan.analysis.formulas.forecasting.lining import year_of
from bilan.analysis.formulas.forecasting.mixing import NORMAL, SHOWN
from bilan.analysis.formulas.forecasting.scales import Floats
from bilan.analysis.formulas.forecasting.standing import Standing, stand

EACH: Final = 300
QUICK: Final = 40
MANY: Final = 80
"""Groups of so many series have a class; in the others, ten countries are each other's only others."""

HEAD: Final = (
    "Way",
    "Skill",
    "of large classes",
    "Holds 50 / 80 / 90 %",
    "Brier skill",
    "Calibration error",
    "CPU a task",
)


class Answer(NamedTuple):
    """What a way says: quantiles for each day, and a chance for each goal."""

    quantiles: Sequence[Sequence[float]]
    chances: Sequence[float] = ()


def report(folder: Path, *, tenth: bool) -> Iterator[str]:
    """Try each way on the tasks of the panels in a folder, and tell what came, line by line."""
    groups = panels(folder)
    scores = {name: Score() for name in WAYS}
    for task in tasks(groups, each=QUICK if tenth else EACH):
        for name, way in WAYS.items():
            _try(scores[name], way, task)
    large = {name for name, group in groups.items() if len(group) >= MANY}
    yield from _table(scores, large)
    yield from _slices(scores["ours"])
    yield from _groups(scores)


def _try(score: Score, way: Callable[[Task], Answer], task: Task) -> None:
    before = time.process_time()
    answer = way(task)
    score.cpu += time.process_time() - before
    score.tasks += 1
    points = len(task.question.history)
    many = "3-4 points" if points < 5 else "5-7 points" if points < 8 else "8+ points"  # noqa: PLR2004 - the slices
    for quantiles, came, years in zip(answer.quantiles, task.came, task.horizons, strict=True):
        score.add(task.group, ("all", f"{years} years", many, task.group), quantiles, came, task.step)
    score.chances += list(zip(answer.chances, task.met, strict=False))


def _table(scores: dict[str, Score], large: set[str]) -> Iterator[str]:
    yield from (row(HEAD), row(["---"] * len(HEAD)))
    drift = scores["random walk with drift"]
    known = [name for name in drift.losses if not NATURES[name].easy]
    for name, score in scores.items():
        held = " / ".join(f"{100 * score.coverage('all', said):.1f}" for said in (0.5, 0.8, 0.9))
        skills = (f"{score.skill(drift, part):.3f}" for part in (known, [one for one in known if one in large]))
        chances = (f"{score.brier_skill():.3f}", f"{score.calibration_error():.3f}") if score.chances else ("", "")
        yield row([name, *skills, held, *chances, f"{1000 * score.cpu / score.tasks:.2f} ms"])


def _slices(ours: Score) -> Iterator[str]:
    names = sorted(name for name in ours.held if name.endswith(("years", "points")))
    yield ""
    yield "Of all outcomes, the interval of 80 % held: " + "; ".join(
        f"{name} {100 * ours.coverage(name, 0.8):.0f} %" for name in names
    )
    yield ""


def _groups(scores: dict[str, Score]) -> Iterator[str]:
    drift, ours, alone = scores["random walk with drift"], scores["ours"], scores["ours, without a class"]
    yield from (row(["Indicator", "Outcomes", "Skill", "without a class", "Holds 80 %"]), row(["---"] * 5))
    for name in drift.losses:
        skills = (f"{score.skill(drift, [name]):.2f}" for score in (ours, alone))
        told = f"{name} (easy: grows by itself)" if NATURES[name].easy else name
        yield row([told, str(len(ours.losses[name])), *skills, f"{100 * ours.coverage(name, 0.8):.0f} %"])


def _ours(task: Task) -> Answer:
    found = forecast(task.question, task.panel)
    return Answer(found.quantiles, found.chances)


def _alone(task: Task) -> Answer:
    found = forecast(task.question)
    return Answer(found.quantiles, found.chances)


def _drift(task: Task) -> Answer:
    standing = stand(task.question, None)
    times, values = standing.lined.times, standing.lined.values
    slope = (values[-1] - values[0]) / (times[-1] - times[0])
    steps = (np.diff(values) - slope * np.diff(times)) / np.sqrt(np.diff(times))
    spread = max(float(np.sqrt((steps**2).sum() / max(1, len(steps) - 1))), 1e-3 * abs(float(values[-1])))
    span = float(times[-1] - times[0])
    ahead = ((years, spread * np.sqrt(years * (1 + years / span))) for years in _ahead(standing))
    told = [values[-1] + slope * years + width * NORMAL for years, width in ahead]
    return Answer([standing.held(one)[SHOWN].tolist() for one in told])


def _by_itself(way: Callable[[own.Past, float], Floats]) -> Callable[[Task], Answer]:
    def answer(task: Task) -> Answer:
        standing = stand(task.question, None)
        past = own.look_back(standing.lined.times, standing.lined.values)
        return Answer([standing.held(way(past, years))[SHOWN].tolist() for years in _ahead(standing)])

    return answer


def _class_only(task: Task) -> Answer:
    standing = stand(task.question, task.panel)
    moments = standing.moments()
    past = own.look_back(standing.lined.times, standing.lined.values)
    told = []
    for years in _ahead(standing):
        found = reference.ask(moments, standing.here(moments), years) if moments is not None else None
        figures = own.still(past, years) if found is None else standing.scale.back(standing.told[-1] + found.change)
        told.append(standing.held(figures)[SHOWN].tolist())
    return Answer(told)


def _ahead(standing: Standing) -> list[float]:
    last = float(standing.lined.times[-1])
    return [float(one) for one in np.array([year_of(day) for day in standing.question.days]) - last]


WAYS: Final[dict[str, Callable[[Task], Answer]]] = {
    "random walk with drift": _drift,
    "no change": _by_itself(own.still),
    "own trend only": _by_itself(own.trend),
    "class only": _class_only,
    "ours, without a class": _alone,
    "ours": _ours,
}
