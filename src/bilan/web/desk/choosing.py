"""What a reader of the desk chooses of what there is to see: a branch of the plan, a party, a region, the two dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from bilan.acts.access import Reach, reach
from bilan.acts.matters import Looking
from bilan.report import figures
from bilan.report.view import View
from bilan.web.desk.door import DATES, AtDesk

SORTS: Final = ("node", "party", "region")
# Of the tree the levels just below the plan; who reports or promised; where figures are told of.
PARTIES: Final = """
SELECT DISTINCT party FROM (SELECT unnest([party, owner, measured_by]) AS party FROM due
    UNION ALL SELECT unnest([organisation, made_by]) FROM undertakings) WHERE party IS NOT NULL
"""
REGIONS: Final = "SELECT DISTINCT region FROM statement WHERE region IS NOT NULL ORDER BY region"
DEEP: Final = 2

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A list from which one is chosen: its name, what stands in it, what was chosen."""

    name: str
    options: Sequence[Option]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, for the form that shows it and for the lists that heed it."""

    fields: Sequence[Field]
    hidden: Sequence[Option]
    dated: bool

    @property
    def reach(self) -> Reach:
        """Return what was chosen as a reach."""
        return reach((field.name, field.chosen) for field in self.fields if field.chosen)

    @property
    def any(self) -> bool:
        """Tell whether anything was chosen."""
        return self.dated or any(field.chosen for field in self.fields)


def choose(asked: AtDesk, **hidden: str) -> Chosen:
    """Read what was chosen; what does not exist is not chosen. `hidden` goes along when something else is chosen."""
    given = asked.request.GET
    found = [Field(name, options, _known(given.get(name, ""), options)) for name, options in _options(asked)]
    kept = [field for field in found if field.options]
    return Chosen(kept, [pair for pair in hidden.items() if pair[1]], any(given.get(name) for name in DATES))


def looking(asked: AtDesk, chosen: Chosen) -> Looking:
    """Return where whoever asks looks."""
    return Looking(asked.person, asked.view, chosen.reach)


def query(asked: AtDesk, **changed: str) -> str:
    """Return the query of this page with something changed, as links that sort or filter need it."""
    held = {name: asked.request.GET.get(name, "") for name in (*SORTS, *DATES, "sort")}
    told = {name: text for name, text in (held | changed).items() if text}
    return f"?{urlencode(told)}" if told else "?"


def _known(text: str, options: Sequence[Option]) -> str:
    return text if any(text == code for code, _ in options) else ""


def _options(asked: AtDesk) -> Iterator[tuple[str, list[Option]]]:
    view, voice = asked.view, asked.voice
    nodes = [row["item"] for row in view.ask("rollup") if row["kind"] != "indicator" and 0 < row["depth"] <= DEEP]
    yield "node", [(key, figures.name_of(voice, key, view.names)) for key in nodes]
    named = [(key, figures.name_of(voice, key, view.names)) for key in view.once(_parties)]
    yield "party", sorted(named, key=lambda pair: pair[1].casefold())
    yield "region", [(key, voice.label("region", key)) for key in view.once(_regions)]


def _parties(view: View) -> list[str]:
    for name in ("due", "undertakings"):
        view.pick(name, "false")
    return [row["party"] for row in view.rows(PARTIES)]


def _regions(view: View) -> list[str]:
    return [row["region"] for row in view.rows(REGIONS, reads=("statement",))]
