"""One entry: what it says, who said it, what came of it, what names it, and the proof that the ledger has it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.ledger.verifier import make_receipt
from bilan.report.sheets import beside, ledger
from bilan.report.sheets import entries as sheet
from bilan.report.sheets.beside import Became, Beside
from bilan.report.sheets.entries import Held, Naming, Things
from bilan.store import custody
from bilan.tables.editions import line_hash
from bilan.terms.days import span
from bilan.web import editions
from bilan.web.asked import Asked, NotFound
from bilan.web.pages import linking
from bilan.web.pages.fields import fields
from bilan.web.pages.lines import Line, lines
from bilan.web.pages.linking import Link
from bilan.web.shown import File, Shown

SUBJECT: Final = "entry"
# So many entries that name one are listed; the others stand behind a link.
NAMED: Final = 30
DESCRIBED: Final = 200
DIGITS: Final = 15
DATED: Final = ("said_on", "made_on", "set_on", "signed_on", "decided_on")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of who, when and where: what it tells, links, and how that is known."""

    code: str
    links: tuple[Link, ...]
    how: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """An entry that stands beside another, with what the two have to do with each other."""

    kind: str
    line: Line | None
    tag: str
    state: str
    because: str


def entry(asked: Asked, number: str) -> Shown:
    """Show one entry; a key leads to its entry in force."""
    if not (number.isascii() and number.isdigit()):
        found = sheet.things(asked.view, [number]).get(number)
        if found is None:
            raise NotFound("no_key", key=number, near=linking.close(asked, number))
        return Shown("", "", elsewhere=asked.to("entry", sheet.last_of(asked.view, found)))
    one = held_at(asked, number)
    if str(one.number) != number:
        return Shown("", "", elsewhere=asked.to("entry", one.number))
    told = _told(asked, one)
    kind = asked.voice.label("kind", one.kind) or asked.voice.tell(SUBJECT, "redacted")
    title = asked.voice.tell(SUBJECT, "kicker", number=one.number, kind=kind)
    return Shown("entry.html", title, SUBJECT, told, told["headline"][:DESCRIBED])


def held_at(asked: Asked, number: str) -> Held:
    """Return the entry of a number; without one tell up to which number there are any."""
    last = asked.edition.size - 1
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS and int(number) <= last):
        raise NotFound("no_entry", number=number, last=last)
    return sheet.held(asked.view, [int(number)])[0]


def _told(asked: Asked, one: Held) -> dict[str, Any]:
    view = asked.view
    naming = sheet.naming(view, [one.key]) if one.key else []
    named = [each for each in naming if each.public_on is None or each.public_on <= asked.known_on]
    known = sheet.things(view, {one.key, *linking.keys_of([one])})
    standing = sheet.standings(view, [one])[one.number]
    answers = beside.answers(view)
    became = beside.became(one, answers) if one.kind in {"statement", "undertaking"} else None
    return {
        "one": one,
        "headline": sheet.headline(asked.voice, one, known),
        "lede": list(_lede(asked, one, known)),
        "later": not one.is_public_on(asked.known_on),
        "standing": standing,
        "withdrawal": sheet.withdrawal_of(view, standing),
        "redaction": sheet.redaction_of(view, one),
        "became": became,
        "sides": sides(asked, became, beside_of(asked, [became])) if became else [],
        "relations": list(_relations(asked, one, named, known)),
        "facts": list(_facts(asked, one, known, named)),
        "fields": list(fields(asked, one, known)),
        "page": linking.thing(asked, one.key, known) if one.key else None,
        "named": _named(asked, named[:NAMED]),
        "named_count": len(named),
        "named_numbers": sorted({each.number for each in named}) if len(named) > NAMED else [],
        "named_later": len(naming) - len(named),
        "versions": _versions(asked, one),
        "proof": ledger.inclusion(asked.edition, one.number, line_hash(one.line)),
        "line": one.line.decode(),
        "key": log_key(asked),
        "quoted_in": _language(one, known),
        "previous": one.number - 1 if one.number else None,
        "next": one.number + 1 if one.number + 1 < asked.edition.size else None,
    }


def _language(one: Held, known: Things) -> str | None:
    """Return the language of the source, in which the words were quoted."""
    source = known.get(one.row.get("source") or "")
    return source.row.get("language") if source else None


