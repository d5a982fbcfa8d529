"""Every page of the site and its path, once: routes, links, the map of the site and the tests are made from here."""

from collections.abc import Mapping
from typing import Final

# What stands in <> is a key, a number or a name that the page is about.
PATHS: Final[Mapping[str, str]] = {
    "panorama": "",
    "roadmap": "plan/",
    "node": "plan/<key>/",
    "indicators": "indicators/",
    "indicator": "indicators/<key>/",
    "card": "indicators/<key>/card/",
    "undertakings": "undertakings/",
    "undertaking": "undertakings/<key>/",
    "calendar": "undertakings.ics",
    "people": "people/",
    "party": "people/<key>/",
    "levers": "levers/",
    "lever": "levers/<lever>/",
    "agreements": "agreements/",
    "agreement": "agreements/<key>/",
    "territories": "territories/",
    "region": "territories/<region>/",
    "site": "territories/<region>/<key>/",
    "services": "services/",
    "service": "services/<key>/",
    "sources": "sources/",
    "source": "sources/<key>/",
    "entries": "entries/",
    "entries_page": "entries/page/<number>/",
    "behind": "entries/of/<numbers>/",
    "entry": "entries/<number>/",
    "receipt": "entries/<number>/receipt.json",
    "compare": "compare/",
    "compared": "compare/<other_as_of>/<other_known_on>/",
    "audit": "audit/",
    "ledger": "ledger/",
    "checkpoint": "ledger/<size>/",
    "consistency": "ledger/<size>/<larger>/",
    "data": "data/",
    "dictionary": "data/dictionary/",
    "catalogue": "data/catalogue.jsonld",
    "schema": "data/<kind>.schema.json",
    "table": "data/<kind>.csv",
    "record": "forecasts/",
    "method": "method/",
    "analysis": "method/<name>/",
    "rows_csv": "method/<name>/rows.csv",
    "rows_json": "method/<name>/rows.json",
    "query": "method/<name>/query.sql",
    "changes": "changes.atom",
    "report": "bilan.pdf",
    "image": "image/<page>.png",
    "search": "search/",
    "accessibility": "accessibility/",
    "legal": "legal/",
}
# What a reader may type into the form of a page; such a page has an address for each thing typed.
TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    "search": ("q",),
    "compare": ("other_as_of", "other_known_on"),
}


def path_of(page: str, *parts: str) -> str:
    """Return the path of a page, what it is about filled in.

    >>> path_of("indicator", "ind-x"), path_of("panorama")
    ('indicators/ind-x/', '')
    """
    made, rest = [], list(parts)
    for piece in PATHS[page].split("<"):
        _, closed, after = piece.partition(">")
        made.append(f"{rest.pop(0)}{after}" if closed else piece)
    if rest:
        raise ValueError(f"{page} is not about {rest}")
    return "".join(made)
