"""Read which building blocks public-service use cases need, as GovStack publishes them: two files of a row each.

use_case_building_block.csv lists the blocks of each use case, step_building_block.csv those of its steps. A use case
becomes a service, a block a building block, and each pair a need that a source states, once. The list of blocks comes
first; a block that only a step names is a need as well, and its note says which step.

The files spell one block in several ways (Scheduler and Scheduling; Digital Registries, Digital Registry and Registry):
the code list *govstack_block* says which are one, and the note of the need keeps what was written. A use case is told
by the code in its title: the column beside it gives one code to two of them. The steps of such a code are nobody's, and
are left out.

The files tell no period, no cost and no owner; none is made up, so there is no plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bilan.exchange.containers import USUAL, Limits
from bilan.exchange.foreign import ForeignRow, put, reading_of, tables_of
from bilan.exchange.steps import Reading, Step
from bilan.ledger.refusals import shown
from bilan.terms.codes import code_list
from bilan.terms.problems import Problem

ORIGIN: Final = "govstack"
SOURCE: Final = "src-govstack"
LIST: Final = "govstack_block"
USE_CASES: Final = "use_case_building_block.csv"
STEPS: Final = "step_building_block.csv"
_FILES: Final = {
    USE_CASES: ("use_case", "title", "sector", "status", "building_block"),
    STEPS: ("use_case", "step", "building_block"),
}

Found = Step | Problem


def detect(path: Path) -> bool:
    """Tell whether a folder holds the use cases and their steps."""
    return all((path / name).is_file() for name in _FILES)


def read(path: Path, limits: Limits = USUAL) -> Reading:
    """Read the use cases of a folder."""
    tables, problems = tables_of(path, _FILES, limits)
    use_cases, steps = (tables[name] for name in _FILES)
    codes = _codes(use_cases)
    pairs = {**_of_steps(steps, codes), **_of_use_cases(use_cases)}
    ordered = [row for row in (*use_cases, *steps) if pairs.get(_pair(row, codes)) is row]
    found = [*_source(), *_blocks(ordered), *_services(use_cases), *_needs(ordered, codes)]
    return reading_of([*found, *_odd(use_cases, steps, codes)], tables, problems)


def block_of(spelling: str) -> str | None:
    """Return the code of a block, however it is spelt; none where it is no block of the list.

    >>> block_of("Scheduling"), block_of("Digital Registry"), block_of("Cloud")
    ('scheduler', 'registries', None)
    """
    known = {one.casefold(): code for code, about in code_list(LIST).items() for one in _spellings(about.more)}
    return known.get(spelling.casefold())


def _spellings(more: Mapping[str, str]) -> list[str]:
    return [one.strip() for one in more["spellings"].split(";")]


def _code(row: ForeignRow) -> str:
    """Return the code that stands in the title: ``INST-2`` of ``INST-2 - Anticipatory Cash Transfers``."""
    return row["title"].split(" ")[0]


def _codes(rows: Sequence[ForeignRow]) -> dict[str, list[str]]:
    """Return, by what stands in the column of codes, the codes of the titles."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row["use_case"], {})[_code(row)] = None
    return {given: list(codes) for given, codes in found.items()}


def _pair(row: ForeignRow, codes: Mapping[str, list[str]]) -> tuple[str | None, str | None]:
    if "title" in row.cells:
        return _code(row), block_of(row["building_block"])
    told = codes.get(row["use_case"], [])
    return (told[0] if len(told) == 1 else None), block_of(row["building_block"])


def _of_use_cases(rows: Sequence[ForeignRow]) -> dict[tuple[str | None, str | None], ForeignRow]:
    """Return the first row of each use case and block."""
    return {_pair(row, {}): row for row in reversed(rows)}


def _of_steps(
    rows: Sequence[ForeignRow], codes: Mapping[str, list[str]]
) -> dict[tuple[str | None, str | None], ForeignRow]:
    return {pair: row for row in reversed(rows) if (pair := _pair(row, codes))[0]}


def _source() -> Iterator[Found]:
    content = {
        "title": "Building blocks of the product use cases",
        "publisher": "GovStack",
        "url": "https://github.com/GovStackWorkingGroup/product-use-cases",
        "language": "en",
        "source_kind": "data",
    }
    yield from put("source", SOURCE, content, plan=ORIGIN)


def _blocks(rows: Sequence[ForeignRow]) -> Iterator[Found]:
    for code in sorted({code for row in rows if (code := block_of(row["building_block"]))}):
        content = {"name": dict(code_list(LIST)[code].label), "source": SOURCE}
        yield from put("building_block", f"cmp-{code}", content, plan=ORIGIN)


def _services(rows: Sequence[ForeignRow]) -> Iterator[Found]:
    first: dict[str, ForeignRow] = {}
    for row in rows:
        first.setdefault(_code(row), row)
    for code, row in first.items():
        note = f"Sector: {row['sector']}. Status of the document: {row['status'].rstrip('.')}."
        name = row["title"].removeprefix(f"{code} - ")
        content = {"name": {"en": name}, "source": SOURCE, "note": note}
        yield from put("service", f"uc-{code.lower()}", content, plan=ORIGIN, place=row.place)


def _needs(rows: Sequence[ForeignRow], codes: Mapping[str, list[str]]) -> Iterator[Found]:
    for row in rows:
        use_case, block = _pair(row, codes)
        if use_case is None or block is None:
            continue
        step = f" Named by a step only: {row['step']}." if "step" in row.cells else ""
        content = {
            "service": f"uc-{use_case.lower()}",
            "block": f"cmp-{block}",
            "basis": "stated",
            "source": SOURCE,
            "locator": f"{row.place.file}, row {row.place.row}",
            "note": f"Written “{row['building_block']}”.{step}",
        }
        yield from put("need", f"need-{use_case.lower()}-{block}", content, plan=ORIGIN, place=row.place)


def _odd(
    use_cases: Sequence[ForeignRow], steps: Sequence[ForeignRow], codes: Mapping[str, list[str]]
) -> Iterator[Problem]:
    """Tell blocks that are not of the list, and steps whose use case cannot be told."""
    for row in (*use_cases, *steps):
        if block_of(row["building_block"]) is None:
            choices = ", ".join(one for about in code_list(LIST).values() for one in _spellings(about.more))
            values = {"value": shown(row["building_block"]), "choices": choices}
            yield Problem("word_of_no_format", row.place, values).at(column="building_block")
    for code in dict.fromkeys(row["use_case"] for row in steps):
        told = codes.get(code, [])
        if len(told) != 1:
            first = next(row for row in steps if row["use_case"] == code)
            values = {"code": shown(code), "count": str(sum(row["use_case"] == code for row in steps))}
            values["titles"] = ", ".join(told) or "–"
            yield Problem("steps_of_no_use_case", first.place, values, "warning").at(column="use_case")
