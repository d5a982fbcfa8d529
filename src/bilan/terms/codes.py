"""Code lists: one CSV a list in ``lists/``, with a label in every language, its edition and its source.

A code means something only within its list's *edition*: ``MA-06`` was Meknès-Tafilalet before 2015 and is
Casablanca-Settat since. Codes of such lists are written with their edition, ``MA-06@1997``.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bilan.terms.languages import LANGUAGES

LISTS = files("bilan.terms").joinpath("lists")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its labels by language, the edition it belongs to, and what else the list says of it."""

    code: str
    label: Mapping[str, str]
    edition: str | None
    more: Mapping[str, str]


@cache
def code_list(name: str) -> Mapping[str, Code]:
    """Return the codes of a list; those of a list with editions are keyed ``code@edition``."""
    text = LISTS.joinpath(f"{name}.csv").read_text(encoding="utf-8")
    codes = [_code(row) for row in csv.DictReader(text.splitlines())]
    return {f"{one.code}@{one.edition}" if one.edition else one.code: one for one in codes}


def _code(row: dict[str, str]) -> Code:
    label = {language: row.pop(language) for language in LANGUAGES}
    return Code(code=row.pop("code"), label=label, edition=row.pop("edition", None) or None, more=row)


@cache
def list_names() -> tuple[str, ...]:
    """Return the names of all code lists."""
    return tuple(sorted(entry.name.removesuffix(".csv") for entry in LISTS.iterdir() if entry.name.endswith(".csv")))


def editions_of(name: str, code: str) -> tuple[str, ...]:
    """Return the editions of a list in which a bare code means something.

    >>> editions_of("region", "MA-06")
    ('1997', '2015')
    """
    return tuple(one.edition for one in code_list(name).values() if one.code == code and one.edition)


def label(name: str, code: str, language: str) -> str:
    """Return the label of a code, or the code itself when the list does not hold it."""
    found = code_list(name).get(code)
    return found.label[language] if found else code
