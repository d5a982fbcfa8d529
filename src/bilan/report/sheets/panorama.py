"""The sheet of the panorama: its four key figures, the state of each axis, and the indicator that tells the most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import indicators
from bilan.report.view import View

# So far behind the planned path, as a share, a verified figure is still worth no more than an eye on it.
NEAR: Final = 0.1
# A state as tags show it: the shape and colour of each.
TAGS: Final[Mapping[str, str]] = {
    "on_course": "good",
    "near_course": "warn",
    "off_course": "bad",
    "stale": "warn",
    "thin": "mute",
    "declared_only": "mute",
    "unknown": "mute",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """What is known of the headline indicators of the plan: how many there are, and how many have what."""

    of: int
    declared: int
    verified: int
    silent: int
    declared_share: float | None
    verified_share: float | None
    expected_share: float | None
    entries: tuple[int, ...]
    declared_entries: tuple[int, ...]
    verified_entries: tuple[int, ...]


def keys(view: View) -> Keys:
    """Count what is known of the headline indicators."""
    plan = view.panorama.lines[0] if view.panorama.lines else {}
    rows = headlines(view)
    return Keys(
        of=plan.get("expected_of", 0),
        declared=plan.get("declared_reported", 0),
        verified=plan.get("verified_reported", 0),
        silent=sum(1 for row in rows if row["declared_progress"] is None and row["verified_progress"] is None),
        declared_share=plan.get("declared_progress"),
        verified_share=plan.get("verified_progress"),
        expected_share=plan.get("expected_progress"),
        entries=tuple(plan.get("entries", ())),
        declared_entries=tuple(row["declared_entry"] for row in rows if row["declared_progress"] is not None),
        verified_entries=tuple(row["verified_entry"] for row in rows if row["verified_progress"] is not None),
    )


def headlines(view: View) -> list[Row]:
    """Return the progress of the headline indicators on the whole of what they measure."""
    return view.headlines


def axes(view: View) -> Iterator[Row]:
    """Give the lines of the axes that have indicators or an auditor's rate, each with its state."""
    stale = _stale(view)
    for row in view.panorama.lines[1:]:
        if row["expected_of"] or row["completion"]:
            yield {**row, "state": state(row), "is_stale": row["item"] in stale, "thin": thin(row)}


def state(row: Row) -> str:
    """Say where an axis stands: what an auditor or measures establish against what is expected by now."""
    completion, expected = row["completion"], row["expected_progress"]
    share = row["verified_progress"]
    if completion:
        share = float(completion["reading"]) / 100
    elif share is None:
        return "declared_only" if row["declared_progress"] is not None else "unknown"
    elif 2 * row["verified_reported"] < row["expected_of"]:
        return "thin"
    if expected is None:
        return "unknown"
    return "on_course" if share >= expected else "near_course" if share >= expected - NEAR else "off_course"


def thin(row: Row) -> frozenset[str]:
    """Name the shares that rest on fewer than half of the indicators."""
    return frozenset(name for name in ("verified", "declared") if 2 * row[f"{name}_reported"] < row["expected_of"])


def _stale(view: View) -> set[str]:
    """Name the axes all of whose verified figures are older than their period allows."""
    above = indicators.parents(view)
    fresh: dict[str, bool] = {}
    for row in headlines(view):
        if row["verified_progress"] is not None:
            axis = indicators.top(row["node"], above)
            fresh[axis] = fresh.get(axis, False) or not row["verified_is_stale"]
    return {axis for axis, is_fresh in fresh.items() if not is_fresh}


def completions(view: View) -> list[Row]:
    """Return the rates at which an auditor says that axes were done."""
    return [row["completion"] for row in view.panorama.lines if row["completion"]]


def telling(view: View) -> str | None:
    """Choose the headline indicator with a target to draw: that of the gravest alert, else of which most was said."""
    aimed = {row["indicator"] for row in headlines(view) if row["target"] is not None}
    warned = [one.values.get("indicator") for one in view.panorama.alerts]
    query = "SELECT indicator, count(*) AS said FROM statement GROUP BY 1 ORDER BY said DESC, indicator"
    said = [row["indicator"] for row in view.rows(query, reads=("statement",))]
    return next((key for key in (*warned, *said) if key in aimed and key in said), None)


def months_left(view: View) -> int | None:
    """Count the whole months to the end of the plan; negative once it is over."""
    ends: date | None = view.plan.get("ends_on_to")
    if ends is None:
        return None
    day = view.cut.as_of
    months = (ends.year - day.year) * 12 + ends.month - day.month
    return months - 1 if ends.day < day.day and months > 0 else months
