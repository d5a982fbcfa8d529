"""Hold what is installed to what was written down, byte for byte."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ("run", "dev", "uv")
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)", re.MULTILINE)


def lines_of(profile: str) -> str:
    return (ROOT / f"requirements/{profile}.txt").read_text()


def pins_of(profile: str) -> dict[str, str]:
    return {found["name"]: found["version"] for found in PIN.finditer(lines_of(profile))}


def names_of(declared: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", line)[0] for line in declared}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_package_is_pinned_with_a_hash(profile: str) -> None:
    statements = lines_of(profile).replace("\\\n", " ").splitlines()
    packages = [line for line in statements if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_no_index_address_is_written_down(profile: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", lines_of(profile))


def test_what_is_declared_is_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert names_of(declared["project"]["dependencies"]) <= pins_of("run").keys()
    assert names_of(declared["dependency-groups"]["dev"]) <= pins_of("dev").keys()


def test_the_tests_run_on_what_people_run() -> None:
    assert pins_of("run").items() <= pins_of("dev").items()
