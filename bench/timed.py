"""The site with the CPU of each answer told in a header, for the bench alone."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.serving import CPU
from bilan.web.wsgi import application as untimed

Start = Callable[..., Any]


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer a request; the time is that of the thread that answers, whatever others do beside."""
    before = time.thread_time()

    def told(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, (CPU, f"{(time.thread_time() - before) * 1000:.2f}")], *more)

    return untimed(environ, told)
