"""Pooling: the few blocks that serve the most, who needs what, what to build when, which services look alike."""

from typing import Any, Final

from bilan.report.sheets.levers import pooling as sheet
from bilan.report.sheets.levers.pooling import Basis, Seen
from bilan.web.asked import Asked

ANALYSES: Final = ("pooling", "pooling_plan", "pooling_overlaps")


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen = asked.view.once(sheet.gather)
    return {
        "seen": seen,
        "most": sheet.MOST,
        "bases": [_basis(asked, seen, one) for one in seen.bases],
        "rows": [_block(asked, seen, row) for row in seen.all.blocks],
        "lacking": _lacking(seen),
        "squares": sheet.squares(seen, asked.voice) if seen.all.blocks else None,
        "pairs": [_pair(asked, seen, row) for row in seen.overlaps[: sheet.MOST]],
    }


def _lacking(seen: Seen) -> list[str]:
    """Return what every block lacks, where all lack the same: it is said once."""
    told = {tuple(row["needed"]) for row in seen.all.blocks}
    return list(told.pop()) if len(told) == 1 else []


def _basis(asked: Asked, seen: Seen, basis: Basis) -> dict[str, Any]:
    voice = asked.voice
    return {
        "counted": basis.counted,
        "blocks": basis.blocks,
        "half": sheet.half(basis, voice) if basis.blocks else None,
        "curve": sheet.curve(seen, basis, voice) if basis.blocks else None,
        "best": basis.best,
        "is_planned": basis.is_planned,
        "methods": [_method(asked, row) for row in basis.methods.values()],
        "years": sheet.years(seen, basis, voice) if basis.is_planned else [],
        "beside": sheet.beside(basis, voice) if basis.is_planned else [],
        "planned": [_block(asked, seen, row) for row in basis.lines("block")],
        "findings": [{"row": row, "name": _name(asked, seen, row["subject"])} for row in basis.lines("finding")],
    }


def _method(asked: Asked, row: dict[str, Any]) -> dict[str, Any]:
    is_drawn = row["saving_low"] is not None
    ends = [sheet.drawn(asked.voice, row[f"saving_{end}"], row["currency"]) for end in ("low", "high") if is_drawn]
    return {"row": row, "ends": ends}


def _block(asked: Asked, seen: Seen, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": row,
        "name": seen.name(asked.voice, row["block"]),
        "leader": sheet.leader(asked.view, asked.voice, row),
    }


def _pair(asked: Asked, seen: Seen, row: dict[str, Any]) -> dict[str, Any]:
    names = {name: seen.name(asked.voice, row[name]) for name in ("service", "other")}
    return {"row": row, **names, "shared": [seen.name(asked.voice, key) for key in row["shared"]]}


def _name(asked: Asked, seen: Seen, key: str | None) -> str | None:
    return seen.name(asked.voice, key) if key else None
