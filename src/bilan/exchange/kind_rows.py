"""One row of the file of a kind: the step it asks for, or all its problems."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from bilan.exchange import columns as of
from bilan.exchange.columns import Column
from bilan.exchange.containers import USUAL
from bilan.exchange.rows import Header, header_of
from bilan.exchange.steps import Put, Step, Withdraw
from bilan.ledger.canonical import canonical_bytes
from bilan.ledger.entries import WITHOUT_KEY, Draft, content_of
from bilan.ledger.kinds import KINDS, Kind
from bilan.ledger.kinds.record import Withdrawal
from bilan.ledger.refusals import key_problem, problems_of, shown
from bilan.terms.problems import Place, Problem

_WHOLE: Final = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its name, its kind, its header."""

    name: str
    kind: str
    header: Header


class Row(NamedTuple):
    """A row that was read: its place, its key, its number in an exported history, and its step or its problems."""

    place: Place
    key: str | None
    number: int | None
    step: Step | None
    problems: tuple[Problem, ...]


def read_row(table: Table, cells: Sequence[str], row: int) -> Row:
    """Read one row."""
    place = Place(file=table.name, row=row)
    width = table.header.width
    if len(cells) < width or any(cells[width:]):
        code = "row_too_short" if len(cells) < width else "row_too_long"
        return Row(place, None, None, None, (Problem(code, place, {"count": str(len(cells)), "wanted": str(width)}),))
    envelope = {name: text for name, at in table.header.envelope.items() if (text := cells[at].strip())}
    content = _content(table.header.columns, cells)
    if of.WITHDRAWN in envelope:
        content.setdefault("entry", 0)  # found out from the key when it is recorded
    problems = list(_envelope_problems(table, envelope))
    try:
        said = KINDS[table.kind].model_validate(content)
    except ValidationError as refused:
        problems += (one for one in problems_of(refused) if not _told_of_the_header(one, table.header))
    else:
        if not problems:
            number = int(envelope[of.NUMBER]) if of.NUMBER in envelope else None
            return Row(place, envelope.get(of.KEY), number, _step(table, said, envelope, place), ())
    placed = tuple(problem.at(file=table.name, row=row) for problem in problems)
    return Row(place, envelope.get(of.KEY), None, None, placed)


def read_cells(
    kind: str, cells: Mapping[str, str], *, key: str | None = None
) -> tuple[Step | None, tuple[Problem, ...]]:
    """Read one entry whose fields are written as the cells of a file are, as if it were the one row of it."""
    given = dict(cells) if key is None else {**cells, of.KEY: key}
    table, problems = _table_of(kind, tuple(given))
    texts = list(given.values())
    row = read_row(table, [_lines(text) for text in texts] if any("\r" in text for text in texts) else texts, 0)
    found = tuple(one.at(file=None, row=None) for one in (*problems, *row.problems))
    return None if problems else row.step, found


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=512)
def _table_of(kind: str, headings: tuple[str, ...]) -> tuple[Table, tuple[Problem, ...]]:
    header, problems = header_of(headings, kind, f"{kind}.csv", USUAL)
    if of.NUMBER in headings:  # the numbers of a history mean nothing here
        problems.append(Problem("history_not_here", Place(column=of.NUMBER)))
    return Table(f"{kind}.csv", kind, header or Header(0, (), {}, frozenset())), tuple(problems)


def _content(columns: Sequence[Column | None], cells: Sequence[str]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell and column:
            value = column.read(cell)
            if column.language:
                content.setdefault(column.field, {})[column.language] = value
            elif value != "":
                content[column.field] = value
    return content


def _envelope_problems(table: Table, envelope: Mapping[str, str]) -> Iterator[Problem]:
    if table.kind not in WITHOUT_KEY and of.KEY not in envelope and of.KEY not in table.header.missing:
        yield Problem("key_missing", Place(column=of.KEY), {"kind": table.kind})
    for name in (of.KEY, of.WITHDRAWN):
        wrong = key_problem(envelope[name]) if name in envelope else None
        if wrong:
            yield wrong.at(column=name)
    for name in (of.NUMBER, of.REPLACES):
        if name in envelope and not _WHOLE.fullmatch(envelope[name]):
            yield Problem("not_a_whole_number", Place(column=name), {"value": shown(envelope[name])})


def _told_of_the_header(problem: Problem, header: Header) -> bool:
    """Tell whether the header lacks the column: that was said once, for all rows."""
    column = problem.place.column
    return problem.code == "field_missing" and any(one in {column, f"{column}_fr"} for one in header.missing)


def _step(table: Table, said: Kind, envelope: Mapping[str, str], place: Place) -> Step:
    key = envelope.get(of.KEY)
    name = envelope.get(of.NUMBER)
    if isinstance(said, Withdrawal) and of.WITHDRAWN in envelope:
        withdrawn = envelope[of.WITHDRAWN]
        return Withdraw(
            withdrawn, f"{table.name}:{withdrawn}", said.published_on, said.reason, said.reason_words, place=place
        )
    if name is not None:  # of a history: the digest keeps apart two histories that number alike
        digest = sha256(canonical_bytes(content_of(said))).hexdigest()[:16]
        return Put(Draft(said, key, origin=f"{table.name}:{name}:{key}:{digest}"), place, once=True)
    replaces = int(envelope[of.REPLACES]) if of.REPLACES in envelope else None
    return Put(Draft(said, key, replaces, f"{table.name}:{key or getattr(said, 'entry', '')}"), place)
