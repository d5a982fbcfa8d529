"""A drawing as page and paper show it: the picture, the sentence that says the same, the table behind it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark that was drawn.

    `wide` and `narrow` are SVG documents; `narrow` is for screens of a hand and is left out where `wide` serves both.
    `sentence` says in words what the picture shows; `heads` and `rows` are the table of what was drawn.
    """

    wide: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: str | None = None
