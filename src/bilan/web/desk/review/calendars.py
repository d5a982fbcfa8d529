"""The calendars of the three bodies: what is to be measured, what is to be verified, what is to be released."""

from dataclasses import dataclass
from typing import Final

from bilan.acts.expected import expected
from bilan.analysis.asking import Row
from bilan.web.desk.door import AtDesk, Page, page

SUBJECT: Final = "desk_review"
MOST: Final = 200
TAGS: Final = {"due": "warn", "overdue": "bad", "awaited": "warn", "by_deadline": "bad"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What awaits one body: the condition on rows of `due`, the column of the body, that of the day."""

    code: str
    condition: str
    body: str
    day: str


# Of what is late the last period alone: those before it are late too, and the same hands would fill them.
CALENDARS: Final = (
    Calendar("measure", "state = 'due' OR (state = 'overdue' AND is_last_due)", "party", "due_on"),
    Calendar(
        "verify",
        "state = 'reported' AND coalesce(release, 'awaited') = 'awaited'"
        " AND (verified_by IS NOT NULL OR release_on IS NOT NULL)",
        "verified_by",
        "release_on",
    ),
    Calendar("release", "release IN ('awaited', 'by_deadline')", "released_by", "release_on"),
)


@page("review")
def calendar(asked: AtDesk) -> Page:
    """Show of each body what awaits it within reach, the earliest day first."""
    found = [(one, list(_rows(asked, one))) for one in CALENDARS]
    told = {"calendars": [(one, rows[:MOST], len(rows)) for one, rows in found], "most": MOST}
    return Page("desk/review/calendar.html", asked.voice.tell(SUBJECT, "calendar.title"), SUBJECT, told)


def _rows(asked: AtDesk, one: Calendar) -> list[Row]:
    rows = expected(asked.person, asked.view, "review", one.condition)
    listed = "due_release" if one.code == "release" else "due_state"
    state = "release" if one.code == "release" else "state"
    return [
        {
            **row,
            "body": row[one.body],
            "on": row[one.day],
            "told": asked.voice.label(listed, row[state]),
            "tag": TAGS.get(row[state], "mute"),
        }
        for row in rows
    ]
