"""Try the launcher where it could do harm or mislead; setting up itself is tried by every fresh clone.

Fixture: `tmp_path` is a folder that belongs to somebody.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def launch(*arguments: str, environment: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "bilan", *arguments],
        env={**os.environ, "BILAN_VENV": str(environment)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_that_is_no_environment_is_never_cleared(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear minister")
    done = launch("--help", environment=tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path} holds other files" in done.stderr
    assert letter.read_text() == "Dear minister"


@pytest.mark.skipif(not Path(sys.prefix, ".bilan-dev").exists(), reason="the launcher did not make this environment")
def test_tests_named_on_the_line_run_alone() -> None:
    done = launch("test", "--collect-only", "-q", __file__, environment=Path(sys.prefix))
    assert done.returncode == 0, done.stderr
    assert "test_launcher.py::test_a_folder_that_is_no_environment_is_never_cleared" in done.stdout
    assert "test_supply" not in done.stdout
    assert "coverage" not in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="file modes mean nothing there")
def test_the_launcher_can_be_run_as_it_was_cloned() -> None:
    assert os.access(ROOT / "bilan", os.X_OK)
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_setting_up_goes_on_without_a_browser_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    runpy.run_path(str(ROOT / "bilan"))["bring_browser"]()
    assert "the tests that need a browser will be skipped" in capfd.readouterr().err
