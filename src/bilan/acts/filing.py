"""File evidence: a file is kept under its digest, and the ledger tells that digest from the same moment on.

Filing is custody, not a figure: whoever files says "I hold these bytes", and nobody else has to accept that. Until the
day of an embargo the file opens to some roles alone; from that day on to everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath, PureWindowsPath
from typing import Any, BinaryIO, Final

from django.db.models import Q
from pydantic import ValidationError

from bilan.acts import concerns, papers
from bilan.acts.access import Person
from bilan.acts.concerns import Where
from bilan.acts.recording import record
from bilan.acts.rights import ACTS
from bilan.acts.tasks import release_soon
from bilan.config.declared import MEGABYTE, largest_file
from bilan.config.home import Home
from bilan.exchange import media
from bilan.exchange.export import cells_of
from bilan.ledger.canonical import canonical_bytes
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.fields import unsafe_character
from bilan.ledger.refusals import problems_of
from bilan.store import custody, reading
from bilan.store.append import Appended
from bilan.store.custody import Arrived
from bilan.store.desk.models import Account, Filed, Paper
from bilan.terms.problems import Place, Problem

# Roles that may be let in before an embargo ends.
AUDIENCE: Final = tuple(sorted(ACTS["open_embargoed"]))
LONGEST_NAME: Final = 200
NAMELESS: Final = "file"


@dataclass(frozen=True, slots=True)
class About:
    """What a file is evidence for, where in it, and from which day on it may be shown; before, to whom."""

    supports: tuple[str, ...] = ()
    source: str | None = None
    locator: str | None = None
    quotation: str | None = None
    released_on: date | None = None
    audience: frozenset[str] = frozenset()


def about_of(cells: Mapping[str, str], audience: Iterable[str]) -> tuple[About, list[Problem]]:
    """Read what was told of a file in the fields of a form, and what is wrong with that."""
    day = cells.get("released_on", "")
    try:
        released_on, problems = (date.fromisoformat(day) if day else None), []
    except ValueError:
        released_on, problems = None, [Problem("not_a_day", Place(column="released_on"), {"value": day[:40]})]
    supports = tuple(cells.get("supports", "").replace(",", " ").split())
    told = {name: cells.get(name) or None for name in ("source", "locator", "quotation")}
    return About(supports, released_on=released_on, audience=frozenset(audience), **told), problems


def nothing_sent() -> Problem:
    """Return what is wrong where no file was chosen."""
    return Problem("file_missing", Place(column="file"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of filing: the file and the number of its entry, or what keeps it out.

    `again` says that the same file was filed for the same thing before.
    """

    filed: Filed | None = None
    number: int | None = None
    again: bool = False
    problems: Sequence[Problem] = field(default=())


@dataclass(frozen=True, slots=True)
class _Filing:
    """A file that was looked at, with all that is to be written down of it."""

    name: str
    looked: str
    arrived: Arrived
    about: About
    where: Where
    paper: Paper | None

    @property
    def until(self) -> date | None:
        """Return the day of the embargo."""
        return self.about.released_on

    def content(self) -> dict[str, Any]:
        """Return what the ledger tells."""
        day = self.about.released_on.isoformat() if self.about.released_on else None
        of_file = {"digest": self.arrived.digest, "size": self.arrived.size, "media_type": self.looked}
        told = {"source": self.about.source, "locator": self.about.locator, "quotation": self.about.quotation}
        some = {name: value for name, value in {**told, "released_on": day}.items() if value}
        return {**of_file, **some, "supports": list(self.about.supports)}

    def key(self) -> str:
        """Return the key of a filing: the same file for the same thing is filed once, however often it is sent."""
        told = {"of": self.content(), "paper": self.paper.pk if self.paper else None}
        return f"ev-{self.arrived.digest[:12]}-{sha256(canonical_bytes(told)).hexdigest()[:8]}"

    def columns(self, person: Person, at: datetime) -> dict[str, Any]:
        """Return what the desk keeps of it."""
        audience = "".join(_marked(one) for one in sorted(self.about.audience & {*AUDIENCE}))
        of_file = {"digest": self.arrived.digest, "size": self.arrived.size, "media_type": self.looked}
        where = {"party": self.where.party, "node": self.where.node, "region": self.where.region}
        embargo = {"embargo_until": self.until, "audience": audience}
        return {
            **of_file, **where, **embargo,
            "name": self.name, "filed_by": person.account, "filed_at": at, "paper": self.paper,
        }  # fmt: skip


def take(
    home: Home,
    person: Person,
    name: str,
    pieces: Iterable[bytes],
    about: About,
    *,
    at: datetime,
    paper: Paper | None = None,
) -> Taken:
    """File a file: its bytes are kept as they come, looked at, and told in the ledger under the name of the person."""
    person.demand("file")
    where = _where(paper) if paper else place_of(about, person.account)
    person.demand_at("file", party=where.party, node=where.node, region=where.region)
    if paper is None and not (about.supports or about.source):
        return Taken(problems=[Problem("evidence_for_nothing", Place(column="supports"))])
    try:
        with custody.arriving(home.evidence, pieces, most=largest_file()) as arrived:
            if not arrived.size:
                return _refused("evidence_empty")
            with arrived.path.open("rb") as file:
                looked = media.media_type(file, name)
            return _record(home, person, _Filing(_named(name, looked), looked, arrived, about, where, paper), at)
    except custody.TooLong as long:
        return _refused("file_too_long", most=f"{long.most / MEGABYTE:g}")
    except media.NotTaken as refused:
        return _refused(refused.code, **refused.values)


