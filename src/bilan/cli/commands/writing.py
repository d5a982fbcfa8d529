"""Record, withdraw, redact: what a clerk does with one entry."""

import json
import os
import sys
from getpass import getuser
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.store.append import Appended

By = Annotated[str | None, typer.Option("--by")]
Words = Annotated[str | None, typer.Option("--words")]
Fields = Annotated[list[str] | None, typer.Argument()]
Key = Annotated[str | None, typer.Option("--key")]
MOST_BYTES: Final = 1_000_000


def recorder(by: str | None) -> str:
    """Return who records: whoever was named, else the user of this machine."""
    return by or os.environ.get("BILAN_BY") or getuser()


def record(context: typer.Context, kind: str, fields: Fields = None, key: Key = None, by: By = None) -> None:
    """Record one entry from FIELD=VALUE arguments, or from JSON on standard input; under a known key, replace it."""
    door = door_of(context)
    from bilan.ledger.kinds import KINDS

    if kind not in KINDS:
        from bilan.terms.guesses import nearest

        raise Failed("no_such_kind", Ends.NOT_FOUND, kind=kind, nearest=nearest(kind, KINDS) or ", ".join(KINDS))
    given: dict[str, Any] = dict(read_fields(fields)) if fields else _from_input()
    _record(door, kind, given, key, recorder(by), cells=bool(fields))


def read_fields(fields: list[str]) -> dict[str, str]:
    """Read FIELD=VALUE arguments; a value is written as in a cell of a file."""
    pairs = [one.partition("=") for one in fields]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong is not None:
        raise Failed("no_equals", Ends.USAGE, text=wrong)
    return {name: value for name, _, value in pairs}


def _from_input() -> dict[str, Any]:
    """Read the content of an entry as JSON."""
    if sys.stdin.isatty():
        raise Failed("nothing_given", Ends.USAGE)
    try:
        given = json.loads(sys.stdin.read(MOST_BYTES), parse_float=str)
    except (ValueError, RecursionError) as error:
        raise Failed("not_json", Ends.PROBLEMS, why=str(error)[:200]) from error
    if not isinstance(given, dict):
        raise Failed("not_json", Ends.PROBLEMS, why=type(given).__name__)
    return given


def _record(door: Door, kind: str, given: dict[str, Any], key: str | None, by: str, *, cells: bool) -> None:
    home = door.open_to_add()
    from bilan.acts import loading

    read = loading.reading_of_cells if cells else loading.reading_of_content
    looked = loading.look(read(kind, given, key=key), today=door.today)
    if not looked.is_clean or not looked.changes:
        if door.json or looked.problems:
            door.report(looked.problems)
        if looked.is_clean:
            door.note(door.say("load.nothing_new"))
        door.end(Ends.WELL if looked.is_clean else Ends.PROBLEMS)
    told(door, loading.record_looked(home, looked, by=by, at=door.now))


def withdraw(
    context: typer.Context,
    entry: str,
    reason: Annotated[str | None, typer.Option("--reason")] = None,
    words: Words = None,
    by: By = None,
) -> None:
    """Withdraw an entry; it stays readable, and counts no longer."""
    door = door_of(context)
    home = door.open()
    from bilan.acts.recording import withdraw as act
    from bilan.cli.commands.looking import number_of

    given = {"entry": number_of(entry), "reason": reason, "reason_words": words}
    content = _content(door, "withdrawal", given)
    told(door, act(home, content, by=recorder(by), at=door.now))


def redact(
    context: typer.Context,
    entry: str,
    words: Annotated[str, typer.Option("--words")],
    authority: Annotated[str, typer.Option("--authority")],
    yes: Annotated[bool, typer.Option("--yes", "-y")] = False,
    by: By = None,
) -> None:
    """Remove the content of an entry that must not be kept; its leaf hash stays, so that proofs still verify."""
    door = door_of(context)
    home = door.open()
    from bilan.acts.recording import redact as act
    from bilan.cli.commands.looking import number_of

    number = number_of(entry)
    content = _content(door, "redaction", {"entry": number, "reason_words": words, "authority": authority})
    if not yes and not (not door.json and door.ask("redact.ask", number=number)):
        raise Failed("not_confirmed", Ends.REFUSED)
    done = act(home, content, by=recorder(by), at=door.now)
    published = not done.refused and (home.editions / "current").exists()
    if published:
        # What was published holds the content no longer; the act that removed it must be there to read, at once.
        from bilan.acts.publishing import publish

        publish(home, at=door.now)
    told(door, done, published=published)


def _content(door: Door, kind: str, given: dict[str, Any]) -> Any:
    from pydantic import ValidationError

    from bilan.ledger.entries import read_content
    from bilan.ledger.refusals import problems_of

    try:
        return read_content(kind, {name: value for name, value in given.items() if value is not None})
    except ValidationError as refused:
        door.report(problems_of(refused))
        door.end(Ends.PROBLEMS)


def told(door: Door, done: "Appended", *, published: bool = False) -> None:
    """Tell what became of an act, and end with problems if the ledger refused."""
    from bilan.cli.pages import loading as page

    found = [one.problem for one in done.findings]
    if door.json:
        door.give(page.done(door, done))
    else:
        door.report(found)
        if not done.refused:
            door.out.print(page.recorded(door, done, published=published))
    door.end(Ends.PROBLEMS if done.refused else Ends.WELL)
