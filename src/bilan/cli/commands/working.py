"""Work in the background, in a process of one's own or beside the site."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Final

import typer

from bilan.cli.door import door_of

# A worker that dies is started again: soon, and later each time it dies as soon as it was started.
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0
ENDS_WITHIN_SECONDS: Final = 30


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once")] = False,
    attached: Annotated[bool, typer.Option("--attached", hidden=True)] = False,
) -> None:
    """Do what waits in the background until it is stopped."""
    door = door_of(context)
    home = door.open()
    from bilan.acts.worker import work

    over = _input_over() if attached else Event()
    if not (once or attached):
        door.note(door.say("worker.working", home=home.folder), style="dim")
    work(home, once=once, ends=over.is_set)


@contextmanager
def beside(home: Path) -> Iterator[None]:
    """Keep a worker running for as long as the site is served."""
    over = Event()
    keeping = Thread(target=_keep, args=(home, over), daemon=True)
    keeping.start()
    try:
        yield
    finally:
        over.set()
        keeping.join(ENDS_WITHIN_SECONDS)


def _keep(home: Path, over: Event) -> None:
    """Start a worker, and another when it has died; its input closes when this process ends, however that ends."""
    wait = FIRST_WAIT
    line = [sys.executable, "-m", "bilan", "worker", "--attached", "--home", str(home)]
    while not over.is_set():
        started = time.monotonic()
        with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:  # noqa: S603 - a command of our own
            while running.poll() is None and not over.wait(0.2):
                pass
            if over.is_set() and running.stdin:
                running.stdin.close()
        wait = FIRST_WAIT if time.monotonic() - started > LONGEST_WAIT else min(2 * wait, LONGEST_WAIT)
        over.wait(wait)


def _input_over() -> Event:
    """Return what is set when whoever started this process has ended."""
    over = Event()

    def read() -> None:
        while sys.stdin.buffer.read(1):
            pass
        over.set()

    Thread(target=read, daemon=True).start()
    return over
