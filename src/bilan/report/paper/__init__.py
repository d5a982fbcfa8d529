"""The paper: the bilan of a plan as a PDF, from the same answers as the site."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from bilan.report import figures
from bilan.report.paper import axes, closing, cover, findings, indicators, panorama, press, promises
from bilan.report.paper.pen import Pen
from bilan.report.view import View
from bilan.report.voice import Voice

CHAPTERS = (
    panorama.chapter,
    axes.chapter,
    indicators.chapter,
    promises.undertakings,
    findings.contradictions,
    findings.revisions,
    promises.agreements,
    closing.method,
    closing.sources,
    closing.glossary,
)


def print_bilan(view: View, voice: Voice, *, address: str | None, checkpoint: str, key: str) -> bytes:
    """Print the bilan of a view: one edition, one language, two days give the same bytes on every machine."""
    made = sheet(Pen(view, voice), address=address, checkpoint=checkpoint, key=key)
    return press.pressed(made, view.cut.known_on)


def sheet(pen: Pen, *, address: str | None, checkpoint: str, key: str) -> dict[str, Any]:
    """Return all that the paper says, as the template wants it."""
    view, voice = pen.view, pen.voice
    edition, days = view.session.edition, figures.cut(voice, view.cut)
    plan = figures.name(view.plan, voice.language)
    known = view.cut.known_on
    return {
        "language": voice.language,
        "rtl": voice.is_rtl,
        "title": pen.say("title", plan=plan, cut=days),
        "author": edition.origin,
        "description": pen.say("description", plan=plan, edition=edition.name),
        "date": [known.year, known.month, known.day],
        "running": pen.say("running", plan=plan),
        "cut": days,
        "foot": voice.say("foot", edition=edition.name, size=voice.number(edition.size), origin=edition.origin),
        "page": pen.say("page"),
        "contents": pen.say("contents"),
        "cover": cover.cover(pen, address=address, checkpoint=checkpoint, key=key),
        "blocks": [asdict(block) for chapter in CHAPTERS for block in chapter(pen)],
    }


def signed_state(editions: Path, name: str) -> tuple[str, str]:
    """Return the signed checkpoint of an edition of a home, and the key that verifies it."""
    folder = editions / name
    checkpoint, key = (folder.joinpath(file).read_text(encoding="utf-8") for file in ("checkpoint", "log.vkey"))
    return checkpoint, key.strip()
