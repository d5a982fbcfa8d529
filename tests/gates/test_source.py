"""Hold the source to the law of the house. Each test asks one tool; where it fails, it shows the tool's own words.

Fixtures: `accepts` runs a tool and fails with its words; `tmp_path` is an empty home for Django to look at.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Accepts = Callable[..., None]
ROOMS_OF_DJANGO = {"store", "acts", "cli", "api", "web", "config", "__main__"}


def test_ruff_finds_nothing(accepts: Accepts) -> None:
    accepts("ruff", "check", "--output-format=concise", ".", "bilan")


def test_every_file_is_formatted(accepts: Accepts) -> None:
    accepts("ruff", "format", "--check", ".", "bilan")


def test_every_type_is_known(accepts: Accepts) -> None:
    accepts("mypy")
    accepts("mypy", "bilan")


def test_each_room_keeps_to_its_place(accepts: Accepts) -> None:
    accepts("lint-imports", "--no-logo")


def test_every_room_below_the_store_is_kept_from_frameworks() -> None:
    rooms = {folder.parent.name for folder in (ROOT / "src/bilan").glob("*/__init__.py")}
    below = {f"bilan.{room}" for room in rooms - ROOMS_OF_DJANGO}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [kept] = [contract for contract in contracts if "django" in contract.get("forbidden_modules", ())]
    assert set(kept["source_modules"]) == below


def test_templates_are_tidy(accepts: Accepts) -> None:
    if not list((ROOT / "src").rglob("templates")):
        pytest.skip("there is no template yet")
    accepts("djlint", "--check", "--lint", "src")


def test_models_and_migrations_agree(accepts: Accepts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_HOME", str(tmp_path))
    accepts("django-admin", "makemigrations", "--check", "--dry-run", "--settings=bilan.config.settings")
