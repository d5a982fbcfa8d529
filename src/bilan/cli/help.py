"""Help in the reader's language: every command, argument and option has its words in the list `commands`."""

from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from bilan.terms.words import say

SUBJECT: Final = "commands"


class Spoken(TyperCommand):
    """A command whose help is ours."""


class SpokenGroup(TyperGroup):
    """A group of commands whose help is ours."""


def translate(command: Any, language: str) -> None:
    """Give a command, its parameters and its own commands their words."""
