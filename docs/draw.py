"""Draw the pictures of the README: ``./bilan demo``, then ``.venv/bin/python docs/draw.py``.

A picture is what the command prints of the minister's day on 80 columns, without what was said lately and what is due.
"""

import io
import re
from datetime import date
from pathlib import Path
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from bilan.analysis import catalogue
from bilan.cli.door import DEMO_HOME, Door
from bilan.cli.pages import panorama

IMAGES: Final = Path(__file__).resolve().parent / "images"
DAY: Final = date(2012, 8, 8)
WIDTH: Final = 80
LINE: Final = f"./bilan panorama --as-of {DAY} --known-on {DAY}"
# A picture fetches nothing: the reader's own monospace font will do.
WITHOUT_FONTS: Final = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def main() -> None:
    """Draw the panorama for each README."""
    for language, name in (("en", "panorama.svg"), ("fr", "panorama.fr.svg")):
        (IMAGES / name).write_text(picture(language), encoding="utf-8")


def picture(language: str) -> str:
    """Return the panorama of the demonstration in a language, as SVG."""
    door = Door(language=language, home=DEMO_HOME)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(panorama.page(door, catalogue.see(door.session(as_of=DAY, known_on=DAY)), full=False))
    return console.export_svg(title=LINE, code_format=WITHOUT_FONTS, unique_id="panorama")


if __name__ == "__main__":
    main()
