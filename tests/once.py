"""Make once what all processes of a run of the tests use; whoever writes to it takes a copy."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import pytest

# While one process makes what all use, the others wait so long.
WAIT_SECONDS: Final = 1_200


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first process to ask for it makes; it is there whole or not at all."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with closing(sqlite3.connect(shared / f"{name}.lock", timeout=WAIT_SECONDS, isolation_level=None)) as guard:
        # The lock is freed when its holder dies, on every system.
        guard.execute("BEGIN EXCLUSIVE")
        if not (shared / name).exists():
            draft = Path(mkdtemp(dir=shared)) / name
            make(draft)
            draft.rename(shared / name)
    return shared / name
