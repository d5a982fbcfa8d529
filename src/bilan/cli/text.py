"""Text of the terminal whose words stay together where the writer said so."""

from typing import Any, Final

from rich.console import Console
from rich.containers import Lines
from rich.style import Style
from rich.text import Text as RichText

# Rich breaks a line at any space, French must not at those before ":" and inside a number. While a line is broken,
# signs of the private use area stand for those spaces.
_HELD: Final = str.maketrans({"\u00a0": "\ue000", "\u202f": "\ue001"})
_FREED: Final = str.maketrans({"\ue000": "\u00a0", "\ue001": "\u202f"})


class Text(RichText):
    """A text that is not broken at a no-break space."""

    def append(self, text: RichText | str, style: str | Style | None = None) -> "Text":
        """Add a text, with a style of its own."""
        super().append(text, style)
        return self

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        """Break the text into lines of a width."""
        held = self.copy()
        held.plain = held.plain.translate(_HELD)
        lines = held.wrap(console, width, **how)
        for line in lines:
            line.plain = line.plain.translate(_FREED)
        return lines
