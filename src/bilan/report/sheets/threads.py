"""Threads of an audit: a finding, what is asked because of it, what was answered, how it ended, each with its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.view import View
from bilan.terms.days import last_day

KINDS: Final = ("finding", "recommendation", "reply", "closure")
OPEN, REPLIED, OVERDUE, CLOSED = STATES = ("open", "replied", "overdue", "closed")
# What needs somebody most comes first.
URGENCY: Final = (OVERDUE, OPEN, REPLIED, CLOSED)
TAGS: Final[Mapping[str, str]] = {OPEN: "warn", REPLIED: "mute", OVERDUE: "bad", CLOSED: "mute"}
ENDS: Final[Mapping[str, str]] = {
    "kept": "good", "followed": "good", "late": "warn", "partly_kept": "warn", "not_kept": "bad", "abandoned": "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A recommendation with its replies and its closures, and where it stands on a day."""

    row: Row
    replies: tuple[Row, ...]
    closures: tuple[Row, ...]
    due_on: date | None
    state: str

    @property
    def tag(self) -> str:
        """Return the sort of tag that the state is shown as; of what is closed, how it ended decides."""
        return ENDS.get(self.outcome or "", TAGS[self.state])

    @property
    def outcome(self) -> str | None:
        """Return the code of how it ended, if it did."""
        return self.closures[-1]["outcome"] if self.closures else None

    @property
    def steps(self) -> tuple[tuple[str, Row], ...]:
        """Return what followed, in the order in which it was recorded."""
        those = [("reply", row) for row in self.replies] + [("closure", row) for row in self.closures]
        return tuple(sorted(those, key=lambda step: int(step[1]["number"])))


@dataclass(frozen=True, slots=True)
class Thread:
    """A finding with the recommendations that follow from it; one of these may stand without a finding."""

    finding: Row | None
    requests: tuple[Request, ...]

    @property
    def key(self) -> str:
        """Return the key that names the thread."""
        return str((self.finding or self.requests[0].row)["key"])

    @property
    def state(self) -> str | None:
        """Return the state of the recommendation that needs somebody most."""
        states = {one.state for one in self.requests}
        return next((state for state in URGENCY if state in states), None)

    @property
    def numbers(self) -> list[int]:
        """Return the entries of the thread."""
        rows = [self.finding] if self.finding else []
        rows += [row for one in self.requests for row in (one.row, *one.replies, *one.closures)]
        return sorted(int(row["number"]) for row in rows)


def of_view(view: View) -> list[Thread]:
    """Return the threads that were public on the day of a view."""
    rows = {kind: view.rows(f"SELECT * FROM {kind} ORDER BY number", reads=KINDS) for kind in KINDS}  # noqa: S608 - our own kinds
    return threads(rows, on=min(view.cut.as_of, view.cut.known_on))


def threads(rows: Mapping[str, Sequence[Row]], *, on: date) -> list[Thread]:
    """Put the entries of an audit together, those that need somebody most first; `on` is the day they are judged."""
    requests = [_request(row, rows["reply"], rows["closure"], on) for row in rows["recommendation"]]
    found = [Thread(row, _of(requests, row["key"])) for row in rows["finding"]]
    there = {row["key"] for row in rows["finding"]}
    found += [Thread(None, (one,)) for one in requests if one.row.get("finding") not in there]
    return sorted(found, key=_urgency)


def _of(requests: Iterable[Request], finding: str) -> tuple[Request, ...]:
    return tuple(one for one in requests if one.row.get("finding") == finding)


def _request(row: Row, replies: Sequence[Row], closures: Sequence[Row], on: date) -> Request:
    answers, ends = (
        tuple(one for one in those if one["recommendation"] == row["key"]) for those in (replies, closures)
    )
    due = last_day(row.get("due_on"))
    late = due is not None and due < on
    state = CLOSED if ends else OVERDUE if late else REPLIED if answers else OPEN
    return Request(row, answers, ends, due, state)


def _urgency(thread: Thread) -> tuple[int, date, int]:
    urgent = URGENCY.index(thread.state) if thread.state else len(URGENCY)
    due = min((one.due_on for one in thread.requests if one.due_on), default=date.max)
    return urgent, due, -thread.numbers[-1]
