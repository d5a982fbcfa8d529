"""The languages people read Bilan in.

A language is one line here, one column in each word list and code list, and a font; the tests name what is missing.
"""

import re
from typing import Final

LANGUAGES: Final = ("fr", "ar", "en")
DEFAULT: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar"})
# A language that a browser or a program asks for, and how much it is wanted.
WANTED: Final = re.compile(r"\b([a-z]{2})(?:-[A-Za-z]+)?(?:;q=([01](?:\.[0-9]{1,3})?))?")
LONGEST: Final = 200


def choose(wanted: str | None) -> str:
    """Return the language of a locale name (``fr_MA.UTF-8``) that Bilan speaks, else the default.

    >>> choose("fr_MA.UTF-8"), choose("C"), choose(None)
    ('fr', 'en', 'en')
    """
    short = (wanted or "").replace("-", "_").split("_")[0].lower()
    return short if short in LANGUAGES else DEFAULT


def accepted(header: str, default: str = DEFAULT) -> str:
    """Return the first of our languages that a header ``Accept-Language`` asks for, else the default.

    >>> accepted("ar-MA;q=0.8, fr;q=0.9"), accepted("de")
    ('fr', 'en')
    """
    ranked = sorted(WANTED.findall(header[:LONGEST]), key=lambda one: -float(one[1] or 1))
    return next((language for language, _ in ranked if language in LANGUAGES), default)


def pick(label: dict[str, str], language: str) -> str:
    """Return a label in the language asked for, else in the first language it has.

    >>> pick({"fr": "Axe", "en": "Axis"}, "ar")
    'Axe'
    """
    found = [label[code] for code in (language, *LANGUAGES) if code in label]
    return found[0] if found else ""
