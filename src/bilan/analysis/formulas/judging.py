"""Say which rating a pace stands for, and whether a rating that somebody gave clashes with it.

Question: somebody rates a thing; do the figures that are known say the same?
Formula: ahead = progress less what the planned path expects. Not behind: on track; at most `NEAR` behind: to watch; at
    most `FAR`: at risk; else off track. A rating clashes from two steps of the list on, so that one step is left to the
    rater's judgement.
Unit: shares of 1; steps.
Missing: without progress or path there is no pace; nothing clashes with it.
Source: the rating scale of code list `rating`; the bound of 10 points is the one by which the panorama says "near".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.terms.codes import code_list

Row = Mapping[str, Any]
NEAR: Final = 0.10
FAR: Final = 0.25
APART: Final = 2
# Behind by a rounding error of the arithmetic is not behind.
SPECK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a thing is, against what is expected of it, and the rating that this stands for."""

    told_as: str | None = None
    progress: float | None = None
    expected: float | None = None
    ahead: float | None = None
    computed: str | None = None
    cannot: str | None = None
    entries: tuple[int, ...] = ()


def standing(subject: str, then: Mapping[str, Iterable[Row]]) -> Standing:
    """Return how a thing stands by the answers of `pace` and `rollup`: verified where that tells, else declared."""
    rows = [row for row in then["pace"] if row["indicator"] == subject and row["subject"] is row["region"] is None]
    rolled = [row for row in then["rollup"] if row["item"] == subject and row["kind"] != "indicator"]
    found = [_of_indicator(row) for row in sorted(rows, key=lambda row: row["told_as"], reverse=True)]
    found += [one for row in rolled for one in _of_node(row)]
    return next((one for one in found if one.computed), found[0] if found else Standing(cannot="no_value"))


def _of_indicator(row: Row) -> Standing:
    ahead = 0.0 if row["reached"] else row["ahead_then"]
    told = (row["told_as"], row["progress"], row["expected_then"])
    return _standing(told, ahead, row["cannot"] or "no_target", tuple(row["entries"]))


def _of_node(row: Row) -> Iterator[Standing]:
    for told_as in ("verified", "declared"):
        share, expected = row[f"{told_as}_progress"], row["expected_progress"]
        if share is not None and 2 * row[f"{told_as}_reported"] >= row["expected_of"]:
            ahead = None if expected is None else share - expected
            yield _standing((told_as, share, expected), ahead, "no_target", tuple(row["entries"]))


def _standing(
    told: tuple[str, float | None, float | None], ahead: float | None, cannot: str, entries: tuple[int, ...]
) -> Standing:
    if ahead is None:
        return Standing(*told, cannot=cannot, entries=entries)
    return Standing(*told, ahead, rating_of(ahead), entries=entries)


def rating_of(ahead: float) -> str:
    """Return the rating that a pace stands for.

    >>> [rating_of(ahead) for ahead in (0.0, -0.05, -0.2, -0.4)]
    ['on_track', 'watch', 'at_risk', 'off_track']
    """
    if ahead >= -SPECK:
        return "on_track"
    return "watch" if ahead >= -NEAR - SPECK else "at_risk" if ahead >= -FAR - SPECK else "off_track"


def clash(rating: str, computed: str | None) -> str:
    """Tell whether a rating clashes with the one that was computed.

    >>> clash("on_track", "watch"), clash("on_track", "at_risk"), clash("off_track", "watch"), clash("watch", None)
    ('agrees', 'too_good', 'too_dark', 'cannot_determine')
    """
    if computed is None:
        return "cannot_determine"
    steps = _rank(rating) - _rank(computed)
    return "agrees" if abs(steps) < APART else "too_good" if steps > 0 else "too_dark"


def _rank(rating: str) -> int:
    return int(code_list("rating")[rating].more["rank"])
