"""Countries: from the three letters of international data sets to the two of ISO 3166-1, and their names.

Both come from the Unicode repository of locale data (CLDR), which Babel carries.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final
from unicodedata import normalize

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
def alpha_3_named(name: str) -> str | None:
    """Return the three letters of a country from its name, as the United Nations or CLDR write it in English.

    >>> alpha_3_named("Iran (Islamic Republic of)"), alpha_3_named("Côte d'Ivoire"), alpha_3_named("World")
    ('IRN', 'CIV', None)
    """
    return _named().get(_bare(name))


@cache
def _named() -> Mapping[str, str]:
    """Return three letters by bare name."""
    from babel.core import get_global

    letters: dict[str, str] = {}
    for code in sorted(get_global("territory_aliases")):
        # Codes that ISO leaves to users stand for no country.
        if code.isalpha() and not "QMA" <= code <= "QZZ" and (two := alpha_2(code)):
            letters.setdefault(two, code)
    names = {_bare(names_of(two)["en"]): code for two, code in letters.items() if "en" in names_of(two)}
    text = files("bilan.terms").joinpath("concordances", "country_name.csv").read_text(encoding="utf-8")
    return names | {_bare(row["name"]): letters[row["country"]] for row in csv.DictReader(text.splitlines())}


def _bare(name: str) -> str:
    """Return a name without marks on its letters, its case and what joins its words."""
    plain = "".join(one for one in normalize("NFKD", name.casefold()) if one.isalnum() or one in " -&")
    words = plain.replace("&", " and ").replace("-", " ").split()
    return " ".join("saint" if word == "st" else word for word in words if word not in {"the", "of"})


@cache
def names_of(code: str) -> Mapping[str, str]:
    """Return the names of a country (two letters) or of the world, by language.

    >>> names_of("MA")["fr"], names_of("001")["en"]
    ('Maroc', 'world')
    """
    from babel.core import Locale

    found = {language: Locale(language).territories.get(code) for language in LANGUAGES}
    return {language: name for language, name in found.items() if name}
