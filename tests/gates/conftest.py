"""Give the gates one way to run a tool.

Fixture: `accepts` runs a tool of the environment from the root of the repository and fails with its words.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Accepts = Callable[..., None]


@pytest.fixture
def accepts() -> Accepts:
    """Run a tool with its arguments; when it is not content, fail and show what it said."""
    tools = Path(sys.executable).parent

    def run(tool: str, *arguments: str) -> None:
        done = subprocess.run([tools / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"{tool} {' '.join(arguments)}\n{done.stdout}{done.stderr}", pytrace=False)

    return run
