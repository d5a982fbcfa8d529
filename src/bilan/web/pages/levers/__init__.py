"""Levers: what moves the plan, the conclusion of each instrument, and the page of each.

A module of this package is the page of one lever: `ANALYSES` names the analyses it shows, and `told(asked)` gives its
template `levers/<name>.html` what it tells beside the conclusion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.report.sheets import claims
from bilan.report.sheets.lever import Conclusion, title
from bilan.report.sheets.levers.every import CONCLUSIONS
from bilan.web.asked import Asked, NotFound
from bilan.web.pages.levers import (
    agreements,
    benchmarks,
    benefit,
    cohorts,
    colocation,
    offshoring,
    pooling,
    skills,
    trade,
)
from bilan.web.shown import Shown

SUBJECT: Final = "levers"


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a lever shows beside its conclusion, and by which analyses it was computed."""

    analyses: tuple[str, ...]
    told: Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """A lever on the index of levers and on the panorama: its name, and what it shows for itself."""

    name: str
    title: str
    conclusion: Conclusion


# In the order of the story that the plan tells; a lever stands here as soon as it has its page.
LEVERS: Final[Mapping[str, Page]] = {
    "agreements": Page(agreements.ANALYSES, agreements.told),
    "colocation": Page(colocation.ANALYSES, colocation.told),
    "offshoring": Page(offshoring.ANALYSES, offshoring.told),
    "benefit": Page(benefit.ANALYSES, benefit.told),
    "pooling": Page(pooling.ANALYSES, pooling.told),
    "skills": Page(skills.ANALYSES, skills.told),
    "trade": Page(trade.ANALYSES, trade.told),
    "cohorts": Page(cohorts.ANALYSES, cohorts.told),
    "benchmarks": Page(benchmarks.ANALYSES, benchmarks.told),
}


def lines(asked: Asked) -> list[Line]:
    """Return every lever with its conclusion."""
    return [Line(name, title(asked.voice, name), CONCLUSIONS[name](asked.view, asked.voice)) for name in LEVERS]


def index(asked: Asked) -> Shown:
    """Show what moves the plan, and what each instrument says of it on these dates."""
    found = lines(asked)
    states = [one.conclusion.state for one in found]
    counts = {"count": len(found), "determined": states.count("determined"), "partly": states.count("partly")}
    said = {name: asked.voice.number(count) for name, count in counts.items()}
    return Shown(
        "levers.html",
        asked.voice.tell(SUBJECT, "title"),
        SUBJECT,
        {"lines": found, "claims": claims.told(asked.view, asked.voice), **said},
        asked.voice.tell(SUBJECT, "lede", **said),
    )


def lever(asked: Asked, lever: str) -> Shown:
    """Show one lever."""
    page = LEVERS.get(lever)
    if page is None:
        near = tuple((title(asked.voice, name), asked.to("lever", name)) for name in LEVERS)
        raise NotFound("no_lever", name=lever, near=near)
    conclusion = CONCLUSIONS[lever](asked.view, asked.voice)
    told = {"lever": lever, "conclusion": conclusion, "analyses": page.analyses, **page.told(asked)}
    return Shown(
        f"levers/{lever}.html", title(asked.voice, lever), f"lever_{lever}", told, description=conclusion.sentence
    )
