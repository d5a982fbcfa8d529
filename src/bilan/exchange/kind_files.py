"""Read our own format: one plain CSV a kind, named after it, UTF-8, with a header row.

Columns: ``key``, then the fields of the kind; a label has a column a language (``name_fr``); several values stand in
one cell (see `bilan.exchange.cells`); an empty cell is an absent value. ``replaces`` may give the number of the entry
that a row was written against: if the ledger has moved on since, the row is refused. With ``number``, as an export of
the whole history has it, the rows are events of the past, recorded in that order. A row of ``withdrawal.csv`` names the
entry by its number (``entry``) or by its key (``entry_key``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from bilan.exchange.containers import USUAL, Limits, Opened, open_all
from bilan.exchange.encodings import decode
from bilan.exchange.kind_rows import Row, Table, read_row
from bilan.exchange.order import in_order
from bilan.exchange.rows import header_of, kinds_of_header, rows_of
from bilan.exchange.steps import Put, Reading, Step, Withdraw
from bilan.ledger.kinds import KINDS, Kind
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.terms.guesses import nearest
from bilan.terms.problems import Place, Problem

Rows = Iterator[tuple[int, list[str] | Problem]]


@dataclass(slots=True)
class _Batch:
    """What has been read so far, of all files."""

    limits: Limits
    by_header: bool
    today: list[Step] = field(default_factory=list)
    history: list[tuple[Row, Step]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    first: dict[str, Place] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def read(path: Path, limits: Limits = USUAL) -> Reading:
    """Read a file, a folder or a zip of files, each of one kind; collect every problem."""
    return read_files(open_all(path, limits), limits, by_header=path.is_file() and path.suffix.lower() == ".csv")


def read_files(files: Iterable[Opened | Problem], limits: Limits = USUAL, *, by_header: bool = False) -> Reading:
    """Read opened files; with `by_header`, a name that is no kind is no problem yet if the header is clear."""
    batch = _Batch(limits, by_header)
    for opened in files:
        found = opened if isinstance(opened, Problem) else _read_file(opened, batch)
        if found:
            batch.problems.append(found)
    steps = _in_order(batch)
    return Reading(tuple(steps), tuple(batch.problems), batch.rows, frozenset(batch.refused))


def _read_file(opened: Opened, batch: _Batch) -> Problem | None:
    """Read a file; return what keeps it from being read at all."""
    text = decode(opened.content, opened.name)
    if isinstance(text, Problem):
        return text
    rows = rows_of(text, opened.name)
    _, first = next(rows, (1, Problem("file_empty", Place(file=opened.name))))
    if isinstance(first, Problem):
        return first
    kind = _kind(opened.name, first, by_header=batch.by_header)
    if isinstance(kind, Problem):
        return kind
    header, problems = header_of(first, kind, opened.name, batch.limits)
    batch.problems += problems
    if header:
        _read_rows(Table(opened.name, kind, header), rows, batch)
    return None


def _kind(name: str, cells: Sequence[str], *, by_header: bool) -> str | Problem:
    stem = PurePath(name).stem.lower()
    if stem in KINDS:
        return stem
    fitting = kinds_of_header(cells) if by_header else []
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return Problem("kind_unclear", Place(file=name), {"choices": ", ".join(fitting)})
    return Problem("kind_unknown", Place(file=name), {"nearest": nearest(stem, KINDS) or ", ".join(KINDS)})


def _read_rows(table: Table, rows: Rows, batch: _Batch) -> None:
    before = len(batch.problems)
    batch.rows[table.name] = 0
    for row, cells in rows:
        batch.rows[table.name] += 1
        if isinstance(cells, Problem):
            batch.problems.append(cells)
        else:
            _take(read_row(table, cells, row), batch)
        if len(batch.problems) - before >= batch.limits.problems:
            values = {"most": str(batch.limits.problems)}
            batch.problems.append(Problem("too_many_problems", Place(file=table.name, row=row), values))
            return


def _take(row: Row, batch: _Batch) -> None:
    batch.problems += row.problems
    twice = batch.first.get(row.key) if row.key and row.number is None else None
    if twice:
        batch.problems.append(
            Problem("key_twice", row.place, {"key": row.key or "", "first": str(twice)}).at(column="key")
        )
    elif row.key:
        batch.first[row.key] = row.place
    if row.step and row.number is not None:
        batch.history.append((row, row.step))
    elif row.step and not twice:
        batch.today.append(row.step)
    elif row.key and not twice:
        batch.refused.add(row.key)


def _in_order(batch: _Batch) -> list[Step]:
    """Order a history by its numbers, the rest by what refers to what; what is withdrawn today comes last."""
    numbered = sorted(batch.history, key=lambda one: one[0].number or 0)
    puts = in_order(step for step in batch.today if isinstance(step, Put))
    return [*_history(numbered, batch), *puts, *(step for step in batch.today if isinstance(step, Withdraw))]


def _history(rows: Sequence[tuple[Row, Step]], batch: _Batch) -> Iterator[Step]:
    """Give the steps of a history; numbers of another ledger mean nothing in this one, keys do."""
    key_of = {row.number: row.key for row, _ in rows}
    for row, step in rows:
        content = step.draft.content if isinstance(step, Put) else None
        if isinstance(content, Redaction):
            batch.problems.append(Problem("redaction_not_carried", row.place))
        elif isinstance(content, Withdrawal) and not key_of.get(content.entry):
            where = replace(row.place, column="entry")
            batch.problems.append(Problem("no_such_entry", where, {"number": str(content.entry)}))
        else:
            yield _by_key(step, content, key_of)


def _by_key(step: Step, content: Kind | None, key_of: Mapping[int | None, str | None]) -> Step:
    if not isinstance(content, Withdrawal):
        return step
    key, day = key_of[content.entry] or "", content.published_on
    return Withdraw(key, step.origin or "", day, content.reason, content.reason_words, step.place, once=True)
