"""The kinds of page that the site has: a new one is looked at without anyone's remembering it."""

from typing import Final

from tests.browser.crawling import Kind

from bilan.terms.languages import LANGUAGES
from bilan.web.paths import PATHS
from bilan.web.urls import MADE_BY

# What is to be read in a browser ends in a slash; the rest are files.
FILES: Final = tuple(name for name in MADE_BY if PATHS[name] and not PATHS[name].endswith("/"))
# What other sites show in a frame: it has no head and leads to the page that it is taken from.
FRAMED: Final = ("card",)
# Pages that stand for the layouts there are: a hero, a sheet, a register, a working paper, a reading side by side.
LAYOUTS: Final = ("panorama", "indicator", "undertakings", "audit", "source", "compared", "levers")
PAGES: Final = tuple(name for name in MADE_BY if name not in FILES)
EACH: Final = tuple(Kind(name, language) for language in LANGUAGES for name in PAGES)


def in_language(*languages: str) -> list[Kind]:
    """Return every kind of page in some languages."""
    return [kind for kind in EACH if kind.language in languages]


def laid_out() -> list[Kind]:
    """Return every kind of page in French and Arabic, and in English, laid out as French is, those of each layout."""
    return [*in_language("fr", "ar"), *(kind for kind in in_language("en") if kind.name in LAYOUTS)]


def mirrored() -> list[Kind]:
    """Return every kind of page in the first language, and in one that runs the other way those of each layout."""
    return [*in_language(LANGUAGES[0]), *(kind for kind in in_language("ar") if kind.name in LAYOUTS)]


def label(kind: Kind) -> str:
    """Name a kind in the report of a test."""
    return f"{kind.language}-{kind.name}"
