"""Do what the documents say: each command of a console block is run, and what it is said to print must be printed.

A block begins with ```console. A line ``$ ./bilan …`` is run; the lines under it must come out in that order; others
may come between, and lines may break elsewhere. ``…`` stands for anything. Examples of Python are run too.

Fixtures: `reader` is the folder of a reader, who has the files of the demonstration and has loaded them once; `asked`
runs a command that only asks, in this process.
"""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from bilan.cli import main as bilan

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
BLOCK: Final = re.compile(r"^( *)```(console|text)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FILE: Final = re.compile(r"^(\w+\.csv) +(.+)\n((?:^ +.+\n)+)", re.MULTILINE)
RUN: Final = sorted(path for path in DOCS.rglob("*.md") if "```console" in path.read_text(encoding="utf-8"))
# Pages that only ask: they are followed in this process, which takes a tenth of the time.
ASKED: Final = [one for one in RUN if one.is_relative_to(DOCS / "explanation/analyses")]
SHOWN: Final = sorted(path for path in DOCS.rglob("*.md") if "```pycon" in path.read_text(encoding="utf-8"))


def named(page: Path) -> str:
    """Name a page in the report of a test."""
    return page.relative_to(DOCS).as_posix()


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and the lines that it is said to print."""

    command: str
    printed: tuple[str, ...]


def steps(page: Path) -> Iterator[Step]:
    """Return the commands of a page in their order."""
    for _, kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "console":
            for part in re.split(r"^\$ ", dedent(text), flags=re.MULTILINE)[1:]:
                command, *printed = part.splitlines()
                yield Step(command, tuple(line.rstrip() for line in printed if line.strip(" …")))


def write_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows side by side: the name before the header, the rows under it."""
    for _, kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        for name, header, rows in FILE.findall(dedent(text)) if kind == "text" else ():
            folder.mkdir(exist_ok=True)
            (folder / name).write_text("\n".join([header, *dedent(rows).splitlines(), ""]), encoding="utf-8")


def run(command: str, folder: Path) -> str:
    """Run a command as a reader would, and return what it printed; it must end well."""
    program, *arguments = shlex.split(command)
    assert program == "./bilan"
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("BILAN_", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "bilan", *arguments],
        cwd=folder,
        env={**mine, "LC_ALL": "C.UTF-8", "COLUMNS": "80", "BILAN_BY": "reader"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demonstration once; copies of it are had faster."""
    folder = tmp_path_factory.mktemp("reader") / "once"
    folder.mkdir()
    run("./bilan demo", folder)
    return folder


@pytest.fixture
def reader(_loaded: Path, tmp_path: Path) -> Path:
    folder = shutil.copytree(_loaded, tmp_path / "reader")
    for name in ("demo", "docs"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture
def asked(
    _loaded: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[str], str]]:
    for name in [one for one in os.environ if one.startswith(("BILAN_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)

    def ask(command: str) -> str:
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = bilan.run(["--home", str(_loaded / "var/demo"), *shlex.split(command)[1:]])
        assert code == 0, f"$ {command}\n{out.getvalue()}{err.getvalue()}"
        return out.getvalue()

    with django_db_blocker.unblock():
        yield ask
        connections.close_all()


@pytest.mark.parametrize("page", [one for one in RUN if one not in ASKED], ids=named)
def test_what_a_page_tells_to_do_does_what_it_says(page: Path, reader: Path) -> None:
    write_files(page, reader / "mine")
    follow(page, lambda command: run(command, reader))


@pytest.mark.parametrize("page", ASKED, ids=named)
def test_what_a_page_asks_is_answered_as_it_says(page: Path, asked: Callable[[str], str]) -> None:
    assert {shlex.split(step.command)[1] for step in steps(page)} <= {"analyse", "panorama", "compare"}
    follow(page, asked)


def follow(page: Path, act: Callable[[str], str]) -> None:
    """Do what a page says, step by step, and look for what it says is printed."""
    for step in steps(page):
        printed = flowing(act(step.command))
        for wanted in step.printed:
            pattern = ".*?".join(map(re.escape, flowing(wanted).split("…")))
            found = re.search(pattern, printed)
            assert found, f"$ {step.command}\ndoes not print: {wanted}\nbut: {printed}"
            printed = printed[found.end() :]


def flowing(text: str) -> str:
    """Return a text without its line breaks: where a terminal breaks a line depends on the length of a path."""
    return " ".join(text.split())


@pytest.mark.parametrize("page", SHOWN, ids=named)
def test_examples_of_python_give_what_they_show(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert test.examples
    failed, _ = doctest.DocTestRunner(verbose=False).run(test)
    assert not failed
