"""The calendar of an indicator: who measures, verifies and releases it, how fresh it is, which figure comes next."""

from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.web.asked import Asked

BODIES: Final = ("measured_by", "verified_by", "released_by")
FRESHNESS: Final = {"fresh": "good", "stale": "warn", "never": "bad", "not_due": "mute", "no_rhythm": "mute"}
STATES: Final = {"verified": "good", "reported": "good", "missing": "mute", "overdue": "bad"}


def calendar(asked: Asked, key: str) -> dict[str, Any]:
    """Return what a page tells of the calendar of an indicator as a whole, where it has a rhythm or such bodies."""
    whole = "indicator = $key AND subject IS NULL AND region IS NULL ORDER BY from_on"
    rows = asked.view.pick("due", whole, {"key": key})
    if not rows or not (rows[0]["periodicity"] or any(rows[0][name] for name in BODIES)):
        return {"calendar": None}
    last: Row | None = next((row for row in rows if row["is_last_due"]), None)
    coming: Row | None = next((row for row in rows if row["state"] in {"due", "not_due"}), None)
    one = rows[0]
    return {
        "calendar": {
            "bodies": [(name, one[name]) for name in BODIES],
            "freshness": one["freshness"],
            "tag": FRESHNESS[one["freshness"]],
            "newest_on": one["newest_on"],
            "newest_entry": one["newest_entry"],
            "last": last,
            "last_tag": STATES.get(last["state"], "mute") if last else "",
            "coming": coming,
        }
    }
