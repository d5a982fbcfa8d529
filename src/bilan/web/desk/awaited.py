"""Rows of what is awaited, as tables of the desk show them: whose it is, where one acts, whether one may remind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from bilan.acts import reminding
from bilan.acts.matters import COMPLEMENT, FIGURE, PROMISE, STATES, Looking, Matter, matters
from bilan.store.desk.models import Account
from bilan.web.desk.door import AtDesk

TAGS: Final = {"late": "bad", "week": "warn", "month": "mute", "later": "mute", "undated": "mute"}
# Of each group so many are shown; whoever chooses a branch or a party sees the others.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Awaited:
    """A matter in a table: its title, where it leads, who is to act, when that was last recalled."""

    one: Matter
    title: str
    to: str
    whom: Sequence[Account]
    reminded_on: date | None
    can_remind: bool

    @property
    def tag(self) -> str:
        """Return how its state is tagged."""
        return TAGS[self.one.state]

    @property
    def days(self) -> int | None:
        """Return how many days are left, or how many it is late."""
        return None if self.one.days is None else abs(self.one.days)


@dataclass(frozen=True, slots=True)
class Group:
    """What is as near: its code, how many there are, those that are shown."""

    state: str
    count: int
    rows: Sequence[Awaited]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks, with what tables tell beside each matter, asked for once: who reports, what was recalled and when."""

    asked: AtDesk
    reporters: Sequence[reminding.Reporter]
    recalled: dict[str, datetime]
    # On which matters whoever looks may do what.
    mine: dict[str, frozenset[str]]

    def row(self, one: Matter) -> Awaited:
        """Return a matter as a row."""
        when, whom = self.recalled.get(one.ident), reminding.answering(one, self.reporters)
        today = when is not None and when.date() == self.asked.today
        title = reminding.title(self.asked.voice, one, self.asked.view)
        can = bool(whom) and one.ident in self.mine["remind"] and not today
        return Awaited(one, title, self._to(one), whom, when.date() if when else None, can)

    def groups(self, found: Sequence[Matter], *, most: int = MOST) -> Iterator[Group]:
        """Give matters by how near they are."""
        order = sorted(found, key=lambda one: STATES.index(one.state))
        for state, members in groupby(order, key=lambda one: one.state):
            every = list(members)
            yield Group(state, len(every), [self.row(one) for one in every[:most]])

    def _to(self, one: Matter) -> str:
        asked = self.asked
        if one.sort == FIGURE:
            form = reverse("desk:figures_begin", kwargs={"kind": "statement"})
            return f"{form}?{_cells(one)}" if one.ident in self.mine["draft"] else asked.to("indicator", one.key)
        if one.sort == COMPLEMENT:
            return reverse("desk:complement", kwargs={"key": one.key})
        if one.sort == PROMISE:
            return asked.to("undertaking", one.key)
        follows = asked.person.may("follow")
        return reverse("desk:thread", kwargs={"key": one.key}) if follows else asked.to("entry", one.entries[0])


def asker(looking: Looking, asked: AtDesk) -> Asker:
    """Return who looks, with all that rows tell."""
    now = asked.as_of == asked.known_on == asked.today
    mine = {act: _idents(looking, act) if now else frozenset[str]() for act in ("remind", "draft")}
    return Asker(asked, reminding.reporters(), reminding.reminded(), mine)


def _idents(looking: Looking, act: str) -> frozenset[str]:
    """Name the matters on which whoever looks may do an act: one condition tells, never a look at each."""
    if not looking.person.may(act):
        return frozenset()
    return frozenset(one.ident for one in matters(replace(looking, act=act)))


def _cells(one: Matter) -> str:
    cells = {"indicator": one.key, "about": one.about, "subject": one.subject, "region": one.region}
    return urlencode({name: text for name, text in cells.items() if text})
