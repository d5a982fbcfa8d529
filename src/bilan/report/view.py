"""A view: one edition on one day as known on another, and what was asked of it already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import Any, TypeVar

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.panorama import Panorama
from bilan.report import figures
from bilan.tables.session import Cut, Session

Gathered = TypeVar("Gathered")


@dataclass
class View:
    """The tables of an edition, cut, with the answers that were given; one reader at a time may ask."""

    session: Session
    answers: dict[str, list[Row]] = field(default_factory=dict)
    gathered: dict[object, Any] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    @property
    def cut(self) -> Cut:
        """Return the two dates."""
        return self.session.cut

    def ask(self, name: str) -> list[Row]:
        """Return the answer of an analysis, asked once."""
        with self.lock:
            if name not in self.answers:
                self.answers[name] = catalogue.ask(self.session, name, known=self.answers).rows
            return self.answers[name]

    def once(self, gather: Callable[["View"], Gathered]) -> Gathered:
        """Return what a sheet gathers from this view; it is gathered once, for all languages."""
        with self.lock:
            if gather not in self.gathered:
                self.gathered[gather] = gather(self)
            found: Gathered = self.gathered[gather]
            return found

    def pick(self, name: str, where: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Return those rows of the answer of an analysis that a condition picks; only they are fetched."""
        with self.lock:
            catalogue.hold(self.session, name)
            return self.session.rows(f'SELECT * FROM "{name}" WHERE {where}', values)  # noqa: S608 - our own names

    def rows(self, query: str, values: Mapping[str, Any] | None = None, *, reads: tuple[str, ...] = ()) -> list[Row]:
        """Return the rows of a query over the tables of the kinds that it reads."""
        with self.lock:
            self.session.need(reads)
            return self.session.rows(query, values)

    @cached_property
    def panorama(self) -> Panorama:
        """Return the panorama."""
        with self.lock:
            return catalogue.see(self.session, self.ask)

    @cached_property
    def headlines(self) -> list[Row]:
        """Return the progress of the headline indicators on the whole of what they measure."""
        return self.pick("progress", "headline AND subject IS NULL AND region IS NULL")

    @cached_property
    def names(self) -> figures.Names:
        """Return the names of plan, nodes, indicators and parties by key."""
        with self.lock:
            return figures.names_of(self.session)

    @cached_property
    def sources(self) -> figures.Names:
        """Return publisher, title, language and day of the sources by key."""
        with self.lock:
            return figures.sources_of(self.session)

    @cached_property
    def plan(self) -> Row:
        """Return the plan, or nothing."""
        found = self.rows("SELECT * FROM plan", reads=("plan",))
        return found[0] if found else {}
