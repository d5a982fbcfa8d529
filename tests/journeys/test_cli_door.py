"""The door opens quickly, speaks three languages, and never shows a stack trace.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration.
"""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bilan import __version__
from bilan.cli import door
from bilan.cli.app import command_line
from bilan.cli.failures import ENDS_OF, Ends
from bilan.cli.help import EXAMPLES
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue

Bilan = Callable[..., Any]


def _commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for inner, command in group.commands.items():
        path = f"{name} {inner}".strip()
        yield path, command
        yield from _commands(command, path) if hasattr(command, "commands") else ()


def test_help_is_there_in_a_third_of_a_second_of_work() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "bilan", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert b"panorama" in done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_its_words(language: str) -> None:
    words = catalogue("commands")
    wanted = {"bilan"}
    for path, command in _commands(command_line(language)):
        wanted |= {path} | {f"{path} {one.name}" for one in command.params if one.name != "help"}
        assert command.help == words[path][language]
    assert wanted == set(words)
    assert [code for code in wanted if not words[code][language].strip()] == []


def test_every_command_has_an_example_that_is_understood(bilan: Bilan) -> None:
    paths = {path for path, command in _commands(command_line("en")) if not hasattr(command, "commands")}
    assert paths == set(EXAMPLES)
    for path in paths:
        assert f"./bilan {EXAMPLES[path][0]}" in bilan(*path.split(), "--help").out


def test_every_way_to_fail_and_to_end_has_its_words() -> None:
    words = catalogue("interface")
    assert [name for name in ENDS_OF if f"failed.{name}" not in words] == []
    assert [one for one in Ends if f"ends.{one.name.lower()}" not in words] == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("panoramma",), 2),
        (("panorama", "--asof", "2012"), 2),
        (("indicator",), 2),
        (("panorama", "--as-of", "08/09/2012"), 2),
        (("panorama", "--edition", "nope"), 4),
        (("analyse", "nope"), 4),
        (("analyse", "rollup", "--where", "nope=1"), 2),
        (("entry", "999999"), 4),
        (("load", "no-such-folder"), 4),
        (("verify", "no-such-folder"), 4),
        (("schema", "statment"), 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_cannot_be_done_ends_with_the_code_of_its_family(
    bilan: Bilan, demo: Path, line: tuple[str, ...], code: int
) -> None:
    seen = bilan(*line, "--home", demo)
    assert (seen.code, seen.out, seen.err.startswith("bilan: ")) == (code, "", True)


def test_a_folder_without_a_ledger_is_told_from_an_empty_one(bilan: Bilan, tmp_path: Path) -> None:
    seen = bilan("panorama", "--home", tmp_path)
    assert (seen.code, "./bilan demo" in seen.err, list(tmp_path.iterdir())) == (4, True, [])


def test_what_nobody_foresaw_is_told_without_a_trace(bilan: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(door.Door, "open", broken)
    seen = bilan("verify")
    assert (seen.code, "BILAN_DEBUG=1" in seen.err, "Traceback" in seen.err) == (5, True, False)


def test_an_interruption_is_no_failure_of_the_program(bilan: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door.Door, "open", stopped)
    assert bilan("verify").code == 130


def test_a_reader_who_has_seen_enough_is_no_failure(demo: Path) -> None:
    line = [sys.executable, "-m", "bilan", "analyse", "progress", "--format", "csv", "--home", str(demo)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 0)


def test_french_punctuation_stays_with_its_word(bilan: Bilan, demo: Path) -> None:
    for width in range(60, 100):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COLUMNS", str(width))
            lines = bilan("entry", "991", "--lang", "fr", "--home", demo).out.splitlines()
        assert [line for line in lines if line.strip()[:1] in {":", ";", "»"} or line.rstrip().endswith("«")] == []


def test_the_version_is_told_in_one_line(bilan: Bilan) -> None:
    assert bilan("--version").out == f"bilan {__version__}\n"
