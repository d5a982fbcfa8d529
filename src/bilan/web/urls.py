"""The routes of the site: every page under its language, and under an edition and two dates where they are named."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import URLPattern, path, re_path

from bilan.web import attached, downloads, log, machines, serving
from bilan.web.pages import (
    about,
    agreements,
    audit,
    compare,
    data,
    entries,
    entry,
    feeds,
    images,
    indicators,
    ledger,
    levers,
    method,
    panorama,
    people,
    record,
    roadmap,
    search,
    services,
    sources,
    territories,
    undertakings,
)
from bilan.web.paths import PATHS

MADE_BY: Final[Mapping[str, serving.Make]] = {
    "panorama": panorama.page,
    "roadmap": roadmap.page,
    "node": roadmap.node,
    "indicators": indicators.listed,
    "indicator": indicators.indicator,
    "card": indicators.card,
    "undertakings": undertakings.index,
    "undertaking": undertakings.one,
    "calendar": undertakings.calendar,
    "levers": levers.index,
    "lever": levers.lever,
    "agreements": agreements.index,
    "agreement": agreements.one,
    "territories": territories.index,
    "region": territories.region,
    "site": territories.site,
    "services": services.index,
    "service": services.one,
    "audit": audit.desk,
    "search": search.page,
    "record": record.page,
    "method": method.index,
    "analysis": method.analysis,
    "rows_csv": method.rows_csv,
    "rows_json": method.rows_json,
    "query": method.query,
    "compare": compare.choose,
    "compared": compare.compared,
    "entries": entries.newest,
    "entries_page": entries.listed,
    "behind": entries.behind,
    "entry": entry.entry,
    "receipt": entry.receipt,
    "data": data.page,
    "dictionary": data.dictionary_page,
    "catalogue": data.catalogue,
    "schema": data.schema,
    "table": data.table,
    "changes": feeds.changes,
    "report": images.report,
    "image": images.image,
    "accessibility": about.accessibility,
    "legal": about.legal,
    "sources": sources.listed,
    "source": sources.source,
    "people": people.listed,
    "party": people.party,
    "ledger": ledger.page,
    "checkpoint": ledger.checkpoint,
    "consistency": ledger.consistency,
}
EDITION: Final = r"(?:e-(?P<edition>[^/]{1,80})/)?"
DATES: Final = r"(?:(?P<as_of>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?P<known_on>[0-9]{4}-[0-9]{2}-[0-9]{2})/)?"
LANGUAGE: Final = "(?P<language>fr|ar|en)/"
# A part of a path has at most so many characters; a figure may rest on many entries.
LONGEST: Final[Mapping[str, int]] = {"numbers": 6_000}


def _route(pattern: str) -> str:
    """Return the expression of a page's path.

    >>> _route("indicators/<key>/")
    'indicators/(?P<key>[^/]{1,300})/'
    """
    return re.sub(
        r"<(\w+)>",
        lambda part: f"(?P<{part[1]}>[^/]{{1,{LONGEST.get(part[1], 300)}}})",
        re.escape(pattern).replace("\\-", "-"),
    )


def _pages() -> Iterator[URLPattern]:
    for name, pattern in PATHS.items():
        if name in MADE_BY:
            yield re_path(
                f"^{LANGUAGE}{EDITION}{DATES}{_route(pattern)}$", serving.page(name, MADE_BY[name]), name=name
            )


urlpatterns: list[URLPattern] = [
    path("", serving.welcome),
    path("editions/<str:name>.zip", downloads.whole),
    path("editions/<str:name>/<path:path>", downloads.file),
    path("evidence/<str:digest>", attached.released, name="evidence"),
    path("checkpoint", log.checkpoint),
    re_path(r"^tile/", log.tile),
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap),
    path(".well-known/security.txt", machines.security),
    path("healthz", machines.health),
    *_pages(),
]
