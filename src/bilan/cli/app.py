"""The command line: the list of commands, each with its words in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer
from typer.core import TyperGroup

from bilan.cli.commands import (
    analysing,
    demo,
    foreseeing,
    loading,
    looking,
    panels,
    panorama,
    people,
    proposing,
    publishing,
    replaying,
    reporting,
    serving,
    tables,
    telling,
    verifying,
    working,
    writing,
)
from bilan.cli.help import Spoken, SpokenGroup, translate

Commands = Mapping[str, Callable[..., Any]]

# In the order of the help: see, look closer, record, publish, verify.
EDITION: Final[Commands] = {
    "build": publishing.build,
    "list": publishing.editions,
    "export": publishing.export,
    "verify": publishing.verify,
}
PEOPLE: Final[Commands] = {
    "add": people.add,
    "list": people.listed,
    "link": people.link,
    "renew": people.renew,
    "end": people.end,
}
PANEL: Final[Commands] = {"load": panels.load, "distil": panels.distil}
EXPORT: Final[Commands] = {"site": serving.site}
COMMANDS: Final[Mapping[str, Callable[..., Any] | Commands]] = {
    "demo": demo.demo,
    "panorama": panorama.panorama,
    "indicator": looking.indicator,
    "entry": looking.entry,
    "compare": looking.compare,
    "analyse": analysing.analyse,
    "forecast": foreseeing.forecast,
    "verified": foreseeing.verified,
    "backtest": replaying.backtest,
    "report": reporting.report,
    "serve": serving.serve,
    "worker": working.worker,
    "export": EXPORT,
    "table": tables.table,
    "draft": proposing.draft,
    "submit": proposing.submit,
    "load": loading.load,
    "panel": PANEL,
    "record": writing.record,
    "withdraw": writing.withdraw,
    "redact": writing.redact,
    "checkpoint": publishing.checkpoint,
    "edition": EDITION,
    "verify": verifying.verify,
    "prove": verifying.prove,
    "people": PEOPLE,
    "schema": telling.schema,
}


def command_line(language: str) -> TyperGroup:
    """Return the whole command line in a language."""
    made = typer.main.get_group(_group(COMMANDS))
    translate(made, language)
    return made


def _group(commands: Mapping[str, Callable[..., Any] | Commands]) -> typer.Typer:
    group = typer.Typer(cls=SpokenGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    group.callback(invoke_without_command=True)(_help)
    for name, one in commands.items():
        if callable(one):
            group.command(name, cls=Spoken)(one)
        else:
            group.add_typer(_group(one), name=name)
    return group


def _help(context: typer.Context) -> None:
    """Print the help of the line without a command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
