"""Bring up what a reader has before them: the site as it is served, and a browser."""

import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from playwright.sync_api import Browser, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[2]
# The browser runs as whoever runs the tests, and asks nobody but the site.
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BILAN: Final = (sys.executable, "-m", "bilan")
PATIENCE: Final = 600
PAUSE_SECONDS: Final = 0.05


class NotServed(Exception):
    """The site did not come up; the message is what its server said."""


def find_browser() -> str | None:
    """Return where a Chromium is, as the launcher finds it."""
    found: str | None = runpy.run_path(str(ROOT / "bilan"))["find_browser"]()
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Open the Chromium of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def serving(home: Path, *, worker: bool = False) -> Iterator[str]:
    """Serve the site of a home as the command does, and return where; its worker runs only if it is asked for."""
    port = _free_port()
    beside = "--worker" if worker else "--no-worker"
    line = [*BILAN, "serve", "--home", str(home), "--port", str(port), "--workers", "1", beside]
    # A site that knows its own address gives a picture of each page to whoever links to it.
    told = {**os.environ, "BILAN_ADDRESS": f"http://127.0.0.1:{port}"}
    with (
        TemporaryFile("w+") as log,
        subprocess.Popen(line, env=told, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            if not _comes_up(server, port):
                log.seek(0)
                raise NotServed(log.read())
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _comes_up(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; tell whether it does so before it ends or too long goes by."""
    for _ in range(PATIENCE):
        try:
            server.wait(PAUSE_SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                return True
        else:
            return False
    return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
