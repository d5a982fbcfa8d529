"""Countries: from the three letters of international data sets to the two of ISO 3166-1, and their names.

Both come from the Unicode repository of locale data (CLDR), which Babel carries.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from bilan.terms.languages import LANGUAGES

# Codes that data sets use for what CLDR has under none of three letters.
ALSO: Final[Mapping[str, str]] = {"XKX": "XK", "KSV": "XK", "WBG": "PS"}
LETTERS: Final = 3
WORLD: Final = "001"


@cache
def alpha_2(code: str) -> str | None:
    """Return the two letters of a country from its three; none when it is no country, as groups of countries are.

    >>> alpha_2("MAR"), alpha_2("WLD"), alpha_2("EMU")
    ('MA', None, None)
    """
    from babel.core import get_global

    found = get_global("territory_aliases").get(code, [])
    return ALSO.get(code) or (found[0] if len(code) == LETTERS and len(found) == 1 else None)


@cache
def names_of(code: str) -> Mapping[str, str]:
    """Return the names of a country (two letters) or of the world, by language.

    >>> names_of("MA")["fr"], names_of("001")["en"]
    ('Maroc', 'world')
    """
    from babel.core import Locale

    found = {language: Locale(language).territories.get(code) for language in LANGUAGES}
    return {language: name for language, name in found.items() if name}
