"""The boxes of a short form: a label, a hint, what stands in it, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilan.terms.problems import Problem
from bilan.terms.words import say
from bilan.web.desk.door import AtDesk


@dataclass(frozen=True, slots=True)
class Box:
    """One question: its control is text, area, date, choice (one under the other) or list (of groups of choices)."""

    name: str
    control: str
    label: str
    hint: str
    value: str
    problems: Sequence[str]
    choices: Sequence[Any] = ()
    required: bool = True

    @property
    def described_by(self) -> str:
        """Return the names of the elements that explain it."""
        return " ".join(f"{self.name}-{one}" for one, told in (("hint", self.hint), ("error", self.problems)) if told)


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent, or what stands in a form at first, and what is wrong with it."""

    asked: AtDesk
    subject: str
    cells: Mapping[str, str]
    problems: Iterable[Problem] = ()

    def box(self, name: str, control: str = "text", *, choices: Sequence[Any] = (), required: bool = True) -> Box:
        """Return the box of a field; its label and hint are ``field.name`` and ``hint.name`` of the word list."""
        voice = self.asked.voice
        wrong = [say(one.code, voice.language, subject="problems", **one.values) for one in self._of(name)]
        label, hint = (voice.tell(self.subject, f"{what}.{name}") for what in ("field", "hint"))
        return Box(name, control, label, hint, self.cells.get(name, ""), wrong, choices, required)

    def rest(self, boxes: Sequence[Box]) -> list[str]:
        """Say what is wrong with no box in particular."""
        known = {one.name for one in boxes}
        language = self.asked.language
        others = (one for one in self.problems if one.place.column not in known)
        return [say(one.code, language, subject="problems", **one.values) for one in others]

    def _of(self, name: str) -> list[Problem]:
        return [one for one in self.problems if one.place.column == name]
