"""Do what the documents say: each command of a console block is run, and what it is said to print must be printed.

A block begins with ```console. A line ``$ ./bilan …`` is run; the lines under it must come out in that order; others
may come between, and lines may break elsewhere. ``…`` stands for anything. Examples of Python are run too.

Fixtures: `run` runs a command in this process and returns what it printed; it must end well. `reader` is the folder of
a reader, who has the files of the demonstration and has loaded them; `asker` that of one who only asks.
"""

import doctest
import os
import re
import shlex
import shutil
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
from tests.journeys.conftest import demonstration

from bilan.cli import main as bilan

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
BLOCK: Final = re.compile(r"^( *)```(console|text)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FILE: Final = re.compile(r"^(\w+\.csv) +(.+)\n((?:^ +.+\n)+)", re.MULTILINE)
RUN: Final = sorted(path for path in DOCS.rglob("*.md") if "```console" in path.read_text(encoding="utf-8"))
# Pages that only ask: nothing of theirs is written, so they share one ledger.
ASKED: Final = [one for one in RUN if one.is_relative_to(DOCS / "explanation/analyses")]
SHOWN: Final = sorted(path for path in DOCS.rglob("*.md") if "```pycon" in path.read_text(encoding="utf-8"))

Run = Callable[[str], str]


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


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[Run]:
    for name, value in {"LC_ALL": "C.UTF-8", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)

    def typed(command: str) -> str:
        program, *arguments = shlex.split(command)
        assert program == "./bilan"
        for name in [one for one in os.environ if one.startswith("BILAN_")]:  # a command leaves none to the next
            monkeypatch.delenv(name)
        monkeypatch.setenv("BILAN_BY", "reader")
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = bilan.run(arguments)
        assert code == 0, f"$ {command}\n{out.getvalue()}{err.getvalue()}"
        return out.getvalue()

    with django_db_blocker.unblock():
        yield typed
        connections.close_all()


@pytest.fixture(scope="session")
def asker(tmp_path_factory: pytest.TempPathFactory, _made_home: Path, django_db_blocker: DjangoDbBlocker) -> Path:
    """Make the folder of a reader who only asks."""
    folder = tmp_path_factory.mktemp("reader")
    for name in ("demo", "docs"):
        (folder / name).symlink_to(ROOT / name)
    made = demonstration(tmp_path_factory, _made_home, django_db_blocker)
    shutil.copytree(made, folder / "var/demo")
    return folder


@pytest.fixture
def reader(asker: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(asker, tmp_path / "reader", symlinks=True))


@pytest.mark.no_cover
@pytest.mark.parametrize("page", [one for one in RUN if one not in ASKED], ids=named)
def test_what_a_page_tells_to_do_does_what_it_says(
    page: Path, reader: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(reader)
    write_files(page, reader / "mine")
    follow(page, run)


@pytest.mark.parametrize("page", ASKED, ids=named)
def test_what_a_page_asks_is_answered_as_it_says(
    page: Path, asker: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(asker)
    assert {shlex.split(step.command)[1] for step in steps(page)} <= {"analyse", "panorama", "compare"}
    follow(page, run)


def follow(page: Path, act: Run) -> None:
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
