"""The cover: which plan, on which days, from which state of the ledger, and how to find and check it."""

from dataclasses import asdict
from io import BytesIO
from typing import Any, Final

import segno

from bilan.report import figures
from bilan.report.paper.blocks import Block, Prose, Run, Table, Verbatim, cell, dim, plain, quoted
from bilan.report.paper.pen import Pen
from bilan.report.view import View

QR_MM: Final = 30


def permanent_address(view: View, language: str, site: str) -> str:
    """Return where the site shows this edition, on these days, in this language, for as long as it stands."""
    days = view.cut
    return f"{site.rstrip('/')}/{language}/e-{view.session.edition.name}/{days.as_of}/{days.known_on}/"


def cover(pen: Pen, *, address: str | None, checkpoint: str, key: str) -> dict[str, Any]:
    """Return what the cover says."""
    plan = pen.view.plan
    long = figures.name(
        {name.removeprefix("long_"): text for name, text in plan.items() if name.startswith("long_name_")},
        pen.voice.language,
    )
    return {
        "kicker": pen.say("kicker"),
        "title": figures.name(plan, pen.voice.language) or pen.say("kicker"),
        "long": long,
        "cut": figures.cut(pen.voice, pen.view.cut),
        "blocks": [asdict(one) for one in _facts(pen, checkpoint, key)],
        "address": _address(pen, address) if address else None,
    }


def _facts(pen: Pen, checkpoint: str, key: str) -> list[Block]:
    edition = pen.view.session.edition
    told = {
        "as_of": plain(pen.voice.day(pen.view.cut.as_of)),
        "known_on": plain(pen.voice.day(pen.view.cut.known_on)),
        "edition": (Run(edition.name, "code"),),
        "entries": plain(pen.voice.number(edition.size)),
        "origin": quoted(edition.origin),
    }
    rows = tuple((cell(dim(pen.say(f"cover.{code}"))), cell(line)) for code, line in told.items())
    return [
        Prose(plain(pen.say("cover.promise"))),
        Table(pen.say("cover.facts"), tuple(pen.heads("what", "which")), ("42mm", "1fr"), rows),
        Prose(plain(pen.say("cover.checkpoint")), "note"),
        Verbatim(checkpoint.strip("\n")),
        Prose(plain(pen.say("cover.key")), "note"),
        Verbatim(key.strip()),
    ]


def _address(pen: Pen, address: str) -> dict[str, Any]:
    where = permanent_address(pen.view, pen.voice.language, address)
    code = {"svg": _qr(where), "alt": pen.say("cover.qr", address=where), "width": QR_MM}
    head, note = pen.say("cover.address"), pen.say("cover.address_note")
    return {"head": head, "text": where, "to": where, "note": note, "picture": code}


def _qr(text: str) -> str:
    made = BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", border=0, dark="#16211f", svgclass=None, lineclass=None, omitsize=True
    )
    return made.getvalue().decode()