def _lede(asked: Asked, one: Held, known: Things) -> Iterator[str]:
    """Say in a few sentences who said it, when, when it was public and recorded."""
    if not one.row:
        return
    voice, row = asked.voice, one.row
    speaks = [linking.who(asked, row, known), linking.house(asked, row, known)]
    names = [link.text for link in speaks if link]
    names[1:1] = [row["office"]] if row.get("office") and names else []
    if names:
        yield voice.tell(SUBJECT, "lede.who", who=voice.say("comma").join(names))
    elif one.kind == "statement":
        yield voice.tell(SUBJECT, "lede.nobody")
    said = _said_on(row)
    if said:
        code = "lede.said" if span(said).precision == "day" else "lede.said.part"
        yield voice.tell(SUBJECT, code, day=voice.partial(said))
    public = row.get("public_on")
    yield voice.tell(SUBJECT, "lede.public", day=voice.day(public)) if public else voice.tell(SUBJECT, "lede.frame")
    yield voice.tell(SUBJECT, "lede.recorded", day=voice.day(row["recorded_at"].date()))


def _said_on(row: Mapping[str, Any]) -> str | None:
    return next((row[name] for name in DATED if row.get(name)), None)


def _facts(asked: Asked, one: Held, known: Things, named: Iterable[Naming]) -> Iterator[Fact]:
    """Give who, when and where, each with how it is known."""
    row, voice = one.row, asked.voice
    if not row:
        return
    yield from _voices(asked, row, known)
    if row.get("occasion"):
        yield Fact("where", (Link(row["occasion"]),), voice.label("occasion", row["occasion_kind"]))
    if row.get("to_whom"):
        yield Fact("to_whom", (Link(row["to_whom"]),))
    for code, text, basis in (
        ("about", row.get("about"), row.get("about_basis")),
        ("said", _said_on(row), next((row[f"{name}_basis"] for name in DATED if row.get(f"{name}_basis")), None)),
    ):
        if text:
            yield Fact(code, (Link(voice.partial(text)),), voice.label("basis", basis))
    day = voice.day(row["public_on"]) if row["public_on"] else ""
    yield Fact("public", (Link(day),) if day else (), voice.label("public_basis", row["public_basis"]))
    recorded = voice.tell(SUBJECT, "fact.recorded.by", day=voice.day(row["recorded_at"].date()), by=row["recorded_by"])
    yield Fact("recorded", (Link(recorded),))
    if row["accepted_by"]:
        yield Fact("accepted", (Link(row["accepted_by"]),))
    yield from _papers(asked, row, known, named)


def _voices(asked: Asked, row: Mapping[str, Any], known: Things) -> Iterator[Fact]:
    speaker = linking.who(asked, dict(row), known)
    if speaker:
        yield Fact("who", (speaker,))
    if speaker or row.get("office"):
        yield from _office(asked, row)
    in_name_of = linking.house(asked, dict(row), known)
    if in_name_of:
        yield Fact("house", (in_name_of,))
    for link in (speaker, in_name_of):
        if link and link.code in known and known[link.code].row.get("interest"):
            yield Fact("interest", (Link(known[link.code].row["interest"]),), link.text)


def _office(asked: Asked, row: Mapping[str, Any]) -> Iterator[Fact]:
    """Tell the office held that day: as the entry says it, else as the ledger knows it."""
    if row.get("office"):
        yield Fact("office", (Link(row["office"]),))
    elif "office" in row:
        day = next((row.get(f"{name}_from") for name in DATED if row.get(f"{name}_from")), None)
        held = sheet.offices_on(asked.view, row.get("speaker") or row.get("made_by"), day)
        links = tuple(Link(one["role"], asked.to("entry", one["number"])) for one in held)
        yield Fact("office", links, "" if links else asked.voice.tell(SUBJECT, "fact.office.none"))


def _papers(asked: Asked, row: Mapping[str, Any], known: Things, named: Iterable[Naming]) -> Iterator[Fact]:
    voice = asked.voice
    if row.get("source"):
        source = known.get(row["source"])
        publisher = source.row["publisher"] if source and source.row.get("title") else ""
        dated = voice.partial(source.row["published_on"]) if source and source.row.get("published_on") else ""
        how = voice.say("comma").join(part for part in (publisher, dated) if part)
        yield Fact("source", (linking.thing(asked, row["source"], known),), how)
    if row.get("locator"):
        yield Fact("locator", (Link(row["locator"]),))
    if row.get("digest"):
        yield Fact("digest", (Link("", code=row["digest"]),))
    if row.get("media_type"):
        yield _file(asked, row)
        return
    filed = [one for one in named if one.kind == "evidence"]
    links = tuple(Link(voice.say("entry_number", number=one.number), asked.to("entry", one.number)) for one in filed)
    yield Fact("evidence", links, "" if links else voice.tell(SUBJECT, "fact.evidence.none"))


