"""What a person may have meant: the remedy of a problem shows it, nothing is ever recorded from it."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Final

from bilan.terms.codes import code_list

_SPACES: Final = re.compile("[ '’\u00a0\u202f]")
_SPLIT: Final = re.compile(r"[/.-]")
_LONGEST: Final = 60
_CENTURY: Final = 2000


def numbers_meant(text: str) -> tuple[str, ...]:
    """Return the plain numbers that a number with grouped digits or a decimal comma may stand for.

    >>> numbers_meant("1 234,5"), numbers_meant("1,234"), numbers_meant("1.234.567,8")
    (('1234.5',), ('1234', '1.234'), ('1234567.8',))
    """
    bare = _SPACES.sub("", text)
    whole, mark, part = bare.rpartition("," if bare.rfind(",") > bare.rfind(".") else ".")
    joined = re.sub("[,.]", "", whole)
    if not mark:
        return (bare,)
    if mark in whole:  # the same mark twice can only group
        return (joined + part,)
    grouped_otherwise = bare != text or joined != whole
    return (f"{joined}.{part}",) if grouped_otherwise or len(part) != 3 else (joined + part, f"{joined}.{part}")  # noqa: PLR2004 - digits are grouped by three


def days_meant(text: str) -> tuple[str, ...]:
    """Return the days in ISO 8601 that a day written with its year last may stand for.

    >>> days_meant("03/04/2012"), days_meant("13.4.12")
    (('2012-04-03', '2012-03-04'), ('2012-04-13',))
    """
    one, other, year = (int(part) for part in _SPLIT.split(text))
    year += _CENTURY if year < 100 else 0  # noqa: PLR2004 - a year of two digits
    readings = (_iso(year, month, day) for month, day in ((other, one), (one, other)))
    return tuple(dict.fromkeys(found for found in readings if found))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word most like the one given, if any is.

    >>> nearest("statments", ["statement", "target"])
    'statement'
    """
    found = get_close_matches(word[:_LONGEST].lower(), list(words), n=1, cutoff=0.6)
    return found[0] if found else None


def code_meant(name: str, text: str) -> str | None:
    """Return the code of a list that is most like a text, or whose label in any language is.

    >>> code_meant("nature", "déclaré"), code_meant("nature", "audted")
    ('declared', 'audited')
    """
    spelled: dict[str, str] = {}
    for key, code in code_list(name).items():
        for spelling in (key, code.code, *code.label.values()):
            spelled.setdefault(spelling.lower(), key)
    found = nearest(text, spelled)
    return spelled[found] if found else None
