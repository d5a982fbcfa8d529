"""E-government services by where they stand, the building blocks they need, and what was counted of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import statements
from bilan.report.view import View

# From what is there to what is not; how each is tagged.
STATUSES: Final[Mapping[str | None, str]] = {
    "operational": "good", "done": "good", "launched": "mute", "in_progress": "mute", "under_study": "mute",
    "planned": "mute", "not_done": "bad", None: "mute",
}  # fmt: skip
# A service frames the plan and is always known; what is told of its status is known from its date, and from its source.
SERVICES: Final = """
SELECT s.*, s.status IS NOT NULL AND coalesce(s.status_on_to <= as_of, true)
    AND (s.source IS NULL OR f.key IS NOT NULL) AS status_known
FROM {kind} s LEFT JOIN source f ON f.key = s.source CROSS JOIN (SELECT $as_of::DATE AS as_of)
ORDER BY s.number
"""
NEEDS: Final = "SELECT * FROM need ORDER BY basis DESC, number"
# What was counted of services: figures of the indicators on the nodes that services belong to.
COUNTED: Final = """
i.node IN (SELECT node FROM service WHERE node IS NOT NULL) AND i.key IN (
    SELECT indicator FROM statement WHERE nature IN ('measured', 'audited')
) AND s.nature IN ('declared', 'measured', 'audited')
AND s.subject IS NULL AND coalesce(s.scope_relation, 'whole') <> 'part'
"""


@dataclass(frozen=True, slots=True)
class Service:
    """A service with the status told by the day (`None` where none was), and the blocks it needs."""

    row: Row
    status: str | None
    needs: tuple[Row, ...]

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.row["key"])

    @property
    def tag(self) -> str:
        """Return how its status is tagged."""
        return STATUSES.get(self.status, "mute")

    @property
    def runs(self) -> bool:
        """Tell whether it is told to be there."""
        return self.status in {"operational", "done"}


@dataclass(frozen=True, slots=True)
class Block:
    """A building block: its status as told by the day, and the services that need it."""

    row: Row
    status: str | None
    needs: tuple[Row, ...]

    @property
    def stated(self) -> int:
        """Return how many needs a source states."""
        return sum(one["basis"] == "stated" for one in self.needs)

    @property
    def inferred(self) -> int:
        """Return how many needs were worked out, not read."""
        return len(self.needs) - self.stated

    @property
    def entries(self) -> list[int]:
        """Return the entries of the needs."""
        return [one["number"] for one in self.needs]


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one status."""

    status: str | None
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted under one indicator: the newest declared figure and the newest verified one."""

    indicator: str
    declared: Row | None
    verified: Row | None


@dataclass(frozen=True, slots=True)
class Services:
    """Every service, every block, and what was counted of them."""

    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    counted: tuple[Counted, ...]

    @property
    def services(self) -> list[Service]:
        """Return all services."""
        return [one for group in self.groups for one in group.services]

    @property
    def known(self) -> int:
        """Return of how many services a status was told by the day."""
        return sum(one.status is not None for one in self.services)

    @property
    def running(self) -> int:
        """Return how many services are told to be there."""
        return sum(one.runs for one in self.services)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One service: the blocks it needs, what was said of it."""

    service: Service
    blocks: Mapping[str, Block]
    stated: tuple[Row, ...]

    @property
    def needed(self) -> list[tuple[Row, Block | None]]:
        """Return each need with its block."""
        return [(need, self.blocks.get(need["block"])) for need in self.service.needs]


def gather(view: View) -> Services:
    """Gather services, blocks and what was counted."""
    return view.once(_gather)


def _gather(view: View) -> Services:
    needs = view.rows(NEEDS, reads=("need",))
    of_service, of_block = _grouped(needs, "service"), _grouped(needs, "block")
    services = [
        Service(row, _status(row), tuple(of_service.get(row["key"], ()))) for row in _with_status(view, "service")
    ]
    blocks = (
        Block(row, _status(row), tuple(of_block.get(row["key"], ()))) for row in _with_status(view, "building_block")
    )
    groups = (Group(status, tuple(one for one in services if one.status == status)) for status in STATUSES)
    ranked = sorted(blocks, key=lambda one: -len(one.needs))
    return Services(tuple(group for group in groups if group.services), tuple(ranked), _counted(view))


def sheet(view: View, key: str) -> Sheet | None:
    """Gather one service."""
    found = gather(view)
    service = next((one for one in found.services if one.key == key), None)
    if service is None:
        return None
    blocks = {one.row["key"]: one for one in found.blocks}
    return Sheet(service, blocks, tuple(statements.about(view, key)))


def _with_status(view: View, kind: str) -> list[Row]:
    return view.rows(SERVICES.format(kind=kind), {"as_of": view.cut.as_of}, reads=(kind, "source"))


def _status(row: Row) -> str | None:
    return row["status"] if row["status_known"] else None


def _grouped(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[field], []).append(row)
    return found


def _counted(view: View) -> tuple[Counted, ...]:
    view.rows("SELECT 1", reads=("service",))
    found = _grouped(statements.statements(view, COUNTED), "indicator")
    return tuple(
        Counted(indicator, statements.newest(rows, statements.DECLARED), statements.newest(rows, statements.VERIFIED))
        for indicator, rows in found.items()
    )