def _file(asked: Asked, row: Mapping[str, Any]) -> Fact:
    """Tell where the file of evidence can be had, or from which day on; a copy of the site on files has none."""
    voice, digest = asked.voice, row["digest"]
    size = voice.tell(SUBJECT, "fact.file.size", size=voice.number(row["size"]))
    how = voice.say("comma").join((row["media_type"], size))
    if row["released_on_to"] and row["released_on_to"] > asked.known_on:
        until = voice.tell(SUBJECT, "fact.file.embargo", day=voice.partial(row["released_on"]))
        return Fact("file", (Link(until),), how)
    if not row["supports"] and not row["source"]:
        return Fact("file", (Link(voice.tell(SUBJECT, "fact.file.waits")),), how)
    # The bytes are there before the entry is, so that a page of an edition with the entry finds them.
    kept = custody.path_of(editions.home().parent / "evidence", digest).is_file()
    if not kept or asked.still:
        return Fact("file", (), voice.tell(SUBJECT, "fact.file.none"))
    return Fact("file", (Link(voice.tell(SUBJECT, "fact.file.get"), f"/evidence/{digest}"),), how)


def beside_of(asked: Asked, those: Iterable[Became]) -> dict[int, Line]:
    """Return the entries that tell what became of things said, by number: asked for once, however many there are."""
    return {line.one.number: line for line in lines(asked, {number for one in those for number in one.numbers})}


def sides(asked: Asked, became: Became, there: Mapping[int, Line]) -> tuple[Side, ...]:
    """Return what stands beside an entry, of the entries that are there."""
    return tuple(_side(asked, each, there) for each in became.beside)


def _side(asked: Asked, each: Beside, there: Mapping[int, Line]) -> Side:
    voice = asked.voice
    why = voice.say("comma").join(voice.label("incomparable", code) for code in each.because)
    comparable = voice.label("comparable", each.comparable)
    because = voice.tell(SUBJECT, "beside.because", comparable=comparable, because=why) if why else comparable
    state = {True: "differs", False: "agrees", None: ""}[each.beyond] if each.verifies else ""
    line = there.get(each.number) if each.number is not None else None
    return Side(each.kind, line, beside.TAGS.get(state, "mute"), state, because)


def _relations(asked: Asked, one: Held, named: Iterable[Naming], known: Things) -> Iterator[tuple[str, Line]]:
    """Give the statements that this one repeats, corrects or contradicts, and those that do so to it."""
    voice, row = asked.voice, one.row
    found: dict[int, str] = {}
    if row.get("related") and row["related"] in known:
        relation = voice.label("relation", row["relation"])
        found[known[row["related"]].number] = voice.tell(SUBJECT, "relations.this", relation=relation)
    others = sheet.held(asked.view, [each.number for each in named if each.field == "related"])
    for other in others:
        relation = voice.label("relation", other.row["relation"])
        found[other.number] = voice.tell(SUBJECT, "relations.other", relation=relation)
    for line in lines(asked, found):
        yield found[line.one.number], line


def _named(asked: Asked, named: list[Naming]) -> list[tuple[str, Line]]:
    fields_of: dict[int, list[str]] = {}
    for each in named:
        fields_of.setdefault(each.number, []).append(asked.voice.tell(SUBJECT, f"field.{each.field}"))
    comma = asked.voice.say("comma")
    return [(comma.join(fields_of[line.one.number]), line) for line in lines(asked, fields_of)]


def _versions(asked: Asked, one: Held) -> list[Line]:
    """Return every version of what an entry says, where there is another."""
    numbers = sheet.versions(asked.view, one.kind, one.key) if one.kind and one.key else []
    return list(lines(asked, numbers)) if len(numbers) > 1 else []


def log_key(asked: Asked) -> str:
    """Return the public key of the log, as one line to be pinned."""
    return (editions.home() / asked.edition.name / "log.vkey").read_text(encoding="utf-8").strip()


def receipt(asked: Asked, number: str) -> File:
    """Give the receipt of an entry: the entry, its proof in the edition, and the checkpoint that the log signed."""
    one = held_at(asked, number)
    if one.redacted_by is not None:
        raise NotFound("no_receipt", number=one.number, redaction=one.redacted_by)
    edition = asked.edition
    note = (editions.home() / edition.name / "checkpoint").read_text(encoding="utf-8")
    made = make_receipt(one.line, number=one.number, size=edition.size, read=ledger.tiles_of(edition), checkpoint=note)
    content = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    return File(content.encode(), "application/json", f"receipt-{one.number}.json")
