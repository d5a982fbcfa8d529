"""Start a command, and never let a person see a stack trace: what goes wrong is said, with what to do next."""

import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Final

import typer

from bilan import __version__
from bilan.cli.app import command_line
from bilan.cli.door import Door
from bilan.cli.failures import ENDS_OF, Ends, Failed
from bilan.terms.languages import choose

GLOBAL: Final = {"--lang": True, "--home": True, "--server": True, "--json": False}


def main() -> None:
    """Run what was typed, and leave with the code of how it ended."""
    sys.exit(run(sys.argv[1:]))


def run(typed: Sequence[str]) -> int:
    """Run a line of arguments; return how it ended."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that cannot write a sign shows another, and goes on
            stream.reconfigure(errors="replace")
    given, rest = hoist(typed)
    if rest[:1] == ["--version"]:
        sys.stdout.write(f"bilan {__version__}\n")
        return Ends.WELL
    home = Path(given["--home"]) if given.get("--home") else None
    door = Door(_language(given), json="--json" in given, home=home, server=given.get("--server") or None)
    try:
        ended = command_line(door.language).main(rest, prog_name="bilan", standalone_mode=False, obj=door)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # whoever read has seen enough; typer makes an exit of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Ends.WELL
    except (KeyboardInterrupt, typer.Abort):
        return _told(door, Failed("interrupted", Ends.INTERRUPTED))
    except Exception as error:  # noqa: BLE001 - the last resort: a person gets a sentence, whatever happened
        return _told(door, error)
    return ended if isinstance(ended, int) else Ends.WELL


def hoist(typed: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Take the options that hold for every command out of a line, wherever they stand before a ``--``.

    >>> hoist(["panorama", "--json", "--lang=fr", "--as-of", "2012"])
    ({'--json': '', '--lang': 'fr'}, ['panorama', '--as-of', '2012'])
    """
    given: dict[str, str] = {}
    rest: list[str] = []
    words = iter(typed)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return given, [*rest, word, *words]
        if GLOBAL.get(name) is None or (equals and not GLOBAL[name]):
            rest.append(word)
        else:
            given[name] = value if equals or not GLOBAL[name] else next(words, "")
    return given, rest


def _language(given: dict[str, str]) -> str:
    """Return the reader's language: the one that was asked for, else that of the system."""
    system = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), None)
    return choose(given.get("--lang") or system)


def _told(door: Door, error: BaseException) -> int:
    """Say what went wrong; return how the command ends."""
    if os.environ.get("BILAN_DEBUG"):
        import traceback

        traceback.print_exception(error)
    code, values, ends = _reading(error)
    if door.json:
        door.give({"failed": code, **{name: str(value) for name, value in values.items()}, "exit_code": int(ends)})
    door.note(door.say("failed", what=door.say(code, **values)), style="bold red")
    return ends


def _usage(error: typer.TyperException) -> tuple[str, dict[str, object], Ends]:
    """Read what typer refused; of the rarer refusals its own words are kept."""
    given = vars(error)
    if given.get("option_name") and "possibilities" in given:
        near = ", ".join(given["possibilities"] or ["--help"])
        return "failed.no_such_option", {"option": given["option_name"], "near": near}, Ends.USAGE
    if type(error).__name__ == "MissingParameter" and given.get("param"):
        return "failed.missing", {"name": str(given["param"].name).upper()}, Ends.USAGE
    return "failed.usage", {"why": error.format_message()}, Ends.USAGE


def _reading(error: BaseException) -> tuple[str, dict[str, object], Ends]:
    name = type(error).__name__
    if isinstance(error, Failed):
        return f"failed.{error.code}", error.values, error.ends
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if name in ENDS_OF:
        return f"failed.{name}", {**getattr(error, "__dict__", {}), "why": error}, ENDS_OF[name]
    if isinstance(error, OSError):
        return "failed.system", {"why": error}, Ends.REFUSED
    return "failed.unforeseen", {"name": name, "why": error}, Ends.REFUSED
