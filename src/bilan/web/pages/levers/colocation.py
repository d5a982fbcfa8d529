"""Co-location: the account of each side, how its gain is spread, on which figure it hangs, and what is only opinion."""

from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.sheets.levers import colocation as sheet
from bilan.report.sheets.levers.colocation import Account, Line, Side
from bilan.report.voice import Voice
from bilan.web.asked import Asked

ANALYSES: Final = ("colocation", "colocation_account", "colocation_tornado")
SCENARIOS: Final = ("with", "without")


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen, voice = asked.view.once(sheet.gather), asked.voice
    return {
        "accounts": [_account(one, voice) for one in seen.accounts[: sheet.MOST]],
        "more": max(0, len(seen.accounts) - sheet.MOST),
        "opinions": seen.opinions,
        "beside": seen.beside,
    }


def _account(one: Account, voice: Voice) -> dict[str, Any]:
    return {
        "agreement": one.agreement,
        "has_figures": one.has_figures,
        "sides": [_side(side, voice) for side in one.sides],
        "together": _gain(one.whole),
        "spread": sheet.spread(one, voice) if one.has_figures else None,
        "turning": sheet.turning(one, voice),
        "turns": [_turn(row, voice) for row in one.turns[: sheet.TURNS]],
    }


def _turn(row: Row, voice: Voice) -> dict[str, Any]:
    told = {"name": sheet.turn_name, "stated": sheet.stated, "at": sheet.turns_at}
    return {"row": row, **{name: tell(row, voice) for name, tell in told.items()}}


def _side(side: Side, voice: Voice) -> dict[str, Any]:
    lines = [_line(line, voice) for line in side.lines]
    return {"name": sheet.side_name(voice, side.name), "lines": lines, **_gain(side.row)}


def _gain(row: Row) -> dict[str, Any]:
    """Return a gain with its numbers rounded as they are written: what was drawn to three digits, the rest exactly."""
    return {
        "row": row,
        "gain": sheet.exactly(row["gain"]),
        "likely": [sheet.rounded(row[name]) for name in ("gain_p5", "gain_p50", "gain_p95")],
        "ends": [sheet.exactly(row[name]) for name in ("gain_low", "gain_high")],
    }


def _line(line: Line, voice: Voice) -> dict[str, Any]:
    cells = (line.cells.get(scenario, line.cells.get("")) for scenario in SCENARIOS)
    return {
        "name": sheet.line_name(voice, line.what),
        "flow": line.flow,
        "party": line.party,
        "cells": [sheet.cell(row, voice) if row else None for row in cells],
        "others": [sheet.cell(row, voice) for row in line.others],
    }
