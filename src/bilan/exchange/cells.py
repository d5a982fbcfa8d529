r"""One cell of a CSV file: how a value is written in it, and read back as it was.

Several values stand in one cell, separated by ``;``; a ``;`` or ``\`` of their own is written ``\;`` or ``\\``, a space
at either end ``\ ``. A text that a spreadsheet would run as a formula is written with an apostrophe before it, which is
taken away again on reading: ``=1+1`` is written ``'=1+1``, and ``'=1+1`` is written ``''=1+1``.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

FORMULA: Final = "=+\\-@\t\n＝＋－＠"
_RUNS: Final = re.compile(f"'*[{FORMULA}]")
_GUARDED: Final = re.compile(f"'+[{FORMULA}]")
_ESCAPED: Final = re.compile(r"\\([\\; ])")
_VALUES: Final = re.compile(r"(?:\\[\\; ]|[^;])+")
_ENDS: Final = re.compile(r"^ | $")
_YES_NO: Final = {"yes": True, "no": False}


def read_text(cell: str) -> str:
    """Read a text, without the apostrophe that keeps it from being run.

    >>> read_text("'=1+1"), read_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[0] == "'" and _GUARDED.match(cell) else cell


def write_text(text: str) -> str:
    """Write a text so that no spreadsheet runs it.

    >>> write_text("=1+1"), write_text("52 000")
    ("'=1+1", '52 000')
    """
    return f"'{text}" if _RUNS.match(text) else text


def read_bare(cell: str) -> str:
    """Read a code, a key, a day or a number: spaces around it mean nothing."""
    return cell.strip()


def write_bare(value: Any) -> str:
    """Write a code, a key, a day or a number."""
    return str(value)


def read_yes_no(cell: str) -> bool | str:
    """Read ``yes`` or ``no``; anything else is left for the kind to refuse."""
    word = cell.strip().lower()
    return _YES_NO.get(word, cell)


def write_yes_no(value: bool) -> str:  # noqa: FBT001 - the value is the point
    """Write ``yes`` or ``no``."""
    return "yes" if value else "no"


def read_several(cell: str) -> list[str]:
    r"""Read the values of a cell.

    >>> read_several(r"press; audit\; law;")
    ['press', 'audit; law']
    """
    if "\\" not in cell:
        return [bare for one in cell.split(";") if (bare := one.strip(" "))]
    found = (_trim(one) for one in _VALUES.findall(cell))
    return [_ESCAPED.sub(r"\1", one) for one in found if one]


def _trim(value: str) -> str:
    bare = value.strip(" ")
    kept = len(bare) - len(bare.rstrip("\\"))
    return f"{bare} " if kept % 2 and value.endswith(" ") else bare


def write_several(values: Iterable[str]) -> str:
    r"""Write the values of a cell.

    >>> write_several(["press", "audit; law"])
    'press;audit\\; law'
    """
    return ";".join(_ENDS.sub(r"\\ ", re.sub(r"[\\;]", r"\\\g<0>", one)) for one in values)
