"""The working paper of an audit: scope and opinions, before and after, what was contested, what is asked, the files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import CATALOGUE
from bilan.report import figures, paper
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.paper import pictures, press
from bilan.report.paper.blocks import (
    Block,
    Cell,
    Heading,
    Line,
    Prose,
    Run,
    cell,
    dim,
    drawn,
    plain,
    quoted,
    strong,
    table,
)
from bilan.report.paper.pen import Pen
from bilan.report.sheets import engagement as sheet
from bilan.report.sheets import threads as followed
from bilan.report.sheets.engagement import Audit, Standing, Turned
from bilan.report.sheets.entries import things, title_of
from bilan.report.sheets.threads import Request, Thread
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "paper_audit"
BAR_MM: Final = 46
COMPUTED: Final = ("progress", "rollup")
KEYS: Final = ("ver", "dec", "exp", "tgt", "nd")


@dataclass(frozen=True, slots=True)
class Told:
    """An audit with all that its paper tells, gathered once."""

    audit: Audit
    before: View
    opinions: Mapping[str, Row]
    turned: tuple[Turned, ...]
    contested: tuple[Row, ...]
    threads: tuple[Thread, ...]
    files: tuple[Row, ...]
    names: Mapping[str, str]


def print_audit(
    audit: Audit, before: View, after: View, voice: Voice, *, address: str | None, checkpoint: str, key: str
) -> bytes:
    """Print the working paper of an audit, from the newest edition and the one on which it began."""
    made = sheet_of(audit, before, Pen(after, voice), address=address, checkpoint=checkpoint, key=key)
    return press.pressed(made, after.cut.known_on)


def sheet_of(audit: Audit, before: View, pen: Pen, *, address: str | None, checkpoint: str, key: str) -> dict[str, Any]:
    """Return all that the working paper says, as the template wants it."""
    told = _gathered(audit, before, pen)
    chapters = [partial(chapter, told) for chapter in (_scope, _turned, _contested, _asked, _files, _computed)]
    made = paper.sheet(pen, address=address, checkpoint=checkpoint, key=key, chapters=chapters)
    made |= {"title": f"{audit.title} – {_say(pen, 'kicker')}", "running": f"{_say(pen, 'kicker')} · {audit.title}"}
    by = _say(pen, "by", party=pen.name(audit.party))
    made["cover"] |= {"kicker": _say(pen, "kicker"), "title": audit.title, "long": by}
    return made


def _gathered(audit: Audit, before: View, pen: Pen) -> Told:
    view = pen.view
    wanted = {one.finding for one in audit.items}
    threads = tuple(one for one in followed.of_view(view) if one.finding and one.finding["key"] in wanted)
    opinions = {one.finding["key"]: one.finding for one in threads if one.finding}
    contested = tuple(sheet.contested(view, audit))
    steps = [row for one in threads for each in one.requests for row in (each.row, *each.replies, *each.closures)]
    keys = [*audit.keys, *opinions, *(row["key"] for row in (*contested, *steps))]
    named = things(view, [*audit.keys, *(row["indicator"] or row["subject"] for row in contested)])
    names = {key: title_of(pen.voice, one.row) for key, one in named.items()}
    turned = tuple(sheet.before_and_after(audit.keys, before, view))
    return Told(audit, before, opinions, turned, contested, threads, tuple(sheet.evidence(view, keys)), names)


def _say(pen: Pen, code: str, /, **values: Any) -> str:
    return pen.voice.tell(SUBJECT, code, **values)


def _heads(pen: Pen, *codes: str) -> list[str]:
    return [_say(pen, f"head.{code}") for code in codes]


def _scope(told: Told, pen: Pen) -> Iterator[Block]:
    items, said = told.audit.items, len(told.opinions)
    yield Heading(_say(pen, "scope", said=pen.voice.number(said), of=pen.voice.number(len(items))), fresh=True)
    yield Prose(plain(_say(pen, "scope.how")), "note")
    rows = ((_thing(told, one.key), *_opinion(pen, told.opinions.get(one.finding))) for one in items)
    yield from table(_say(pen, "scope.alt"), _heads(pen, "thing", "opinion", "text"), "1.2fr 30mm 1.6fr", rows)


def _thing(told: Told, key: str) -> Cell:
    return cell(strong(told.names.get(key, key)), (Run(key, "code"),))


def _opinion(pen: Pen, row: Row | None) -> tuple[Cell, Cell]:
    if row is None:
        return cell(dim(_say(pen, "no_opinion"))), cell()
    opinion = pen.voice.label("opinion", row["opinion"])
    rest = dim(pen.about(row["about"]) if row["about"] else None, row["locator"], pen.entries([row["number"]]))
    return cell(strong(opinion)), cell(quoted(row["text"]), quoted(row["quotation"]), rest)


def _turned(told: Told, pen: Pen) -> Iterator[Block]:
    those = [one for one in told.turned if one.before or one.after]
    moved = sum(one.moved for one in those)
    yield Heading(_say(pen, "turned", moved=pen.voice.number(moved), of=pen.voice.number(len(those))), fresh=True)
    before, after = (view.session.edition for view in (told.before, pen.view))
    cuts = {"then": figures.cut(pen.voice, told.before.cut), "now": figures.cut(pen.voice, pen.view.cut)}
    editions = {"before": before.name, "after": after.name, "added": pen.voice.number(after.size - told.audit.size)}
    yield Prose(plain(_say(pen, "turned.how", **cuts, **editions)), "note")
    yield pictures.legend(pen, KEYS)
    rows = (
        (_thing(told, one.key), _bar(told, pen, one.key, one.before), _bar(told, pen, one.key, one.after))
        for one in those
    )
    yield from table(
        _say(pen, "turned.alt"), _heads(pen, "thing", "before", "after"), f"1fr {BAR_MM + 4}mm {BAR_MM + 4}mm", rows
    )


def _bar(told: Told, pen: Pen, key: str, one: Standing | None) -> Cell:
    if one is None:
        return cell()
    mark = bullet(
        Bullet(one.verified, one.declared, one.expected), pen.voice, what=told.names.get(key, key),
        width=BAR_MM * pictures.SCALE,
    )  # fmt: skip
    shares = {"declared": pen.voice.share(one.declared), "verified": pen.voice.share(one.verified)}
    return drawn(mark, BAR_MM, under=(plain(_say(pen, "shares", **shares)), dim(pen.entries(one.entries))))


def _contested(told: Told, pen: Pen) -> Iterator[Block]:
    yield Heading(_say(pen, "contested", count=pen.voice.number(len(told.contested))))
    yield Prose(plain(_say(pen, "contested.how" if told.contested else "contested.none")), "note")
    rows = (_against(told, pen, row) for row in told.contested)
    yield from table(
        _say(pen, "contested.alt"), _heads(pen, "thing", "declared", "audited", "why"), "1.2fr 1fr 1fr 1.4fr", rows
    )


def _against(told: Told, pen: Pen, row: Row) -> tuple[Cell, ...]:
    about = _say(pen, "about", day=pen.about(row["about"]))
    audited = cell(strong(figures.value(pen.voice, row)), dim(about, pen.entries([row["number"]])))
    why = cell(quoted(row["note"]), quoted(row["quotation"]), dim(row["locator"]))
    return _thing(told, row["indicator"] or row["subject"]), _declared(pen, row["declared"]), audited, why


def _declared(pen: Pen, said: Row | None) -> Cell:
    if said is None:
        return cell()
    rest = dim(pen.voice.label("nature", said["nature"]), pen.entries([said["number"]]))
    return cell(plain(figures.value(pen.voice, said)), rest)


def _asked(told: Told, pen: Pen) -> Iterator[Block]:
    requests = [one for thread in told.threads for one in thread.requests]
    late = sum(one.state == followed.OVERDUE for one in requests)
    counts = {"count": pen.voice.number(len(requests)), "late": pen.voice.number(late)}
    yield Heading(_say(pen, "asked", **counts) if requests else _say(pen, "asked.none"))
    for thread in told.threads:
        if thread.finding and thread.requests:
            yield Heading(told.names.get(thread.finding["subject"], thread.finding["subject"]), 2)
            yield Prose((*quoted(thread.finding["text"]), *plain(" "), *dim(pen.entries([thread.finding["number"]]))))
            rows = (_request(pen, one) for one in thread.requests)
            heads = _heads(pen, "request", "state", "reply", "closure")
            yield from table(_say(pen, "asked.alt"), heads, "1.3fr 27mm 1.2fr 1fr", rows)


def _request(pen: Pen, one: Request) -> tuple[Cell, ...]:
    row, voice = one.row, pen.voice
    due = _say(pen, "due", day=voice.partial(row["due_on"])) if row["due_on"] else _say(pen, "no_due")
    asked = cell(quoted(row["text"]), dim(pen.name(row["addressee"]) or None, pen.entries([row["number"]])))
    state = cell(strong(voice.label("thread_state", one.state)), dim(due))
    replies = cell(*(line for each in one.replies for line in _step(pen, each, quoted(each["text"]))))
    ends = cell(
        *(line for each in one.closures for line in _step(pen, each, strong(voice.label("outcome", each["outcome"]))))
    )
    return asked, state, replies, ends


def _step(pen: Pen, row: Row, said: Line) -> Iterator[Line]:
    yield said
    if row.get("outcome") and row["text"]:
        yield quoted(row["text"])
    yield dim(pen.voice.partial(row["said_on"]) if row["said_on"] else None, pen.entries([row["number"]]))


def _files(told: Told, pen: Pen) -> Iterator[Block]:
    yield Heading(_say(pen, "files", count=pen.voice.number(len(told.files))))
    yield Prose(plain(_say(pen, "files.how" if told.files else "files.none")), "note")
    rows = (_file(pen, row) for row in told.files)
    yield from table(_say(pen, "files.alt"), _heads(pen, "file", "supports"), "1.6fr 1fr", rows)


def _file(pen: Pen, row: Row) -> tuple[Cell, Cell]:
    until = _say(pen, "embargo", day=pen.voice.partial(row["released_on"])) if row["released_on"] else None
    size = _say(pen, "size", size=pen.voice.number(row["size"]))
    digest = tuple((Run(part, "code"),) for part in (row["digest"][:32], row["digest"][32:]))
    supports = ((Run(key, "code"),) for key in row["supports"] or ())
    return cell(*digest, dim(row["media_type"], size, row["locator"], until, pen.entries([row["number"]]))), cell(
        *supports
    )


def _computed(told: Told, pen: Pen) -> Iterator[Block]:
    del told
    yield Heading(_say(pen, "computed"))
    for one in (CATALOGUE[name] for name in COMPUTED):
        yield Prose(plain(pen.say("method.of", name=one.name, number=one.method)), "note")
