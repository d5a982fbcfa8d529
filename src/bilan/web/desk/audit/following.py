"""Follow audits: every finding and recommendation as the ledger holds it now, and one thread with all its steps."""

from collections import Counter
from typing import Final

from bilan.acts import auditing, holdings
from bilan.acts.contesting import NotAnAuditor, auditing_party
from bilan.report.sheets.threads import STATES, Thread
from bilan.store.desk.models import Engagement
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, page

SUBJECT: Final = "desk_audit"


@page("follow")
def audit(asked: AtDesk) -> Page:
    """Show the audits of one's own body, and what audits ask: what is late first."""
    threads = auditing.followed(today=asked.today)
    states = Counter(one.state for thread in threads for one in thread.requests)
    chosen = asked.request.GET.get("state", "")
    if chosen in STATES:
        threads = [one for one in threads if any(each.state == chosen for each in one.requests)]
    told = {
        "audits": _audits(asked), "audits_here": asked.person.may("audit"), "party": _party(asked),
        "threads": threads, "states": [(one, states[one], one == chosen) for one in STATES], "chosen": chosen,
        "replies": auditing.replies(asked.person) if asked.person.may("answer") else (),
    }  # fmt: skip
    return Page("desk/audit/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _audits(asked: AtDesk) -> list[Engagement]:
    return list(auditing.engagements(asked.person)) if _party(asked) else []


def _party(asked: AtDesk) -> str | None:
    """Return the auditing body in whose name whoever asks signs, if there is one."""
    if not asked.person.may("audit"):
        return None
    try:
        return auditing_party(asked.person)
    except NotAnAuditor:
        return None


@page("follow")
def thread(asked: AtDesk, key: str) -> Page:
    """Show a finding, what is asked because of it, each reply and closure, the files behind, and what one can do."""
    found = thread_of(asked, key)
    rows = [found.finding] if found.finding else []
    rows += [row for one in found.requests for row in (one.row, *one.replies, *one.closures)]
    told = {
        "thread": found,
        "held": holdings.supporting(asked.home, asked.person, [row["key"] for row in rows], today=asked.today),
        "signs": found.finding is not None and found.finding["auditor"] == _party(asked),
        "answers": asked.person.may("answer"), "files": asked.person.may("file"),
    }  # fmt: skip
    return Page("desk/audit/thread.html", asked.voice.tell(SUBJECT, "thread.title"), SUBJECT, told)


def thread_of(asked: AtDesk, key: str) -> Thread:
    """Return the thread that a finding or one of its recommendations belongs to."""
    for one in auditing.followed(today=asked.today):
        if key == one.key or any(key == each.row["key"] for each in one.requests):
            return one
    raise NotFound("no_key", key=key)
