"""The door itself: who reads, in which language, words or JSON, and which ledger they look at."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from bilan.cli.failures import Ends, Failed
from bilan.report.voice import Voice
from bilan.terms import words
from bilan.terms.plain import as_document
from bilan.terms.problems import Problem

if TYPE_CHECKING:
    from rich.console import Console

    from bilan.cli.text import Text
    from bilan.config.home import Home
    from bilan.tables.session import Session

DEMO_HOME: Final = Path("var/demo")


@dataclass(frozen=True, slots=True)
class Door(Voice):
    """What holds for a whole command: the language, words or JSON, the home that was named, the clock."""

    json: bool = False
    home: Path | None = None
    # The address of a site that is asked instead of a ledger here.
    server: str | None = None
    # The door alone asks the clock.
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def today(self) -> date:
        """Return the day it is, where the reader is."""
        return self.now.astimezone().date()

    @property
    def out(self) -> "Console":
        """Return where answers are printed."""
        return _console(stderr=False)

    @property
    def err(self) -> "Console":
        """Return where progress, hints and failures are printed."""
        return _console(stderr=True)

    def open(self) -> "Home":
        """Open the ledger to read it: the home that was named, else the usual one, else the one of the demo."""
        from bilan.config.home import NoHome, open_home

        self._be_here()
        try:
            return open_home(self.home, make=False)
        except NoHome:
            if self.home or not DEMO_HOME.exists() or not _usual():
                raise
            self.note(self.say("demo_home", path=DEMO_HOME), style="dim")
            return open_home(DEMO_HOME, make=False)

    def open_to_write(self) -> "Home":
        """Open the ledger to add to it, and make it if there is none."""
        from bilan.config.home import open_home

        self._be_here()
        return open_home(self.home)

    def open_to_add(self) -> "Home":
        """Open the ledger to add one entry: the one that a reader would see, and a new one only if there is none."""
        from bilan.config.home import NoHome

        try:
            return self.open()
        except NoHome:
            return self.open_to_write()

    def session(self, *, as_of: date, known_on: date, edition: str | None = None) -> "Session":
        """Open the tables of an edition; of the ledger as it stands when none is named."""
        from bilan.tables.editions import open_edition, read_edition
        from bilan.tables.session import open_session

        if self.server:
            from bilan.cli.site import open_site

            with open_site(self.server, self.language) as site:
                copied = read_edition(site.edition(edition))
            return open_session(copied, as_of=as_of, known_on=known_on)
        home = self.open()
        opened = open_edition(home.editions, edition)
        if edition is None:
            self._note_unpublished(opened.size)
        return open_session(opened, as_of=as_of, known_on=known_on)

    def _be_here(self) -> None:
        """Refuse to look into a ledger here when a site was named: what is done to its ledger is done at its desk."""
        if self.server:
            raise Failed("not_at_server", Ends.USAGE)

    def _note_unpublished(self, published: int) -> None:
        """Say that the ledger has entries which are in no edition yet."""
        from bilan.store.reading import size

        if size() > published:
            self.note(self.say("unpublished", count=self.number(size() - published)), style="dim")

    def give(self, answer: Mapping[str, Any]) -> None:
        """Print an answer to a program: one JSON document."""
        sys.stdout.write(as_document(answer))

    def print(self, text: str) -> None:
        """Print a sentence of an answer."""
        from bilan.cli.text import Text

        self.out.print(Text(text))

    def note(self, text: str, *, style: str = "bold") -> None:
        """Print a sentence beside the answer: what to do next, what went wrong."""
        from bilan.cli.text import Text

        self.err.print(Text(text, style=style))

    def report(self, problems: Iterable[Problem], *, most: int | None = None) -> None:
        """Print problems, each with its place and its remedy; to a program, as the answer.

        With `most`, so many of each code are printed, and the others counted.
        """
        if self.json:
            self.give({"problems": [words.as_object(one, self.language) for one in problems]})
            return
        for code, same in _by_code(problems).items():
            # Of a warning two examples tell enough.
            shown = same if most is None else same[: most if same[0].severity == "error" else 2]
            for one in shown:
                self.err.print(self._problem(one))
            if len(same) > len(shown):
                left = self.number(len(same) - len(shown))
                self.note(f"  {self.say('more_problems', count=left, code=code)}", style="dim")

    def _problem(self, problem: Problem) -> "Text":
        from bilan.cli.text import Text

        error = problem.severity == "error"
        sign = Text("✕ " if error else "! ", style="bold red" if error else "yellow")
        said = words.say(problem.code, self.language, subject="problems", **problem.values)
        place = f"{problem.place}{self.say('colon')} " if str(problem.place) else ""
        return sign.append(place, style="bold not red not yellow").append(said, style="not bold default")

    @contextmanager
    def working(self, code: str) -> Iterator[None]:
        """Show on a terminal that long work goes on."""
        if not self.err.is_terminal:
            yield
            return
        with self.err.status(self.say(code)):
            yield

    @contextmanager
    def counting(self, code: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Show on a terminal how far long work has come; of an unknown total, that it goes on."""
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        shape = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeRemainingColumn())
        with Progress(*shape, console=self.err, transient=True, disable=not self.err.is_terminal) as shown:
            task = shown.add_task(self.say(code), total=total)
            yield lambda done: shown.update(task, completed=done)

    def ask(self, code: str, /, **values: object) -> bool:
        """Ask for a yes; nobody at the terminal, or anything else, is a no."""
        if not sys.stdin.isatty():
            return False
        self.err.print(f"{self.say(code, **values)} {self.say('ask.choices')} ", end="", markup=False)
        return input().strip().lower() in self.say("ask.yes").split()

    def end(self, ends: Ends) -> NoReturn:
        """End the command."""
        raise typer.Exit(ends)


def door_of(context: typer.Context) -> Door:
    """Return the door a command was called through."""
    found = context.find_root().obj
    return found if isinstance(found, Door) else Door()


def _by_code(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Put problems of one sort together, errors first, each in the order of the files."""
    places = sorted(problems, key=lambda one: (one.severity, one.place.file or "", one.place.row or 0))
    found: dict[str, list[Problem]] = {}
    for one in places:
        found.setdefault(one.code, []).append(one)
    return found


def _usual() -> bool:
    from bilan.config.declared import DECLARED, read_setting

    return read_setting("BILAN_HOME") == next(one.default for one in DECLARED if one.name == "BILAN_HOME")


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


__all__ = ["Door", "Ends", "Failed", "door_of"]
