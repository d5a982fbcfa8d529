"""Ask of a proposed figure what looks like a slip, and keep what its author answers: whoever verifies sees both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bilan.acts import papers
from bilan.acts.access import Person
from bilan.acts.loading import reading_of_cells
from bilan.acts.series import DATED, SAME, Series, series
from bilan.analysis.asking import Row
from bilan.analysis.formulas.doubts import Doubt, Figure, doubts
from bilan.exchange.steps import Put
from bilan.ledger.entries import content_of
from bilan.report.figures import trimmed
from bilan.report.view import View
from bilan.store.desk.models import Paper
from bilan.tables.derive import reading_of
from bilan.terms.days import last_day
from bilan.terms.numbers import plain

# So many earlier figures are shown beside a new one.
SHOWN: Final = 3
LONGEST: Final = 2_000
# What must be told of a figure before it can be read at all; until it is, nothing is asked because of these.
UNTOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "statement": {"nature": "announced"}, "target": {"version": "original"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked of a paper: its code, the numbers and days in it as they are written, and the answer if any."""

    code: str
    values: Mapping[str, str]
    words: str | None = None


def content_of_paper(paper: Paper) -> dict[str, Any] | None:
    """Return what a paper says as an entry would hold it; nothing where it cannot be read yet."""
    cells = {**UNTOLD.get(paper.kind, {}), **paper.cells}
    steps = reading_of_cells(paper.kind, cells, key=papers.key_of(paper)).steps
    return content_of(steps[0].draft.content) if steps and isinstance(steps[0], Put) else None


def earlier(view: View, paper: Paper, content: Mapping[str, Any]) -> list[Row]:
    """Return the newest figures of the same thing, the one that a correction would replace apart."""
    if paper.kind not in SAME or "indicator" not in content:
        return []
    same = SAME[paper.kind]
    where = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ${name}' for name in same)
    query = f"""SELECT * FROM {paper.kind} WHERE indicator = $indicator AND {where} AND key IS DISTINCT FROM $key
    ORDER BY recency DESC LIMIT {SHOWN}"""  # noqa: S608 - our own names
    values = {"indicator": content["indicator"], "key": paper.key, **{name: content.get(name) for name in same}}
    return view.rows(query, values, reads=(paper.kind,))


def questions(view: View, paper: Paper, *, today: date) -> list[Question]:
    """Return what is to be asked of a paper, each with the answer that was given to this very question."""
    content = content_of_paper(paper)
    return [] if content is None else asked_of(paper, content, series(view, [(paper.kind, content)]), today=today)


def asked_of(paper: Paper, content: Mapping[str, Any], known: Series, *, today: date) -> list[Question]:
    """Return what is to be asked of a paper that can be read, beside the figures that are known."""
    if paper.kind not in SAME or "indicator" not in content:
        return []
    proposed = figure_of(paper.kind, content)
    last = _last(known, paper, content, proposed.about or today)
    return [_question(one, paper.answers) for one in doubts(proposed, last, known.thing(content), today=today)]


def answer(
    person: Person, paper: str, asked: Sequence[Question], words: Mapping[str, str], *, version: int, at: datetime
) -> Paper:
    """Keep what the author answers to what was asked; not when the paper was changed since `version` was seen."""
    person.demand("draft")
    told = [(one, words.get(one.code, "").strip()[:LONGEST]) for one in asked]
    kept = [{"code": one.code, "values": dict(one.values), "words": said} for one, said in told if said]
    mine = Paper.objects.filter(pk=paper, author=person.account, version=version, state__in=papers.OPEN)
    if not mine.update(answers=kept, version=version + 1, changed_at=at):
        raise papers.Overtaken(paper)
    return papers.own(person, paper)


def _question(doubt: Doubt, answers: Sequence[Mapping[str, Any]]) -> Question:
    values = {name: _written(value) for name, value in doubt.values.items()}
    given = (one["words"] for one in answers if one["code"] == doubt.code and one["values"] == values)
    return Question(doubt.code, values, next(given, None))


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(trimmed(value) or value)
    return value.isoformat() if isinstance(value, date) else str(value)


def figure_of(kind: str, content: Mapping[str, Any]) -> Figure:
    """Return the figure of a content, as its number and dates are reckoned with."""
    read = reading_of(content)
    if kind != "statement":
        return Figure(number=read.number, unit=content.get("unit"))
    return Figure(
        number=read.number,
        unit=content.get("unit"),
        about=last_day(content.get("about")),
        said_on=last_day(content.get("said_on")),
        nature=content.get("nature"),
        numerator=_number(content, "numerator"),
        denominator=_number(content, "denominator"),
    )


def _number(content: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(content[name]) if name in content else None


def _last(known: Series, paper: Paper, content: Mapping[str, Any], day: date) -> Figure | None:
    dated = f"{DATED[paper.kind]}_to"
    before = known.before(paper.kind, content, paper.key)
    rows = [row for row in before if row["reading"] is not None and row[dated]]
    told = [row for row in rows if paper.kind != "statement" or row[dated] <= day]
    return Figure(number=told[0]["reading"], about=told[0][dated]) if told else None
