"""Serve the site of a ledger, or write it down as files."""

import os
import socket
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bilan.cli.commands.dates import days
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.commands.working import beside
from bilan.cli.door import DEMO_HOME, Door, door_of
from bilan.cli.failures import Ends, Failed
from bilan.terms.languages import LANGUAGES

if TYPE_CHECKING:
    from bilan.config.home import Home

# The site is named, not imported: doors do not know each other.
SITE: Final = "bilan.web.wsgi:application"
WRITE: Final = "bilan.web.exporting.write_site"
# The demonstration is part of Bilan and has its licence; of another ledger only its operator can name one.
DEMO_LICENCE: Final = "https://spdx.org/licenses/EUPL-1.2.html"
MOST_WORKERS: Final = 8
# A worker answers one reader of a page at a time; the others read what was kept, or wait.
THREADS: Final = 8
KILL_AFTER_SECONDS: Final = 10


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64)] = 2,
    worker: Annotated[bool, typer.Option("--worker/--no-worker")] = True,
) -> None:
    """Serve the site until it is stopped, and work in the background beside it."""
    door = door_of(context)
    home = door.open()
    edition = _ready(home, None)
    _free(host, port)
    _gather(home)
    with beside(home.folder) if worker else nullcontext():
        _run(host, port, workers, lambda: _told(door, home, edition, f"http://{_written(host)}:{port}/"))


def site(
    context: typer.Context,
    folder: Path,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    edition: EditionName = None,
    languages: Annotated[str, typer.Option("--languages")] = ",".join(LANGUAGES),
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=64)] = None,
) -> None:
    """Write the whole site into a folder, as files that need no program to be read."""
    door = door_of(context)
    wanted = _languages(languages)
    cut = days(door, as_of=as_of, known_on=known_on) if as_of or known_on else None
    home = door.open()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failed("not_empty", Ends.REFUSED, path=folder)
    _ready(home, edition)
    _gather(home)
    from django.utils.module_loading import import_string

    dates = {"as_of": cut.as_of, "known_on": cut.known_on} if cut else {}
    how = {"languages": wanted, "edition": edition, "workers": workers or min(os.cpu_count() or 1, MOST_WORKERS)}
    with door.counting("site.writing") as told:
        done = import_string(WRITE)(folder.absolute(), told=told, **dates, **how)
    for note in cut.notes if cut else ():
        door.note(note, style="dim")
    if door.json:
        door.give({"folder": folder, "files": done.files, "bytes": done.bytes, "broken": done.broken})
    else:
        size = door.number(round(done.bytes / 1_000_000))
        door.print(door.say("site.written", files=door.number(done.files), size=size, folder=folder))
    if done.broken:
        raise Failed("broken_links", Ends.PROBLEMS, count=len(done.broken), first=", ".join(done.broken[:3]))


def _languages(text: str) -> tuple[str, ...]:
    """Read the languages that were asked for."""
    wanted = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for one in wanted:
        if one not in LANGUAGES:
            raise Failed("no_such_language", Ends.USAGE, language=one, known=", ".join(LANGUAGES))
    return wanted or LANGUAGES


def _gather(home: "Home") -> None:
    """Put the files of the site where they are served from, and leave no connection that a worker would share."""
    from django.core.management import call_command
    from django.db import connections

    if home.folder == DEMO_HOME.absolute():
        os.environ.setdefault("BILAN_LICENCE", DEMO_LICENCE)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()


def _ready(home: "Home", name: str | None) -> str:
    """Return the name of an edition; refuse to serve what cannot be read."""
    from bilan.tables.editions import SCHEMA, open_edition
    from bilan.tables.session import EditionOutdated

    edition = open_edition(home.editions, name)
    if edition.schema != SCHEMA:
        raise EditionOutdated(edition.name)
    return edition.name


def _free(host: str, port: int) -> None:
    """Refuse a port that another program has: the server itself would share it in silence."""
    try:
        family, kind, proto, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind(where)
    except OSError as why:
        raise Failed("no_port", Ends.REFUSED, host=host, port=port, why=why.strerror or why) from why


def _run(host: str, port: int, workers: int, told: Callable[[], object]) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        SITE, host, port, interface=Interfaces.WSGI, workers=workers, websockets=False, blocking_threads=THREADS,
        log_level=LogLevels.error, workers_kill_timeout=KILL_AFTER_SECONDS, respawn_failed_workers=True,
    )  # fmt: skip
    server.on_startup(told)
    try:
        server.serve()
    except SystemExit as ended:
        if ended.code:
            raise Failed("not_served", Ends.REFUSED) from ended


def _told(door: Door, home: "Home", edition: str, address: str) -> None:
    if door.json:
        door.give({"address": address, "home": home.folder, "edition": edition})
        door.out.file.flush()
    else:
        door.print(door.say("serving", address=address, edition=edition))


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
