"""The sheets that are signed: which fields each has, how they are asked for, what one may choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bilan.report import figures
from bilan.terms.codes import code_list
from bilan.terms.problems import Problem
from bilan.web.desk.boxes import Box, Form
from bilan.web.desk.door import AtDesk, Page
from bilan.web.desk.evidence import sources

SUBJECT: Final = "desk_audit"
BACKED: Final = (("source", "list", False), ("locator", "text", False), ("quotation", "area", False))
# For each sheet its fields: name, control, whether it must be filled in.
FIELDS: Final[Mapping[str, tuple[tuple[str, str, bool], ...]]] = {
    "opinion": (("opinion", "choice", True), ("text", "area", True), ("about", "date", False), *BACKED),
    "contest": (("against", "list", True), ("value", "text", True), ("words", "area", True), *BACKED),
    "recommend": (("text", "area", True), ("addressee", "list", False), ("due_on", "date", False)),
    "close": (("outcome", "choice", True), ("text", "area", False), *BACKED),
    "reply": (("text", "area", True),),
}
CODED: Final = frozenset({"opinion", "outcome"})

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: which one, on what, where one goes from it, and the lists to choose from."""

    code: str
    what: str
    back: str
    lists: Mapping[str, Groups] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its fields."""
        return tuple(name for name, _, _ in FIELDS[self.code])

    def typed(self, asked: AtDesk) -> dict[str, str]:
        """Return what was typed into it."""
        return {name: asked.typed.get(name, "").strip() for name in self.names}

    def page(self, asked: AtDesk, cells: Mapping[str, str], problems: Sequence[Problem] = ()) -> Page:
        """Show it, with what stands in it and what is wrong with that."""
        made = Form(asked, SUBJECT, cells, problems)
        boxes = [self._box(asked, made, one) for one in FIELDS[self.code]]
        told = {"boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems), "sheet": self}
        title = asked.voice.tell(SUBJECT, f"{self.code}.title")
        return Page("desk/audit/form.html", title, SUBJECT, told, 422 if problems else 200)

    def _box(self, asked: AtDesk, made: Form, one: tuple[str, str, bool]) -> Box:
        name, control, required = one
        choices: Sequence[Any] = self.lists.get(name, ())
        if name in CODED:
            choices = [(code, asked.voice.label(name, code)) for code in code_list(name)]
        if name == "source":
            choices = sources(asked)
        return made.box(name, control, choices=choices, required=required)


def parties(asked: AtDesk) -> Groups:
    """Return the parties that somebody can be asked among, as one group."""
    rows = asked.view.rows("SELECT key FROM party WHERE party_kind = 'organisation'", reads=("party",))
    named = [(row["key"], figures.name_of(asked.voice, row["key"], asked.view.names)) for row in rows]
    return [(asked.voice.tell(SUBJECT, "organisations"), sorted(named, key=lambda one: one[1].casefold()))]