def attach(home: Home, person: Person, paper: Paper, name: str, pieces: Iterable[bytes], *, at: datetime) -> Taken:
    """File a file beside a paper of one's own; once the paper is accepted, the file supports what it became."""
    return take(home, person, name, pieces, About(), at=at, paper=papers.own(person, paper.pk))


def readable(person: Person, today: date) -> Q:
    """Return the clause that keeps the files whose content somebody may open on a day."""
    over = _under_no_embargo(today) & (_TOLD | person.within("review"))
    let_in = Q(pk__in=())
    for role in person.roles if person.may("open_embargoed") else ():
        if role.name in ACTS["open_embargoed"]:
            let_in |= Q(audience__contains=_marked(role.name)) & role.reach.clause()
    return Q(removed=False) & (over | let_in | Q(filed_by=person.account))


def _under_no_embargo(today: date) -> Q:
    return Q(embargo_until=None) | Q(embargo_until__lte=today)


# What lies beside a proposal is as private as that, until somebody has accepted it.
_TOLD: Final = Q(paper=None) | Q(paper__state=papers.ACCEPTED)


def seen_by(person: Person) -> Q:
    """Return the clause that keeps the files that somebody may know of: within reach, or of one's own."""
    return person.within("file") | Q(filed_by=person.account)


def opened(home: Home, person: Person, name: str, *, today: date) -> tuple[Filed, BinaryIO] | None:
    """Open a file that somebody may read, if it is there and still what it was."""
    person.demand("see")
    filed = Filed.objects.filter(readable(person, today), pk=name).first()
    file = custody.opened(home.evidence, filed.digest) if filed else None
    return (filed, file) if filed and file else None


def released(home: Home, digest: str, *, today: date) -> tuple[Filed, BinaryIO] | None:
    """Open a file that everybody may read: filed, under no embargo, and still what it was."""
    if not custody.DIGEST.fullmatch(digest):
        return None
    those = Filed.objects.filter(digest=digest, removed=False).order_by("filed_at", "pk")
    if those.filter(embargo_until__gt=today).exists() or not (filed := those.filter(_TOLD).first()):
        return None
    file = custody.opened(home.evidence, digest)
    return (filed, file) if file else None


def place_of(about: About, account: Account) -> Where:
    """Return what a file concerns: what the first thing concerns that it is evidence for."""
    key = about.supports[0] if about.supports else None
    held = reading.latest(key) if key else None
    if key is None or held is None:
        return concerns.place_of({}, account)
    cells = cells_of(held.kind, held.content)
    own = {"indicator": "indicator", "node": "node", "plan": "node"}.get(held.kind)
    party = {"recommendation": "addressee", "reply": "party"}.get(held.kind, "organisation")
    told = {**cells, **({own: key} if own else {}), "organisation": cells.get(party, "")}
    return concerns.place_of(told, account)


def name_for(filed: Filed, *, public: bool = False) -> str:
    """Return the name under which a file is handed out: with the ending of what it is, whatever it was called."""
    stem = filed.key if public else PurePath(filed.name).stem or NAMELESS
    return f"{stem}.{media.ending_for(filed.media_type)}"


def _record(home: Home, person: Person, one: _Filing, at: datetime) -> Taken:
    try:
        draft = Draft(read_content("evidence", one.content()), one.key())
    except ValidationError as malformed:
        return Taken(problems=problems_of(malformed))

    def beside(_: Appended) -> None:
        # Before the entry is there to be seen, so are the bytes.
        custody.place(home.evidence, one.arrived)
        Filed.objects.get_or_create(key=draft.key, defaults=one.columns(person, at))

    for _ in range(papers.TRIES):
        size = reading.size()
        if clash := _clash(one.arrived.digest, one.until, today=at.date()):
            return Taken(problems=[clash])
        done = record(home, [draft], by=person.name, at=at, seen=size, beside=beside)
        if not done.refused:
            release_soon()
            number = done.entries[0].number if done.entries else done.unchanged[0]
            return Taken(Filed.objects.get(key=draft.key), number, not done.entries)
        if any(each.problem.code != "ledger_moved" for each in done.findings):
            return Taken(problems=[each.problem for each in done.findings])
    raise papers.Overtaken(one.name)


def _clash(digest: str, until: date | None, *, today: date) -> Problem | None:
    """Find what keeps the same bytes from having two embargoes: what is public stays so, what is not is not let out."""
    held = Filed.objects.filter(digest=digest, removed=False).values_list("embargo_until", flat=True)
    days = {one if one and one > today else None for one in held}
    wanted = until if until and until > today else None
    if not days or wanted in days:
        return None
    other = next(iter(days))
    if other is None:
        return Problem("file_public_already", Place(column="released_on"))
    return Problem("file_under_embargo", Place(column="released_on"), {"day": other.isoformat()})


def _where(paper: Paper) -> Where:
    return Where(paper.concerns, paper.party, paper.node, paper.region)


def _named(name: str, looked: str) -> str:
    """Return the last part of a name, without what could lead elsewhere or be read otherwise than it is written."""
    last = PureWindowsPath(PurePath(name).name).name
    safe = "".join(sign for sign in last if _plain(sign)).strip(". ")
    ending = f".{media.ending_for(looked)}"
    return f"{safe.removesuffix(ending)[: LONGEST_NAME - len(ending)] or NAMELESS}{ending}"


def _plain(sign: str) -> bool:
    return not unsafe_character(sign) and (sign.isprintable() or sign == " ") and sign not in '"\\/'


def _marked(role: str) -> str:
    return f"|{role}|"


def _refused(code: str, **values: str) -> Taken:
    return Taken(problems=[Problem(code, Place(column="file"), values)])
