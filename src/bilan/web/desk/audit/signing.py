"""What an auditor signs by form: an opinion, a counter-value, a recommendation, a closure; and what is replied."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from bilan.acts import auditing
from bilan.acts.contesting import Contested
from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.sheets.entries import things, title_of
from bilan.store import reading
from bilan.store.desk.models import Item
from bilan.web.asked import NotFound
from bilan.web.desk.audit.sheets import Sheet, parties
from bilan.web.desk.audit.working import found
from bilan.web.desk.door import AtDesk, Page, form

# So many of the newest values can be contested.
RECENT: Final = 12
SAID: Final = """
SELECT * FROM statement WHERE indicator = $key AND nature NOT IN ('audited', 'announced') AND missing IS NULL
ORDER BY counts_on DESC NULLS LAST, number DESC LIMIT $most
"""


@form("audit")
def opinion(asked: AtDesk, ident: str, key: str) -> Page | HttpResponseBase:
    """Sign the opinion on a thing in the scope of an audit; what was signed before stands in the form."""
    item = _item(asked, ident, key)
    sheet = Sheet("opinion", _called(asked, key), reverse("desk:engagement", kwargs={"ident": ident}))
    held = auditing.opinion_on(item)
    if asked.request.method != "POST":
        before = held.content if held else {"about": item.engagement.as_of.isoformat()}
        return sheet.page(asked, {one: str(before.get(one) or "") for one in sheet.names})
    cells = sheet.typed(asked)
    return _signed(asked, sheet, cells, auditing.opine(asked.home, asked.person, item, cells, at=asked.at))


@form("audit")
def contest(asked: AtDesk, ident: str, key: str) -> Page | HttpResponseBase:
    """Sign another value beside one that was said; both stay."""
    _item(asked, ident, key)
    said = {
        str(row["number"]): row for row in asked.view.rows(SAID, {"key": key, "most": RECENT}, reads=("statement",))
    }
    if not said:
        raise NotFound("no_key", key=key)
    choices = [(_called(asked, key), [(number, _told(asked, row)) for number, row in said.items()])]
    back = reverse("desk:engagement", kwargs={"ident": ident})
    sheet = Sheet("contest", _called(asked, key), back, {"against": choices})
    if asked.request.method != "POST":
        return sheet.page(asked, {"against": next(iter(said))})
    cells = sheet.typed(asked)
    against = int(cells["against"]) if cells["against"] in said else None
    done = auditing.contest(asked.home, asked.person, against, cells, at=asked.at)
    return _signed(asked, sheet, cells, done)


@form("audit")
def recommend(asked: AtDesk, key: str) -> Page | HttpResponseBase:
    """Sign what is asked because of a finding."""
    back = reverse("desk:thread", kwargs={"key": key})
    sheet = Sheet("recommend", _text_of(key, "finding"), back, {"addressee": parties(asked)})
    if asked.request.method != "POST":
        return sheet.page(asked, {})
    cells = sheet.typed(asked)
    return _signed(asked, sheet, cells, auditing.recommend(asked.home, asked.person, key, cells, at=asked.at))


@form("audit")
def close(asked: AtDesk, key: str) -> Page | HttpResponseBase:
    """Sign what became of a recommendation."""
    sheet = Sheet("close", _text_of(key, "recommendation"), reverse("desk:thread", kwargs={"key": key}))
    if asked.request.method != "POST":
        return sheet.page(asked, {})
    cells = sheet.typed(asked)
    return _signed(asked, sheet, cells, auditing.close(asked.home, asked.person, key, cells, at=asked.at))


@form("answer")
def reply(asked: AtDesk, key: str) -> Page | HttpResponseBase:
    """Submit what the audited body answers; somebody else accepts it."""
    sheet = Sheet("reply", _text_of(key, "recommendation"), reverse("desk:thread", kwargs={"key": key}))
    if asked.request.method != "POST":
        return sheet.page(asked, {})
    cells = sheet.typed(asked)
    _, problems = auditing.reply(asked.home, asked.person, key, cells["text"], at=asked.at)
    if problems:
        return sheet.page(asked, cells, problems)
    asked.tell("desk_audit:reply.submitted")
    return HttpResponseRedirect(sheet.back)


def _signed(asked: AtDesk, sheet: Sheet, cells: Mapping[str, str], done: Contested) -> Page | HttpResponseBase:
    """Say under which number it stands and go back, or show what keeps it from being signed."""
    if done.problems:
        return sheet.page(asked, cells, done.problems)
    asked.tell("desk_audit:signed", number=done.entries[0].number if done.entries else "")
    return HttpResponseRedirect(sheet.back)


def _item(asked: AtDesk, ident: str, key: str) -> Item:
    item = found(asked, ident).items.select_related("engagement").filter(concerns=key).first()
    if item is None:
        raise NotFound("no_key", key=key)
    return item


def _called(asked: AtDesk, key: str) -> str:
    known = things(asked.view, [key])
    return title_of(asked.voice, known[key].row) if key in known else key


def _text_of(key: str, kind: str) -> str:
    """Quote what was found or is asked, as the ledger holds it now."""
    held = reading.latest(key)
    if held is None or held.kind != kind:
        raise NotFound("no_key", key=key)
    return str(held.content["text"])


def _told(asked: AtDesk, row: Row) -> str:
    """Say a value in one line: how much, of which nature, about when, by whom."""
    voice = asked.voice
    who = (
        row["speaker_name"] or row["organisation_name"] or figures.name_of(voice, row["organisation"], asked.view.names)
    )
    parts = (figures.value(voice, row), voice.label("nature", row["nature"]), voice.partial(row["about"]), who)
    return " · ".join(part for part in parts if part)
