"""A form in somebody's hands: its paper or the first page of one to be, what was typed into it, what is wrong there."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bilan.acts import figures, papers
from bilan.acts.concerns import KEY_LONGEST, filled
from bilan.exchange.columns import field_types
from bilan.ledger.refusals import key_problem
from bilan.store import reading
from bilan.store.desk.models import Paper
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk
from bilan.web.desk.figures.inputs import Filled, Input, typed_in
from bilan.web.desk.figures.stages import Stage

TOKEN: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
VERSION_LONGEST: Final = 9
CHOSEN: Final = ".chosen"
# A figure may be of a thing without an indicator; nobody who begins one is told so.
NAMED: Final = "indicator"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: of which kind, what it holds, and the paper behind it, which may not be there yet.

    `token` names a form that has no paper yet, so that the same form makes one paper however often it is sent.
    """

    kind: str
    cells: Mapping[str, str]
    version: int = 0
    token: str = ""
    paper: Paper | None = None

    @classmethod
    def of(cls, paper: Paper) -> "Form":
        """Return the form of a paper."""
        return cls(paper.kind, paper.cells, paper.version, paper=paper)

    def typed(self, asked: AtDesk, stage: Stage) -> "Form":
        """Return the form with what was typed into one of its pages."""
        found = {one.heading: typed_in(one, _sent(asked, one.heading)) for one in stage.columns(self.kind)}
        version = asked.typed.get("version", "")
        told = int(version) if version.isdecimal() and len(version) < VERSION_LONGEST else 0
        return replace(self, cells={**self.cells, **found}, version=told, token=token_of(asked))

    def problems(self, asked: AtDesk, stage: Stage) -> list[Problem]:
        """Return what is wrong on one page, as far as it can be seen there."""
        here = {name for one in stage.columns(self.kind) for name in (one.heading, one.field)}
        unsafe = figures.unsafe({name: text for name, text in self.cells.items() if name in here})
        found = unsafe or figures.problems(self.proposed(asked), at=asked.at)
        return [one for one in found if one.place.column in here and one.severity == "error"]

    def unsafe(self) -> list[Problem]:
        """Return what cannot even be kept."""
        return figures.unsafe(self.cells)

    def inputs(self, asked: AtDesk, stage: Stage, problems: Sequence[Problem]) -> tuple[list[Input], list[Input]]:
        """Return the inputs of a page: those that are seen, and those behind the fold."""
        filled = Filled(self.kind, self.cells, problems, frozenset({*figures.wanted(self.kind), NAMED}))
        columns = stage.columns(self.kind)
        seen = filled.inputs(asked, (one for one in columns if one.field in stage.fields))
        return seen, filled.inputs(asked, (one for one in columns if one.field in stage.more))

    def proposed(self, asked: AtDesk) -> Paper:
        """Return the paper as it would be kept; it is not."""
        key, pk = (self.paper.key, self.paper.pk) if self.paper else (None, "0" * 32)
        return Paper(pk=pk, kind=self.kind, key=key, cells=filled(self.cells), author=asked.person.account)


def own(asked: AtDesk, paper: str) -> Paper:
    """Return a paper of one's own; of others nobody learns that they are there."""
    try:
        return papers.own(asked.person, paper)
    except Paper.DoesNotExist as absent:
        raise NotFound("page") from absent


def usual(asked: AtDesk, kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what whoever starts a form need not type: what is given, and in whose name they speak."""
    cells = {name: text for name, text in given.items() if name in field_types(kind) and len(text) <= KEY_LONGEST}
    party = asked.person.account.party
    if party and "organisation" in field_types(kind) and reading.latest(party):
        cells.setdefault("organisation", party)
    named = cells.get("indicator", "")
    if not key_problem(named) and (indicator := reading.latest(named)):
        cells.setdefault("unit", str(indicator.content.get("unit", "")))
    return {name: text for name, text in cells.items() if name in field_types(kind)}


def token_of(asked: AtDesk) -> str:
    """Return the name of a form that has no paper yet, as it was sent; another where it is none of ours."""
    token = asked.typed.get("token", "")
    return token if TOKEN.fullmatch(token) else secrets.token_urlsafe(16)


def _sent(asked: AtDesk, name: str) -> str:
    """Return what was typed into a field, or what was chosen where words were typed in the place of a key."""
    return asked.typed.get(name + CHOSEN) or asked.typed.get(name, "")
