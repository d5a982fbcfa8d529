"""Pictures and paper: the card that stands for a page where others link to it, and the bilan as a PDF."""

from dataclasses import replace
from typing import Final

from django.urls import Resolver404, resolve

from bilan.analysis.asking import Row
from bilan.config.declared import read_setting
from bilan.report import card as cards
from bilan.report import figures, paper, sentences
from bilan.report.card import Card
from bilan.report.marks.bullet import Bullet
from bilan.report.sheets import indicator as sheet
from bilan.report.sheets import panorama, standing
from bilan.web.addresses import unfolded
from bilan.web.asked import Asked, NotFound
from bilan.web.paths import PATHS
from bilan.web.shown import File, Shown

SHARES: Final = ("verified_progress", "declared_progress", "expected_progress")


def image(asked: Asked, page: str) -> File:
    """Give the picture of a page."""
    return File(cards.draw(_card(asked, unfolded(page)), asked.view, asked.voice), "image/png")


def report(asked: Asked) -> File:
    """Give the bilan as a PDF."""
    checkpoint, key = paper.signed_state(asked.edition)
    address = read_setting("BILAN_ADDRESS").rstrip("/") or None
    made = paper.print_bilan(asked.view, asked.voice, address=address, checkpoint=checkpoint, key=key)
    return File(made, "application/pdf", f"bilan-{asked.as_of}-{asked.known_on}-{asked.language}.pdf")


def _card(asked: Asked, path: str) -> Card:
    """Return what the card of a page says."""
    try:
        found = resolve(f"/{asked.language}/{path}")
    except Resolver404 as missing:
        raise NotFound("no_page", path=path) from missing
    key = found.kwargs.get("key", "")
    if found.url_name == "panorama":
        return _of_panorama(asked)
    if found.url_name == "indicator" and (told := sheet.look(asked.view, key)):
        name = figures.name_of(asked.voice, key, asked.view.names)
        return Card(name, standing.finding(told, asked.voice), bar=_bar(told.whole))
    page = replace(asked, address=asked.address.at(path))
    parts = {name: text for name, text in found.kwargs.items() if f"<{name}>" in PATHS[found.url_name or ""]}
    shown = found.func.make(page, **parts)  # type: ignore[attr-defined]  # a view keeps what makes its page
    if not isinstance(shown, Shown):
        raise NotFound("no_page", path=path)
    return Card(shown.title, shown.description if shown.description != shown.title else "")


def _of_panorama(asked: Asked) -> Card:
    keys = panorama.keys(asked.view)
    known = (keys.verified_share, keys.declared_share, keys.expected_share)
    bar = Bullet(*known) if any(one is not None for one in known) else None
    lede = " ".join(sentences.lede(asked.view, asked.voice))
    return Card(sentences.headline(asked.view, asked.voice), lede, bar=bar)


def _bar(row: Row | None) -> Bullet | None:
    known = [row[one] for one in SHARES] if row else []
    return Bullet(*known) if any(one is not None for one in known) else None
