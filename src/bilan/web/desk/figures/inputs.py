"""The inputs of a form, made from the class of a kind: its marks say how a field is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import StringConstraints

from bilan.exchange import cells as written
from bilan.exchange.columns import Column, FieldType, field_types
from bilan.ledger import fields as of
from bilan.ledger.fields import InList, IsDay, IsExact, Refers
from bilan.ledger.kinds import KINDS
from bilan.report.voice import Voice
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Problem
from bilan.terms.words import catalogue
from bilan.web.desk.door import AtDesk
from bilan.web.desk.figures import references
from bilan.web.desk.figures.references import Named

# So many choices stand one under the other; more are a list that folds out.
RADIOS: Final = 6
SUBJECT: Final = "desk_figures"
HINTS: Final = "fields"
LABELS: Final = "entry"
# Examples that are the same in every language.
SHOWN: Final = frozenset({"day", "number", "bare"})


@dataclass(frozen=True, slots=True)
class Input:
    """One question of a form: how it is asked, what stands in it, and what is wrong with that.

    Of a reference `stands_for` says what its key means, `near` what may have been meant by other words, `listing` the
    list to choose from.
    """

    name: str
    control: str
    label: str
    hint: str
    example: str
    value: str
    required: bool
    problems: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    not_told: str = ""
    stands_for: str = ""
    near: tuple[Named, ...] = ()
    listing: str = ""

    @property
    def is_short(self) -> bool:
        """Tell whether a few signs are typed, from left to right in every language."""
        return self.control in SHOWN

    @property
    def described_by(self) -> str:
        """Return the names of the elements that explain it."""
        there = {"hint": self.hint or self.example, "error": self.problems, "now": self.stands_for}
        return " ".join(f"{self.name}-{what}" for what, is_there in there.items() if is_there)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is shown: of which kind, what stands in it, what is wrong, what it demands beyond the kind."""

    kind: str
    cells: Mapping[str, str]
    problems: Sequence[Problem] = ()
    wanted: frozenset[str] = frozenset()

    def inputs(self, asked: AtDesk, columns: Iterable[Column]) -> list[Input]:
        """Return the inputs of some columns."""
        return [self._input(asked, one) for one in columns]

    def _input(self, asked: AtDesk, column: Column) -> Input:
        held, voice = field_types(self.kind)[column.field], asked.voice
        control, value = control_of(held), shown_in(column, self.cells.get(column.heading, ""))
        wrong = tuple(one for one in self.problems if one.place.column in {column.heading, _first_of(column)})
        made = Input(
            name=column.heading,
            control=control,
            label=label_of(voice, column),
            hint=" ".join((hint_of(voice, self.kind, column.field), *_how(voice, held))).strip(),
            example=_example(self.kind, column.field) if control in SHOWN else "",
            value=value,
            required=held.required or column.field in self.wanted,
            problems=tuple(voice.tell("problems", one.code, **one.values) for one in wrong),
            choices=tuple(_choices(voice, held)),
            not_told=_not_told(voice, column.field),
        )
        return _referring(asked, held, made)


def _referring(asked: AtDesk, held: FieldType, made: Input) -> Input:
    refers = next((mark for mark in held.marks if isinstance(mark, Refers)), None)
    if refers is None or held.several:
        return made
    return replace(
        made,
        control="reference",
        example="",
        stands_for=references.name(asked, made.value) if made.value else "",
        near=references.near(asked, refers.kinds, made.value) if made.problems and made.value else (),
        listing=references.listing(asked, refers.kinds),
    )


def _first_of(column: Column) -> str | None:
    """Return the field of a label where this is its first language: what is missing altogether is asked for there."""
    return column.field if column.language == LANGUAGES[0] else None


def control_of(held: FieldType) -> str:
    """Return how a field is asked for."""
    marks = held.marks
    if held.several:
        return "several"
    if held.shape == "yes_no":
        return "radios"
    if listed := next((mark for mark in marks if isinstance(mark, InList)), None):
        return "radios" if len(code_list(listed.name)) <= RADIOS else "select"
    for mark, control in ((IsDay, "day"), (IsExact, "number")):
        if any(isinstance(one, mark) for one in marks):
            return control
    return "prose" if _is_long(marks) else "text" if held.shape in {"text", "label"} else "bare"


def _is_long(marks: Iterable[object]) -> bool:
    return any(isinstance(mark, StringConstraints) and mark.max_length == of.LONG for mark in marks)


def _choices(voice: Voice, held: FieldType) -> Iterable[tuple[str, str]]:
    if held.shape == "yes_no":
        yield from ((code, voice.say(code)) for code in ("yes", "no"))
    listed = next((mark for mark in held.marks if isinstance(mark, InList)), None)
    for code, one in code_list(listed.name).items() if listed and not held.several else ():
        label = one.label[voice.language]
        yield code, f"{label} ({one.edition})" if one.edition else label


def _how(voice: Voice, held: FieldType) -> Iterable[str]:
    """Say how a field is filled in, where that does not show."""
    if held.shape == "label":
        yield voice.tell(SUBJECT, "how.label")
    if held.several:
        yield voice.tell(SUBJECT, "how.several")


def _not_told(voice: Voice, field: str) -> str:
    """Return what it means to choose none."""
    code = f"not_told.{field}"
    return voice.tell(SUBJECT, code if code in catalogue(SUBJECT) else "not_told")


def label_of(voice: Voice, column: Column) -> str:
    """Return what a column is called, in the reader's language; a label says which of its own."""
    called = voice.tell(LABELS, f"field.{column.field}")
    called = called[:1].upper() + called[1:]
    return f"{called} ({Voice(column.language).tell('site', 'language')})" if column.language else called


def hint_of(voice: Voice, kind: str, field: str) -> str:
    """Return what a field means: in English as its class says, else from the list of hints."""
    codes = (f"{kind}.{field}", field)
    known = catalogue(HINTS)
    return next((voice.tell(HINTS, code) for code in codes if code in known), "")


def _example(kind: str, field: str) -> str:
    told = KINDS[kind].model_fields[field].examples or [""]
    return str(told[0])


def shown_in(column: Column, cell: str) -> str:
    """Return what a cell of a file holds, as it stands in a form."""
    return str(column.read(cell)) if cell and column.read is written.read_text else cell


def typed_in(column: Column, text: str) -> str:
    """Return what was typed into a form, as a cell of a file holds it."""
    bare = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    return str(column.write(bare)) if bare and column.read is written.read_text else bare
