"""What a proposal concerns: the party, the node and the region by which the reach of roles is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bilan.ledger.refusals import key_problem
from bilan.store import reading
from bilan.store.desk.models import Account

KEY_LONGEST: Final = 96
NUMBER_LONGEST: Final = 16
REGION_LONGEST: Final = 32
# What a proposal concerns is named by the first of these.
NAMING: Final = (
    "indicator", "subject", "node", "parent", "undertaking", "agreement", "service", "pool", "recommendation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """What a proposal concerns: its party, node and region, by which the reach of roles is judged."""

    concerns: str | None
    party: str | None
    node: str | None
    region: str | None


def place_of(cells: Mapping[str, str], author: Account) -> Where:
    """Return what a proposal concerns: a figure's node and party are those of its indicator, unless it names others."""
    cells = _of_entry(cells["entry"]) if cells.get("entry") else cells
    named = next((cells[name] for name in NAMING if cells.get(name)), None)
    about = reading.latest(named) if named and not key_problem(named) else None
    content: Mapping[str, object] = about.content if about else {}
    node = cells.get("node") or cells.get("parent") or content.get("node") or (named if _is_node(about) else None)
    owner = content.get("owner") or content.get("organisation")
    party = cells.get("organisation") or cells.get("owner") or owner or author.party
    return Where(named, _text(party), _text(node), cells.get("region") or None)


def _of_entry(number: str) -> dict[str, str]:
    """Return what an entry says in texts: its withdrawal concerns what it concerns."""
    entry = reading.entry(int(number)) if number.isdecimal() and len(number) < NUMBER_LONGEST else None
    content = entry.content if entry else {}
    named = {name: text for name, text in content.items() if isinstance(text, str)}
    return named if any(named.get(name) for name in NAMING) else {**named, "subject": (entry and entry.key) or ""}


def filled(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that hold something."""
    return {name: text.strip() for name, text in cells.items() if text.strip()}


def columns(where: Where) -> dict[str, str | None]:
    """Return what a row can hold of it: a text that is no key is kept in the cells alone."""
    told = {"concerns": where.concerns, "party": where.party, "node": where.node}
    fitting = {name: text if text and len(text) <= KEY_LONGEST else None for name, text in told.items()}
    return {**fitting, "region": where.region if where.region and len(where.region) <= REGION_LONGEST else None}


def _is_node(entry: object) -> bool:
    return getattr(entry, "kind", None) in {"node", "plan"}


def _text(value: object) -> str | None:
    return str(value) if value else None
