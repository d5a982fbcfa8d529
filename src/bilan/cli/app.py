"""The command line: the list of commands, each with its words in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer
from typer.core import TyperGroup

from bilan.cli.commands import demo, panorama
from bilan.cli.help import Spoken, SpokenGroup, translate

# In the order of the help: see, look closer, record, publish, verify.
COMMANDS: Final[Mapping[str, Callable[..., Any]]] = {
    "demo": demo.demo,
    "panorama": panorama.panorama,
}


def command_line(language: str) -> TyperGroup:
    """Return the whole command line in a language."""
    app = typer.Typer(cls=SpokenGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(_bilan)
    for name, function in COMMANDS.items():
        app.command(name, cls=Spoken)(function)
    made = typer.main.get_group(app)
    translate(made, language)
    return made


def _bilan() -> None:
    """Stand for the line without a command."""
