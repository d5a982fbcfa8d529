"""Verify: the ledger where it lies, an edition that was downloaded, the receipt of one entry."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bilan.cli.commands.looking import number_of
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

Key = Annotated[str | None, typer.Option("--key")]


def verify(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument()] = None,
    key: Key = None,
    receipt: Annotated[Path | None, typer.Option("--receipt")] = None,
) -> None:
    """Verify a downloaded edition or a receipt, offline; without either, the ledger of the home."""
    door = door_of(context)
    from bilan.cli.pages import verifying as page

    if receipt:
        page.receipt(door, _read(receipt), _key(key) or _pinned())
    elif folder:
        if not folder.is_dir():
            raise Failed("no_such_path", Ends.NOT_FOUND, path=folder)
        page.edition(door, folder, _key(key))
    else:
        home = door.open()
        from bilan.cli.pages.audit import ledger

        ledger(door, home)


def prove(context: typer.Context, entry: str, out: Annotated[Path | None, typer.Option("--out")] = None) -> None:
    """Make the receipt of an entry: with the key of the log, anyone can verify it without the ledger."""
    door = door_of(context)
    text = _receipt(door, entry)
    if out is None:
        door.out.file.write(text)
        return
    out.write_text(text, encoding="utf-8")
    door.print(door.say("prove.written", path=out))


def _receipt(door: Door, entry: str) -> str:
    """Return the receipt of an entry, of a site if one was named."""
    if door.server:
        from bilan.cli import remote

        with remote.client(door) as site:
            return site.text(f"/entries/{site.entry(entry)['number'] if not entry.isdigit() else entry}/receipt")
    home = door.open()
    from bilan.acts.proving import receipt
    from bilan.terms.plain import as_document

    return as_document(receipt(home, number_of(entry), at=door.now))


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise Failed("no_such_path", Ends.NOT_FOUND, path=path)
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Failed("not_json", Ends.NOT_VERIFIED, why=str(error)[:200]) from error
    return found if isinstance(found, dict) else {}


def _key(given: str | None) -> str | None:
    """Return a verifier key: as given, or from the file that was named."""
    from bilan.ledger.notes import NoteRefused, parse_key

    if given is None:
        return None
    text = Path(given).read_text(encoding="utf-8").strip() if Path(given).is_file() else given
    try:
        return str(parse_key(text))
    except NoteRefused as error:
        raise Failed("bad_key", Ends.USAGE, why=error.reason) from error


def _pinned() -> str:
    raise Failed("key_wanted", Ends.USAGE)
