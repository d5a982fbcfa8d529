"""Serve the site of a ledger, or write it down as files."""

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.config.home import Home

# The site is named, not imported: doors do not know each other.
SITE: Final = "bilan.web.wsgi:application"
# A worker answers one reader of a page at a time; the others read what was kept, or wait.
THREADS: Final = 8
KILL_AFTER_SECONDS: Final = 10


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64)] = 2,
) -> None:
    """Serve the site until it is stopped."""
    door = door_of(context)
    home = door.open()
    edition = _ready(home)
    _free(host, port)
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()  # a worker must not be born with the connection of another
    _run(host, port, workers, lambda: _told(door, home, edition, f"http://{_written(host)}:{port}/"))


def _ready(home: "Home") -> str:
    """Return the name of the newest edition; refuse to serve what cannot be read."""
    from bilan.tables.editions import SCHEMA, open_edition
    from bilan.tables.session import EditionOutdated

    edition = open_edition(home.editions)
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
