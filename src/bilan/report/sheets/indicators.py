"""All indicators, by the part of the plan that they measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import standing
from bilan.report.view import View

INDICATORS: Final = "SELECT * FROM indicator"
SAID: Final = "SELECT indicator, count(*) AS said FROM statement GROUP BY indicator"
NODES: Final = "SELECT key, parent FROM node"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in a list: its progress on the whole where there is some, how many statements, how well known."""

    indicator: Row
    progress: Row | None
    said: int
    state: str

    @property
    def verified(self) -> Row | None:
        """Return the newest verified figure."""
        return standing.newest(self.progress, "verified")

    @property
    def declared(self) -> Row | None:
        """Return the newest declared figure."""
        return standing.newest(self.progress, "declared")

    @property
    def expected(self) -> float | None:
        """Return what the planned path expects by now."""
        return self.progress["expected_progress"] if self.progress else None

    @property
    def lacks(self) -> str | None:
        """Return why its progress cannot be told, where it cannot."""
        if self.progress is not None:
            return str(self.progress["cannot"]) if self.progress["cannot"] else None
        return "qualitative" if self.indicator["measure"] == "qualitative" else "no_target"


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators below a node just below the plan, or of the plan itself."""

    node: str
    lines: tuple[Line, ...]

    def count(self, state: str) -> int:
        """Count those of a state."""
        return sum(line.state == state for line in self.lines)


def lines(view: View) -> list[Line]:
    """Return a line for every indicator, in the order of the plan's tree, headline ones first."""
    return view.once(_lines)


def _lines(view: View) -> list[Line]:
    progress = {row["indicator"]: row for row in view.pick("progress", "subject IS NULL AND region IS NULL")}
    said = {row["indicator"]: row["said"] for row in view.rows(SAID, reads=("statement",))}
    place = {row["item"]: at for at, row in enumerate(view.ask("rollup"))}
    rows = view.rows(INDICATORS, reads=("indicator",))
    rows.sort(key=lambda row: (place.get(row["node"], len(place)), not row["headline"], row["number"]))
    return [
        Line(row, known := progress.get(row["key"]), told := said.get(row["key"], 0), standing.state(known, told))
        for row in rows
    ]


def grouped(view: View) -> list[Group]:
    """Return the indicators by the node just below the plan that they belong to, those of the plan itself first."""
    above = parents(view)
    found: dict[str, list[Line]] = {}
    for line in lines(view):
        found.setdefault(top(line.indicator["node"], above), []).append(line)
    return [Group(node, tuple(under)) for node, under in found.items()]


def under(view: View, nodes: Iterable[str]) -> dict[str, list[Line]]:
    """Return the indicators of each of these nodes."""
    wanted = set(nodes)
    found: dict[str, list[Line]] = {}
    for line in lines(view):
        if line.indicator["node"] in wanted:
            found.setdefault(line.indicator["node"], []).append(line)
    return found


def parents(view: View) -> Mapping[str, str]:
    """Return what each node is part of."""
    return view.once(_parents)


def _parents(view: View) -> Mapping[str, str]:
    return {row["key"]: row["parent"] for row in view.rows(NODES, reads=("node",))}


def path(node: str, above: Mapping[str, str]) -> list[str]:
    """Return the nodes from just below the plan down to a node.

    >>> path("ini", {"ini": "axis", "axis": "plan"}), path("plan", {"axis": "plan"})
    (['axis', 'ini'], ['plan'])
    """
    way = [node]
    while (parent := above.get(way[0])) is not None and parent in above and parent not in way:
        way.insert(0, parent)
    return way


def top(node: str, above: Mapping[str, str]) -> str:
    """Return the node just below the plan that a node belongs to."""
    return path(node, above)[0]
