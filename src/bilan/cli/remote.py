"""Ask a site instead of a ledger: its answers word for word, or its tables, from which the same is computed here."""

from typing import Any

import httpx

from bilan.acts.seen import Seen, named_by
from bilan.analysis.asking import Row
from bilan.cli.door import Door
from bilan.cli.site import open_site
from bilan.client import Client
from bilan.client.client import Refused
from bilan.ledger.canonical import parse_base64
from bilan.ledger.entries import Entry


def client(door: Door) -> Client:
    """Return the site that was named."""
    return open_site(door.server or "", door.language)


def relay(door: Door, path: str, **asked: Any) -> None:
    """Print an answer of the site as it is."""
    with client(door) as site:
        door.out.file.write(site.text(path, **asked))


def cut(door: Door, as_of: str | None, known_on: str | None, edition: str | None) -> dict[str, str | None]:
    """Return the cut as it was typed; the day it is, is the one here."""
    return {"as_of": as_of, "known_on": known_on or door.today.isoformat(), "edition": edition}


def path_of(entry: str) -> str:
    """Return where an entry is asked for, told by its number or by its key."""
    return f"/entries/{entry}" if entry.isascii() and entry.isdigit() else f"/keys/{entry}"


def look_up(site: Client, entry: str) -> tuple[Seen, list[Row]]:
    """Look an entry up on a site; return what refers to it too."""
    told = site.entry(int(entry) if entry.isascii() and entry.isdigit() else entry)
    found = _entry(told)
    refers = {key: one for key in (named_by(found) if found else []) if (one := _latest(site, key))}
    ended = tuple((one["number"], one["kind"]) for one in told["ended_by"])
    proof = tuple(parse_base64(step) for step in told["proof"])
    leaf, versions = parse_base64(told["leaf_hash"]), tuple(told["versions"])
    seen = Seen(told["number"], found, told["key"], leaf, versions, ended, told["size"], proof, refers)
    return seen, told["named_by"]


def _latest(site: Client, key: str) -> Entry | None:
    try:
        return _entry(site.entry(key))
    except Refused as refused:
        if refused.status == httpx.codes.NOT_FOUND:
            return None
        raise


def _entry(told: dict[str, Any]) -> Entry | None:
    return Entry.from_leaf({**told, "salt": ""}) if told["content"] is not None else None
