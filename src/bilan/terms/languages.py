"""The languages people read Bilan in.

A language is one line here, one column in each word list and code list, and a font; the tests name what is missing.
"""

from typing import Final

LANGUAGES: Final = ("fr", "ar", "en")
DEFAULT: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar"})


def choose(wanted: str | None) -> str:
    """Return the language of a locale name (``fr_MA.UTF-8``) that Bilan speaks, else the default.

    >>> choose("fr_MA.UTF-8"), choose("C"), choose(None)
    ('fr', 'en', 'en')
    """
    short = (wanted or "").replace("-", "_").split("_")[0].lower()
    return short if short in LANGUAGES else DEFAULT


def pick(label: dict[str, str], language: str) -> str:
    """Return a label in the language asked for, else in the first language it has.

    >>> pick({"fr": "Axe", "en": "Axis"}, "ar")
    'Axe'
    """
    found = [label[code] for code in (language, *LANGUAGES) if code in label]
    return found[0] if found else ""
