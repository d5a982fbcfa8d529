"""The routes of the site: every page under its language, and under an edition and two dates where they are named."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from django.http import HttpResponse
from django.urls import URLPattern, path, re_path

from bilan.web import serving
from bilan.web.pages import compare, panorama
from bilan.web.paths import PATHS

MADE_BY: Final[Mapping[str, serving.Make]] = {
    "panorama": panorama.page,
    "compare": compare.choose,
    "compared": compare.compared,
}
EDITION: Final = r"(?:e-(?P<edition>[^/]{1,80})/)?"
DATES: Final = r"(?:(?P<as_of>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?P<known_on>[0-9]{4}-[0-9]{2}-[0-9]{2})/)?"
LANGUAGE: Final = "(?P<language>fr|ar|en)/"


def _route(pattern: str) -> str:
    """Return the expression of a page's path.

    >>> _route("indicators/<key>/")
    'indicators/(?P<key>[^/]{1,300})/'
    """
    return re.sub(r"<(\w+)>", r"(?P<\1>[^/]{1,300})", re.escape(pattern).replace("\\-", "-"))


def _pages() -> Iterator[URLPattern]:
    for name, pattern in PATHS.items():
        if name in MADE_BY:
            yield re_path(
                f"^{LANGUAGE}{EDITION}{DATES}{_route(pattern)}$", serving.page(name, MADE_BY[name]), name=name
            )


urlpatterns: list[URLPattern] = [path("", serving.welcome), *_pages()]
handler400: Callable[..., HttpResponse] = serving.refused
handler404: Callable[..., HttpResponse] = serving.unknown
handler500: Callable[..., HttpResponse] = serving.failed
