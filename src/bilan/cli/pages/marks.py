"""The marks of the terminal: the same language of marks as on paper and on the site, in characters.

The hue stays, for the quantity is the same; the texture tells the evidence: solid is verified, hatched declared only. A
mean that rests on fewer than half of the indicators is a line, not a bar: it must not look as if it stood for all.
"""

from collections.abc import Container
from typing import Final

from bilan.cli.text import Text

VERIFIED: Final = "█"
DECLARED: Final = "▒"
THIN: Final = {VERIFIED: "━", DECLARED: "╌"}
TRACK: Final = "·"
EXPECTED: Final = "┊"
TARGET: Final = "│"
NOTHING: Final = "–"
STYLES: Final = {
    VERIFIED: "cyan",
    DECLARED: "cyan",
    "━": "cyan",
    "╌": "cyan",
    TRACK: "dim",
    EXPECTED: "bold",
    TARGET: "bold",
    NOTHING: "dim",
}


def bar(
    *,
    verified: float | None,
    declared: float | None,
    expected: float | None,
    thin: Container[str] = (),
    cells: int = 24,
) -> Text:
    """Draw a bar of so many cells to the target, which stands behind the last of them; what is `thin` as a line."""
    solid, hatched = _cells(verified, cells), _cells(declared, cells)
    rest = TRACK if verified is not None or declared is not None else NOTHING
    signs = [THIN[sign] if sign in thin else sign for sign in (VERIFIED, DECLARED)]
    drawn = [signs[0] if at < solid else signs[1] if at < hatched else rest for at in range(cells)]
    if expected is not None and _cells(expected, cells) < cells:
        drawn[_cells(expected, cells)] = EXPECTED
    return styled("".join(drawn) + TARGET)


def styled(signs: str) -> Text:
    """Give each mark its style."""
    text = Text(signs)
    for at, sign in enumerate(signs):
        if sign in STYLES:
            text.stylize(STYLES[sign], at, at + 1)
    return text


def _cells(share: float | None, cells: int) -> int:
    """Count the cells of a share; a share above nothing has one, and the last is only filled by the whole."""
    if share is None:
        return 0
    held = max(0.0, min(1.0, share))
    return cells if held == 1 else min(cells - 1, max(1 if held > 0 else 0, round(held * cells)))
