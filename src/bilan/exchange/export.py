"""Write entries as the files that `bilan.exchange.kind_files` reads: what is live, or the whole history.

What was redacted is in neither, and a redaction is an act on one ledger. A history that is recorded elsewhere must not
let come back what the redacted entry had superseded: there it is withdrawn.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from bilan.exchange import columns as of
from bilan.ledger.entries import WITHOUT_KEY, Entry
from bilan.ledger.kinds import KINDS


def live(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that say what the ledger says now: not superseded, not withdrawn, not redacted."""
    every = sorted(entries, key=lambda entry: entry.number)
    ended = {entry.content["entry"] for entry in every if entry.kind in WITHOUT_KEY}
    ended |= {entry.content.get("replaced") for entry in every if entry.kind == "redaction"}
    gone = ended | {entry.replaces for entry in every}
    return [entry for entry in every if entry.key is not None and entry.number not in gone]


def history(entries: Iterable[Entry]) -> list[Entry]:
    """Return all entries in their order, without redactions and what they redacted."""
    every = sorted(entries, key=lambda entry: entry.number)
    redacted = {entry.content["entry"] for entry in every if entry.kind == "redaction"}
    kept = (_withdrawal_of(entry) if entry.kind == "redaction" else entry for entry in every)
    return [entry for entry in kept if entry and entry.number not in redacted]


def _withdrawal_of(redaction: Entry) -> Entry | None:
    replaced = redaction.content.get("replaced")
    content = {"entry": replaced, "reason_words": redaction.content["reason_words"]}
    return None if replaced is None else replace(redaction, kind="withdrawal", content=content)


def write_files(entries: Iterable[Entry], *, numbered: bool = False) -> dict[str, str]:
    """Return the text of each file by its name; `numbered` adds numbers and replacements, for a history."""
    by_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for entry in entries:
        by_kind[entry.kind].append(entry)
    return {f"{kind}.csv": _write(kind, found, numbered=numbered) for kind, found in by_kind.items() if found}


def write_folder(entries: Iterable[Entry], folder: Path, *, numbered: bool = False) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in write_files(entries, numbered=numbered).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def lines(kind: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Give the file of a kind line by line: numbered, with every heading that the kind may have, for a long file."""
    headings = [one for one in of.headings_of(kind) if one != of.WITHDRAWN]
    yield _line(headings)
    for entry in entries:
        row = _row(entry, numbered=True)
        yield _line([row.get(heading, "") for heading in headings])


def _line(cells: Sequence[str]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _write(kind: str, entries: Sequence[Entry], *, numbered: bool) -> str:
    rows = [_row(entry, numbered=numbered) for entry in entries]
    used = {heading for row in rows for heading in row}
    headings = [heading for heading in of.headings_of(kind) if heading in used]
    out = StringIO(newline="")
    writer = csv.DictWriter(out, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(entry: Entry, *, numbered: bool) -> dict[str, str]:
    row = {} if entry.key is None else {of.KEY: entry.key}
    if numbered:
        row[of.NUMBER] = str(entry.number)
        row |= {} if entry.replaces is None else {of.REPLACES: str(entry.replaces)}
    return row | cells_of(entry.kind, entry.content)


def cells_of(kind: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry says as the cells of a file of its kind."""
    cells: dict[str, str] = {}
    for column in of.columns_of(kind):
        value = content.get(column.field)
        if column.language and value is not None:
            value = value.get(column.language)
        if value is not None:
            cells[column.heading] = column.write(value)
    return cells
