"""Help in the reader's language: every command, argument and option has its words in the list `commands`."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from typer.core import TyperArgument, TyperCommand, TyperGroup

from bilan.cli.failures import Ends, Failed
from bilan.terms.words import say

SUBJECT: Final = "commands"
# What may be typed for every command, before it or after it; read by `bilan.cli.main`.
GLOBAL: Final = ("--lang fr|ar|en", "--json", "--home DIR", "--server URL", "--help")
EXAMPLES: Final = {
    "demo": ("demo", "demo --lang ar"),
    "panorama": ("panorama", "panorama --as-of 2012-08 --known-on 2012-08-08"),
    "indicator": ("indicator ind-egov-operational",),
    "entry": ("entry 42", "entry st-egov-audit-36"),
    "compare": ("compare 2012-08-08 2013-12-31",),
    "analyse": ("analyse", "analyse revisions --where indicator=ind-egov-operational", "analyse progress --format csv"),
    "forecast": ("forecast --stdin < tasks.jsonl",),
    "verified": ("verified --stdin < declared.jsonl",),
    "backtest": ("backtest --at 2012-08-08", "backtest --format csv"),
    "report": ("report", "report bilan.pdf --as-of 2013-12-31 --known-on 2014-12-31 --lang fr"),
    "serve": ("serve", "serve --host 0.0.0.0 --port 8080 --workers 4"),
    "worker": ("worker",),
    "export site": ("export site out", "export site out --as-of 2013-12-31 --known-on 2014-12-31 --languages fr,ar"),
    "table": ("table statement", "table target --format parquet > target.parquet"),
    "draft": (
        "draft statement indicator=ind-egov-operational value=24 nature=declared --server http://127.0.0.1:8000",
    ),
    "submit": ("submit 5f0c… --server http://127.0.0.1:8000",),
    "load": ("load demo/maroc-numeric-2013", "load statement.csv --only-clean --yes"),
    "panel load": (
        "panel load API_IT.NET.USER.ZS.zip",
        "panel load EGOV_DATA_2012.csv --published-on 2012-02-28 --yes",
    ),
    "panel distil": ("panel distil wdi-ict-vintages barometre-fr --into out",),
    "record": (
        "record statement --key st-new indicator=ind-egov-operational value=22 nature=declared about=2012-08-08",
        "record statement --key st-new < statement.json",
    ),
    "withdraw": ("withdraw st-new --reason correction --words 'Recorded twice'",),
    "redact": ("redact 42 --words 'Private telephone number' --authority 'CNDP, decision of 3 March 2015'",),
    "checkpoint": ("checkpoint",),
    "edition build": ("edition build",),
    "edition list": ("edition list",),
    "edition verify": ("edition verify",),
    "edition export": ("edition export out",),
    "verify": ("verify", "verify out --key 'example.org/plan+…'", "verify --receipt receipt.json --key log.vkey"),
    "prove": ("prove 42 --out receipt.json",),
    "people add": (
        "people add chef@example.org --role administrator --name 'Karim Alami' --signs-as desk/administration",
        "people add chef@example.org --role officer --party org-mcint",
    ),
    "people list": ("people list",),
    "people link": ("people link chef@example.org",),
    "people renew": ("people renew chef@example.org",),
    "people end": ("people end chef@example.org --role officer", "people end chef@example.org"),
    "schema": ("schema", "schema statement"),
}


class _Spoken:
    """Prints help from our words, for a command and for a group alike."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of a command: how it is typed, what it does, its arguments, options and examples."""
        language = ctx.find_root().obj.language
        formatter.write(_paragraph(say("help.usage", language, line=_line(ctx)), formatter.width))
        formatter.write("\n" + _paragraph(ctx.command.help or "", formatter.width))
        for head, rows in _sections(ctx, language):
            if rows:
                formatter.write(f"\n{head}\n")
                formatter.indent()
                formatter.write_dl(rows)
                formatter.dedent()
        for example in EXAMPLES.get(_name(ctx), ()):
            formatter.write(f"\n  ./bilan {example}")
        formatter.write("\n" if _name(ctx) in EXAMPLES else "")


class Spoken(_Spoken, TyperCommand):
    """A command whose help is ours."""


class SpokenGroup(_Spoken, TyperGroup):
    """A group of commands whose help is ours."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; for one that is not there, name those that are written much alike."""
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(args[0], self.commands, 3) or list(self.commands)
        raise Failed("no_such_command", Ends.USAGE, command=args[0], near=", ".join(near))


def translate(command: TyperCommand | TyperGroup, language: str, name: str = "") -> None:
    """Give a command, its arguments and options, and its own commands their words."""
    command.help = say(name or "bilan", language, subject=SUBJECT)
    for parameter in command.params:
        if parameter.name != "help":
            parameter.help = say(f"{name} {parameter.name}", language, subject=SUBJECT)  # type: ignore[attr-defined]  # both sorts of typer's parameters have it
    for inner, one in getattr(command, "commands", {}).items():
        translate(one, language, f"{name} {inner}".strip())


def _name(ctx: Any) -> str:
    return str(ctx.command_path).partition(" ")[2]


def _line(ctx: Any) -> str:
    inner = [_metavar(one) for one in ctx.command.params if isinstance(one, TyperArgument)]
    options = [one for one in ctx.command.params if not isinstance(one, TyperArgument) and one.name != "help"]
    more = ["…"] if hasattr(ctx.command, "commands") else []
    return " ".join(["./bilan", *_name(ctx).split(), *inner, *(["[--…]"] if options else []), *more])


def _metavar(argument: Any) -> str:
    name = f"{argument.name.upper()}{'…' if argument.nargs == -1 else ''}"
    return name if argument.required else f"[{name}]"


def _sections(ctx: Any, language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    command = ctx.command
    inner = getattr(command, "commands", {})
    yield say("help.commands", language), [(name, one.help or "") for name, one in inner.items()]
    arguments = [one for one in command.params if isinstance(one, TyperArgument)]
    yield say("help.arguments", language), [(_metavar(one), one.help or "") for one in arguments]
    options = [one for one in command.params if not isinstance(one, TyperArgument) and one.name != "help"]
    yield say("help.options", language), [(", ".join(one.opts), one.help or "") for one in options]
    yield say("help.everywhere", language), [(one, say(f"help.{one.split()[0]}", language)) for one in GLOBAL]
    if inner and ctx.parent is None:
        yield say("help.ends", language), [(str(int(one)), say(f"ends.{one.name.lower()}", language)) for one in Ends]


def _paragraph(text: str, width: int) -> str:
    from textwrap import fill

    return "\n".join(fill(one, width) for one in text.splitlines()) + "\n"
