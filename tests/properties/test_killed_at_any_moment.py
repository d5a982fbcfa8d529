"""A process killed at any moment of an append or of a build loses nothing that was acknowledged.

BILAN_KILLS says how often to kill (40 where it is absent); `nursery.py` beside this file does the killing.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bilan.config.home import Home

KILLS = int(os.environ.get("BILAN_KILLS") or 40)
NURSERY = Path(__file__).with_name("nursery.py")
OPEN_AND_RUN = """
import runpy, sys
from bilan.config.home import open_home
open_home()
runpy.run_path(sys.argv[0], run_name="__main__")
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked, so that each is born ready")


def nursery(home: Home, *, kills: int, seed: int) -> dict[str, Any]:
    """Kill in the home that is open, from a process of its own."""
    code = OPEN_AND_RUN.replace("sys.argv[0]", repr(str(NURSERY)))
    line = [sys.executable, "-c", code, str(kills), str(seed)]
    environment = {**os.environ, "BILAN_HOME": str(home.folder)}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_on_sqlite_nothing_acknowledged_is_lost(home: Home) -> None:
    seen = nursery(home, kills=KILLS, seed=1)
    assert seen["kills"] == KILLS
    assert seen["append_for_ever"] > KILLS / 4
    assert seen["build_for_ever"] > KILLS / 4
    assert seen["acknowledged"] > KILLS / 2


def test_on_postgresql_nothing_acknowledged_is_lost(postgres_home: Home) -> None:
    kills = -(-KILLS // 5)
    seen = nursery(postgres_home, kills=kills, seed=2)
    assert seen["kills"] == kills
    assert seen["acknowledged"] > 0
