"""The paper: the bilan of a plan as a PDF, from the same answers as the site."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from bilan.report import figures
from bilan.report.paper import axes, closing, cover, findings, forecasts, indicators, levers, panorama, press, promises
from bilan.report.paper.blocks import Block
from bilan.report.paper.pen import Pen
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.editions import Edition

PAGE: Final = re.compile(rb"/Type\s*/Page\b")
Chapter = Callable[[Pen], Iterable[Block]]
CHAPTERS: Final[tuple[Chapter, ...]] = (
    panorama.chapter,
    axes.chapter,
    forecasts.chapter,
    indicators.chapter,
    promises.undertakings,
    findings.contradictions,
    findings.revisions,
    promises.agreements,
    levers.chapter,
    closing.method,
    closing.sources,
    closing.glossary,
)


def print_bilan(view: View, voice: Voice, *, address: str | None, checkpoint: str, key: str) -> bytes:
    """Print the bilan of a view: one edition, one language, two days give the same bytes on every machine."""
    made = sheet(Pen(view, voice), address=address, checkpoint=checkpoint, key=key)
    return press.pressed(made, view.cut.known_on)


def sheet(
    pen: Pen, *, address: str | None, checkpoint: str, key: str, chapters: Sequence[Chapter] = CHAPTERS
) -> dict[str, Any]:
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
        "blocks": [asdict(block) for chapter in chapters for block in chapter(pen)],
    }


def signed_state(edition: Edition) -> tuple[str, str]:
    """Return the signed checkpoint of an edition, and the key of the log that verifies it."""
    # In a home the editions share their files, and each has a folder of its own for what was signed.
    own = edition.folder.parent / edition.name
    folder = own if (own / "checkpoint").is_file() else edition.folder
    checkpoint, key = (folder.joinpath(file).read_text(encoding="utf-8") for file in ("checkpoint", "log.vkey"))
    return checkpoint, key.strip()


def pages_of(paper: bytes) -> int:
    """Count the pages of what the press made."""
    return len(PAGE.findall(paper))
