"""Write SVG: elements, words and hatches as text that stands in a page, in a file of its own and on paper alike.

Only presentation attributes are used (a page forbids style sheets of its own), and words that run from right to left
are isolated: with that one drawing is right in a browser, whichever way its page runs, and in Typst.
"""

from hashlib import blake2s
from html import escape
from typing import Final

from bilan.report.marks import palette
from bilan.terms import printed

XMLNS: Final = "http://www.w3.org/2000/svg"
# The family of the site; on paper, and where a file stands alone, the fonts by their own names.
FONTS: Final = "Plex, 'IBM Plex Sans', 'IBM Plex Sans Arabic', system-ui, sans-serif"
FONT_SIZE: Final = 14
Given = str | float | None


def number(value: float) -> str:
    """Write a number of a drawing, to a hundredth of a pixel.

    >>> number(12.0), number(1 / 3), number(-0.001)
    ('12', '0.33', '0')
    """
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told


def element(tag: str, /, *inside: str, **attributes: Given) -> str:
    """Write an element; an attribute of None is left out.

    >>> element("line", x1=0, x2=10.5, stroke_width=2, fill=None)
    '<line x1="0" x2="10.5" stroke-width="2"/>'
    """
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{told}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{told}/>"


def words(text: str, x: Given, y: Given, **attributes: Given) -> str:
    """Write words at a place; they begin there unless `text_anchor` says otherwise."""
    told = escape(printed.beside(text), quote=False)
    return element("text", told, x=x, y=y, **{"fill": palette.INK, **attributes})


HALO: Final[dict[str, Given]] = {
    "paint_order": "stroke",
    "stroke": palette.PAPER,
    "stroke_width": 4,
    "stroke_linejoin": "round",
}


def tip(text: str) -> str:
    """Write what a mark says when one points at it."""
    return element("title", escape(text, quote=False))


def linked(mark: str, href: str | None, label: str) -> str:
    """Let a mark lead somewhere."""
    return element("a", mark, href=href, aria_label=label) if href else mark


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Given) -> str:
    """Draw a line between two places."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def path(*places: tuple[float, float], closed: bool = False) -> str:
    """Return the way through places, for the attribute `d`.

    >>> path((0, 1), (2, 3))
    'M0 1L2 3'
    """
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places) + ("Z" if closed else "")


def name_of(*drawn: object) -> str:
    """Return a short name of what is drawn, so that the ids of two drawings on one page differ."""
    return blake2s(repr(drawn).encode(), digest_size=4).hexdigest()


def hatch(name: str, *, unknown: bool = False) -> str:
    """Define the hatch that fills `url(#name)`: of what is declared, or of what is not known."""
    size, ground, stripe = (6, palette.PAPER, palette.MIST) if unknown else (5, palette.TINT, palette.VERIFIED)
    pattern = element(
        "pattern",
        element("rect", width=size, height=size, fill=ground),
        element("rect", width=1.6, height=size, fill=stripe),
        id=name,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def chart(*inside: str, width: float, height: float, label: str, css: str = "wid") -> str:
    """Return a drawing that fills the width it is given: `wid` and `nar` where there are two, else a class of its own.

    A drawing with links is a group, for a picture hides from screen readers what stands in it.
    """
    has_links = any("<a " in one for one in inside)
    return element(
        "svg",
        *inside,
        xmlns=XMLNS,
        class_=f"chart {css}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group" if has_links else "img",
        aria_label=label,
        font_family=FONTS,
        font_size=FONT_SIZE,
    )


def _broad() -> dict[str, float]:
    """Return how broad the signs of our fonts are, in parts of the size of the letters."""
    measured = {
        0.27: " ijl.,:;|!'’îïاآأإ،؛\u00a0\u202f",
        0.36: "frtIJ()-/·ء",
        0.52: "zcsvxykLç«»°دذهوةؤرز",
        0.66: "ABDKRGHNOQUCEPSVXYZÀÉÈلنق",
        0.86: "mwMW%œ→←…بتثفطظ",
        1.2: "سشصض",
    }
    # What is written above and below Arabic letters takes no room.
    return {sign: share for share, signs in measured.items() for sign in signs} | {
        chr(code): 0.0 for code in (*range(0x64B, 0x660), 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F)
    }


BROAD: Final = _broad()
USUAL: Final = 0.58


def breadth(text: str, size: float = FONT_SIZE) -> float:
    """Guess how broad words are in our fonts; a little too broad is safe.

    >>> round(breadth("2012"))
    32
    """
    return size * sum(BROAD.get(sign, USUAL) for sign in text)


def fitted(text: str, room: float, size: float = FONT_SIZE) -> str:
    """Cut words that are too long for their room; the whole stands in the table.

    >>> fitted("Services on line", 60)
    'Servic…'
    """
    if breadth(text, size) <= room:
        return text
    kept = text
    while kept and breadth(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def folded(text: str, room: float, size: float = FONT_SIZE) -> tuple[str, ...]:
    """Fold words that are too long for their room into two lines.

    >>> folded("Target: about 33.3% of households", 150), folded("Target: 89", 150)
    (('Target: about 33.3%', 'of households'), ('Target: 89',))
    """
    spaces = [place for place, sign in enumerate(text) if sign == " "]
    if breadth(text, size) <= room or not spaces:
        return (text,)
    middle = min(spaces, key=lambda place: abs(2 * place - len(text)))
    return text[:middle], text[middle + 1 :]
