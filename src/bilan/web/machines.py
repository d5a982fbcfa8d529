"""What machines ask a site for: where robots may look, which pages there are, whom to warn of a weakness, health."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bilan.config.declared import read_setting
from bilan.ledger.entries import instant
from bilan.ledger.kinds import KINDS
from bilan.report.view import View
from bilan.tables.editions import EditionMissing
from bilan.terms.languages import LANGUAGES
from bilan.web import editions
from bilan.web.addresses import Address, segment
from bilan.web.paths import PATHS, path_of

TEXT: Final = "text/plain; charset=utf-8"
SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# A map of a site may name so many addresses.
MOST: Final = 50_000
# Who reads the promise of security.txt should look again a year after the ledger last moved.
YEAR: Final = timedelta(days=365)
# The kinds that have a page a key, and the name of that page.
PAGES_OF: Final = {
    "node": "node",
    "indicator": "indicator",
    "undertaking": "undertaking",
    "party": "party",
    "agreement": "agreement",
    "service": "service",
    "source": "source",
}
LISTS: Final = tuple(name for name, path in PATHS.items() if "<" not in path and (path.endswith("/") or not path))
NEWEST: Final = "SELECT max(recorded_at) AS at FROM ({every})"
ROBOTS: Final = """\
# Every day and every edition has pages of its own, without end: robots are led to the newest ones.
User-agent: *
{hidden}
Sitemap: {public}/sitemap.xml
"""


@require_safe
def robots(_: HttpRequest) -> HttpResponse:
    """Tell robots where to look, and where they would never come to an end."""
    hidden = "\n".join(f"Disallow: /{language}/{start}" for language in LANGUAGES for start in ("e-", "1", "2"))
    return HttpResponse(ROBOTS.format(hidden=hidden, public=_public()), content_type=TEXT)


@require_safe
def sitemap(_: HttpRequest) -> HttpResponse:
    """Name the pages of the newest edition in every language; without BILAN_ADDRESS, by their paths alone."""
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for address in islice(_addresses(_newest()), MOST):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = f"{_public()}{address}"
    ET.indent(root)
    return HttpResponse(ET.tostring(root, encoding="utf-8", xml_declaration=True), content_type="application/xml")


@require_safe
def security(_: HttpRequest) -> HttpResponse:
    """Tell who finds a weakness where to write (RFC 9116): until a year after the last thing that was recorded."""
    contact = read_setting("BILAN_CONTACT")
    if not contact:
        return HttpResponse("No contact was declared for this site (BILAN_CONTACT).\n", status=404, content_type=TEXT)
    lines = [f"Contact: {contact}", f"Expires: {instant(_last(_newest()) + YEAR)}"]
    lines.append(f"Preferred-Languages: {', '.join(LANGUAGES)}")
    if public := _public():
        lines.append(f"Canonical: {public}/.well-known/security.txt")
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
def health(_: HttpRequest) -> HttpResponse:
    """Tell whoever watches the site which edition it shows; without one, that it shows nothing."""
    try:
        edition, _stamp = editions.find(editions.current())
    except EditionMissing:
        answer = JsonResponse({"edition": None, "entries": None}, status=503)
    else:
        answer = JsonResponse({"edition": edition.name, "entries": edition.size})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _newest() -> View:
    edition, stamp = editions.find(editions.current())
    # The last day there is: of the newest edition everything.
    day = datetime.max.replace(tzinfo=UTC).date()
    return editions.view(edition, stamp, day, day)


def _addresses(view: View) -> Iterator[Address]:
    paths = [*(path_of(name) for name in LISTS), *_of_keys(view)]
    yield from (Address(language, path) for path in paths for language in LANGUAGES)


def _of_keys(view: View) -> Iterable[str]:
    for kind, page in PAGES_OF.items():
        keys = view.rows(f"SELECT DISTINCT key FROM {kind}_known ORDER BY key", reads=(kind,))  # noqa: S608 - our own kinds
        yield from (path_of(page, segment(row["key"])) for row in keys)


def _last(view: View) -> datetime:
    """Return when something was recorded last."""
    every = " UNION ALL ".join(f"SELECT max(recorded_at) AS recorded_at FROM {kind}_known" for kind in KINDS)  # noqa: S608 - our own kinds
    at: datetime = view.rows(NEWEST.format(every=every), reads=tuple(KINDS))[0]["at"]
    return at.replace(tzinfo=UTC)


def _public() -> str:
    return read_setting("BILAN_ADDRESS").rstrip("/")
