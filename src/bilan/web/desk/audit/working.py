"""An audit under way: begin one, choose what it looks at, see what stands on each thing and what has moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from bilan.acts import auditing
from bilan.acts.auditing import NotThere
from bilan.acts.editions import find, view
from bilan.config.declared import read_setting
from bilan.ledger.entries import Entry
from bilan.report import paper
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.paper.audit import print_audit
from bilan.report.sheets import engagement as sheet
from bilan.report.sheets.engagement import Standing, Turned
from bilan.report.sheets.entries import Things, things, title_of
from bilan.report.view import View
from bilan.store import reading
from bilan.store.desk.models import Engagement, Item
from bilan.tables.editions import EditionMissing
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.audit.sheets import SUBJECT, Groups
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, page, post
from bilan.web.pages import linking
from bilan.web.pages.linking import Link


@dataclass(frozen=True, slots=True)
class Line:
    """A thing in the scope as the page shows it: the opinion on it, and its bars before and after."""

    item: Item
    kind: str
    link: Link
    opinion: Entry | None
    turned: Turned
    before: str
    after: str


def found(asked: AtDesk, name: str) -> Engagement:
    """Return an audit of one's own body; any other is not there."""
    try:
        return auditing.engagement(asked.person, name)
    except NotThere as missing:
        raise NotFound("no_page", path=name) from missing


@form("audit")
def engage(asked: AtDesk) -> Page | HttpResponseBase:
    """Begin an audit: its title and its two days."""
    if asked.request.method != "POST":
        return _beginning(
            asked, {"title": "", "as_of": asked.today.isoformat(), "known_on": asked.today.isoformat()}, []
        )
    cells = {name: asked.typed.get(name, "").strip() for name in ("title", *door.DATES)}
    begun = auditing.begin(asked.person, cells, asked.edition, at=asked.at)
    if begun.audit is None:
        return _beginning(asked, cells, begun.problems)
    return door.to("engagement", ident=begun.audit.pk)


@page("audit")
def engagement(asked: AtDesk, ident: str) -> Page:
    """Show an audit: its scope with an opinion on each thing, what was contested, before and after."""
    audit = found(asked, ident)
    items = list(audit.items.order_by("added_at", "pk"))
    before, after = _views(asked, audit)
    turned = {one.key: one for one in sheet.before_and_after([one.concerns for one in items], before, after)}
    known = things(asked.view, [one.concerns for one in items])
    lines = [_line(asked, one, turned[one.concerns], known) for one in items]
    told: dict[str, Any] = {
        "audit": audit, "lines": lines, "choices": _choices(asked, {one.concerns for one in items}),
        "contested": sheet.contested(after, _audit(audit, items)),
        "said": sum(one.opinion is not None for one in lines), "since": after.session.edition.size - audit.size,
        "unpublished": reading.size() - after.session.edition.size,
    }  # fmt: skip
    return Page("desk/audit/engagement.html", audit.title, SUBJECT, told)


@post("audit")
def scope(asked: AtDesk, ident: str) -> HttpResponseBase:
    """Take things into the scope, or one out of it."""
    audit = found(asked, ident)
    if key := asked.typed.get("leave", ""):
        asked.tell(f"{SUBJECT}:{'left' if auditing.leave(asked.person, audit, key) else 'stays'}")
        return door.to("engagement", ident=ident)
    keys = asked.request.POST.getlist("keys")
    problems = auditing.choose(asked.person, audit, keys, at=asked.at) if keys else []
    asked.tell(f"{SUBJECT}:{'chosen' if keys and not problems else 'not_chosen'}")
    return door.to("engagement", ident=ident)


@page("audit")
def working_paper(asked: AtDesk, ident: str) -> HttpResponseBase:
    """Give the audit as a PDF: all that is published of it, with the checkpoint that signs it."""
    audit = found(asked, ident)
    before, after = _views(asked, audit)
    checkpoint, key = paper.signed_state(asked.edition)
    address = read_setting("BILAN_ADDRESS").rstrip("/") or None
    told = _audit(audit, list(audit.items.order_by("added_at", "pk")))
    made = print_audit(told, before, after, asked.voice, address=address, checkpoint=checkpoint, key=key)
    named = f"audit-{audit.pk[:8]}-{asked.edition.name}-{asked.language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _audit(audit: Engagement, items: list[Item]) -> sheet.Audit:
    those = [sheet.Item(one.concerns, auditing.opinion_key(one)) for one in items]
    return sheet.Audit(audit.title, audit.party, audit.size, those)


def _views(asked: AtDesk, audit: Engagement) -> tuple[View, View]:
    """Return the state on which the audit began, and today's; where the old edition is gone, today's on the old day."""
    after = asked.view_on(audit.as_of, asked.today)
    try:
        return view(*find(audit.edition), audit.as_of, audit.known_on), after
    except EditionMissing:
        return asked.view_on(audit.as_of, audit.known_on), after


def _line(asked: AtDesk, item: Item, turned: Turned, known: Things) -> Line:
    link = linking.thing(asked, item.concerns, known)
    before, after = (_bar(asked, one, link.text) for one in (turned.before, turned.after))
    held = known.get(item.concerns)
    return Line(item, held.kind if held else "", link, auditing.opinion_on(item), turned, before, after)


def _bar(asked: AtDesk, one: Standing | None, name: str) -> str:
    return bullet(Bullet(one.verified, one.declared, one.expected), asked.voice, what=name).wide if one else ""


def _choices(asked: AtDesk, there: set[str]) -> Groups:
    """Return what can still be taken into the scope, by kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in sorted(auditing.AUDITABLE):
        rows = asked.view.rows(f"SELECT * FROM {kind} ORDER BY number", reads=(kind,))  # noqa: S608 - our own kinds
        named = [(row["key"], title_of(asked.voice, row)) for row in rows if row["key"] not in there]
        if named:
            groups[asked.voice.label("kind", kind)] = sorted(named, key=lambda one: one[1].casefold())
    return list(groups.items())


def _beginning(asked: AtDesk, cells: Mapping[str, str], problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    boxes = [made.box("title"), made.box("as_of", "date"), made.box("known_on", "date")]
    told = {"boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems), "sheet": {"code": "engage", "back": "."}}
    title = asked.voice.tell(SUBJECT, "engage.title")
    return Page("desk/audit/form.html", title, SUBJECT, told, 422 if problems else 200)
