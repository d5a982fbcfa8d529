"""The weekly summary: what is late, awaited, sent back, contested and new within somebody's reach, as a letter.

It goes out once a week to whoever wants it, on Monday or, where nobody worked in the background then, later that week.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Q

from bilan.acts import editions, moving, post
from bilan.acts.access import person as person_of
from bilan.acts.letters import SUBJECT, Line, Part
from bilan.acts.matters import LATE, WEEK, Looking, Matter, matters
from bilan.acts.reminding import PAGES, title
from bilan.report import figures
from bilan.report.sheets import entries
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.store.desk.models import Account, Letter, Paper
from bilan.tables.editions import EditionMissing

ONCE: Final = "digest:{account}:{week}"
TOWER: Final = "/desk/"
# Of each list so many are named; the tower shows the others.
MOST: Final = 10
# One turn of the worker writes so many; the next goes on.
AT_ONCE: Final = 20
# On Monday from this hour on (UTC).
HOUR: Final = 6
SEVEN_DAYS: Final = timedelta(days=7)


def send_digests(at: datetime) -> int:
    """Write the summaries of this week that are not written yet; return how many."""
    monday = at.date() - timedelta(days=at.weekday())
    if at < datetime(monday.year, monday.month, monday.day, HOUR, tzinfo=UTC):
        return 0
    awaiting = _awaiting(at, monday)
    if not awaiting:
        return 0
    try:
        edition, stamp = editions.find(editions.current())
    except EditionMissing:
        return 0
    view = editions.view(edition, stamp, at.date(), at.date())
    return sum(write(one, view, at=at) for one in awaiting)


def write(account: Account, view: View, *, at: datetime) -> bool:
    """Write the summary of one account; tell whether it is new."""
    voice, parts = Voice(account.language), digest(account, view, at=at)
    return post.write(
        account, "digest" if parts else "digest_empty", once=ONCE.format(account=account.pk, week=week_of(at)), at=at,
        path=TOWER, parts=parts, stoppable=True, day=voice.day(at.date()),
    )  # fmt: skip


def digest(account: Account, view: View, *, at: datetime) -> list[Part]:
    """Return the lists of a summary, those that hold something."""
    looking, voice = Looking(person_of(account), view), Voice(account.language)
    found = matters(looking)
    lists = {
        "late": [_line(voice, one, view) for one in found if one.state == LATE],
        "week": [_line(voice, one, view) for one in found if one.state == WEEK],
        "returned": list(_returned(account, voice, view)),
        "contested": list(_contested(looking, voice, at)),
    }
    told = [_part(voice, code, len(lines), lines[:MOST]) for code, lines in lists.items() if lines]
    return [*told, *_moved(looking, voice, at)]


def week_of(at: datetime) -> str:
    """Name the week of an instant.

    >>> week_of(datetime(2026, 11, 26, tzinfo=UTC))
    '2026-W48'
    """
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02d}"


def _awaiting(at: datetime, monday: date) -> list[Account]:
    done = Letter.objects.filter(once__startswith="digest:", once__endswith=f":{week_of(at)}")
    wanting = Account.objects.filter(is_active=True, wants_digest=True, grants__ended_at=None, grants__isnull=False)
    # Whoever came this week has nothing to be summed up.
    before = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    waiting = wanting.filter(joined_at__lt=before).exclude(pk__in=done.values("account")).distinct()
    return list(waiting.order_by("pk")[:AT_ONCE])


def _part(voice: Voice, code: str, count: int, lines: list[Line]) -> Part:
    heading = voice.tell(SUBJECT, f"part.{code}", count=voice.number(count))
    rest = count - len(lines)
    more = [Line(voice.tell(SUBJECT, "part.more", count=voice.number(rest)), TOWER)] if rest else []
    return Part(heading, [*lines, *more])


def _line(voice: Voice, one: Matter, view: View) -> Line:
    due = f" · {voice.partial(one.due)}" if one.due else ""
    return Line(f"{title(voice, one, view)}{due}", PAGES[one.sort])


def _returned(account: Account, voice: Voice, view: View) -> Iterator[Line]:
    for one in Paper.objects.filter(author=account, state="returned").order_by("changed_at", "pk"):
        yield Line(_paper(one, voice, view), "/desk/figures/")


def _contested(looking: Looking, voice: Voice, at: datetime) -> Iterator[Line]:
    """Give the papers that were contested within the week, of one's own or within one's review."""
    person = looking.person
    reached = Paper.objects.filter(Q(author=person.account) | person.within("review"))
    lately = reached.filter(steps__step="contested", steps__at__gte=at - SEVEN_DAYS).distinct()
    return (Line(_paper(one, voice, looking.view), TOWER) for one in lately.order_by("changed_at", "pk"))


def _paper(one: Paper, voice: Voice, view: View) -> str:
    """Name a paper by its kind, what it concerns and the date it is about."""
    about = one.about or ""
    parts = (voice.label("kind", one.kind), figures.name_of(voice, one.concerns, view.names), about)
    return " · ".join(part for part in parts if part)


def _moved(looking: Looking, voice: Voice, at: datetime) -> Iterator[Part]:
    """Give the list of what was published within the week, the newest first, where there is any."""
    view = looking.view
    first = moving.first_since(view, at - SEVEN_DAYS)
    numbers = moving.entries_since(looking, first) if first is not None else ()
    held = entries.held(view, numbers[:MOST])
    known = entries.things(view, [key for one in held for key in entries.named_by(one)])
    lines = [Line(entries.headline(voice, one, known)) for one in reversed(held)]
    if lines:
        yield _part(voice, "moved", len(numbers), lines)
