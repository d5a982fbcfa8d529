"""Which signs the fonts of the paper can show."""

from functools import cache
from importlib.resources import files
from struct import unpack_from
from typing import Final

# Signs that are never drawn: they say how the words around them run, or join and part them.
UNSEEN: Final = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
# What stands in the place of a sign that no font has, so that nobody thinks that nothing was there.
INSTEAD: Final = "\ufffd"
# The format of a table of signs that such fonts have.
BY_SEGMENTS: Final = 4


def legible(text: str) -> str:
    """Return a text with another sign in the place of each that the fonts cannot show."""
    foreign = set(text) - UNSEEN - shown()
    return text.translate({ord(sign): INSTEAD for sign in foreign}) if foreign else text


@cache
def shown() -> frozenset[str]:
    """Return the signs that the fonts of the paper have."""
    fonts = files("bilan.report").joinpath("fonts")
    return frozenset(sign for one in fonts.iterdir() if one.name.endswith(".ttf") for sign in _signs(one.read_bytes()))


def _signs(font: bytes) -> frozenset[str]:
    """Read the table `cmap` of a font: of its kinds, the one by segments, which every such font has."""
    count = unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    cmap = tables[b"cmap"]
    places = (
        cmap + unpack_from(">I", font, cmap + 8 + 8 * one)[0] for one in range(unpack_from(">H", font, cmap + 2)[0])
    )
    return frozenset(
        sign for at in places if unpack_from(">H", font, at)[0] == BY_SEGMENTS for sign in _segments(font, at)
    )


def _segments(font: bytes, at: int) -> frozenset[str]:
    double = unpack_from(">H", font, at + 6)[0]
    of = f">{double // 2}H"
    ends, starts = unpack_from(of, font, at + 14), unpack_from(of, font, at + 16 + double)
    return frozenset(
        chr(sign) for start, end in zip(starts, ends, strict=True) for sign in range(start, min(end, 0xFFFE) + 1)
    )
