"""Measure, and print one table: our way beside the bare way, within one run.

`./bilan bench` takes a quarter of an hour and ten gigabytes of disk; `--quick` a minute, on a tenth of the sizes.
`--largest` adds the core question at 10^8 statements. `--site` measures the site instead, `--analyses` every analysis,
`--pooling` the plan of shared blocks, `--asking` forecasts for other programs.
`--sheets` a spreadsheet of 100,000 rows on its way through the desk.
`--forecast` tells what forecasts are worth on open panels; `--office 5` lets fifty people work at the desk at once.
"""

import argparse
import math
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from bench import asking, core, engines, forecast, ledgers, levers, office, pooling, records, sheets, site, upkeep
from bench.table import HEAD, Line, milliseconds, row, seconds
from bench.upkeep import cpu_of
from bilan.analysis import catalogue
from bilan.tables import session
from bilan.tables.editions import Edition

PANORAMA: Final = 0.060
REFRESH: Final = 0.050
BY_HAND: Final = 1.3
JUDGED_AT: Final = (6, 7)
ENGINES_AT: Final = (4, *JUDGED_AT)
POSTGRESQL: Final = 0.2
EXPONENT: Final = 1.05
RECORDED: Final = 20_000
VERIFIED: Final = 0.6


def main() -> None:
    """Measure all, and print each line as soon as it is known."""
    told = argparse.ArgumentParser(prog="bilan bench", description=__doc__)
    told.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    told.add_argument("--largest", action="store_true", help="the core question at 10^8 statements, too")
    told.add_argument("--site", action="store_true", help="the site of a large plan instead")
    told.add_argument("--analyses", action="store_true", help="every analysis on a million statements instead")
    told.add_argument("--pooling", action="store_true", help="the plan of 500 services and 60 blocks instead")
    told.add_argument("--asking", action="store_true", help="forecasts for other programs instead")
    told.add_argument("--sheets", action="store_true", help="a spreadsheet of 100,000 rows through the desk instead")
    told.add_argument("--forecast", action="store_true", help="what forecasts are worth on open panels, instead")
    told.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of the panels")
    told.add_argument("--office", type=float, metavar="MINUTES", help="fifty people at the desk instead")
    given = told.parse_args()
    print(machine(), "\n")
    if given.office:
        with tempfile.TemporaryDirectory(prefix="bilan-office-") as folder:
            for told_line in office.report(Path(folder), minutes=given.office):
                print(told_line, flush=True)
        return
    if given.forecast:
        for told_line in forecast.report(given.data, tenth=given.quick):
            print(told_line, flush=True)
        for told_line in records.report(given.data):
            print(told_line, flush=True)
        return
    print(row(HEAD), row(["---"] * len(HEAD)), sep="\n")
    with tempfile.TemporaryDirectory(prefix="bilan-bench-") as folder:
        for line in _measured(Path(folder), given):
            print(row(line.cells()), flush=True)


def _measured(folder: Path, given: argparse.Namespace) -> Iterator[Line]:
    if given.site:
        return site.lines(folder, tenth=given.quick)
    if given.analyses:
        return levers.lines(folder, tenth=given.quick)
    if given.pooling:
        return pooling.lines(tenth=given.quick)
    if given.asking:
        return asking.lines(tenth=given.quick)
    if given.sheets:
        return sheets.lines(folder, tenth=given.quick)
    return lines(folder, tenth=given.quick, largest=given.largest)


def machine() -> str:
    """Say what was measured on, and what with."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores of {model}; {platform.system()}; {versions}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def lines(folder: Path, *, tenth: bool, largest: bool) -> Iterator[Line]:
    """Measure, line by line."""
    drawn = [ledgers.draw(folder / str(size), size) for size in _sizes(tenth=tenth, largest=largest)]
    yield from everyday(drawn[0])
    yield from against_sql(drawn)
    yield from against_engines([one for one in drawn if _power(one) in ENGINES_AT], folder)
    yield from upkeep_lines(folder, 20_000 if tenth else 200_000)


def _sizes(*, tenth: bool, largest: bool) -> list[int]:
    return [10**power for power in range(4, 7 if tenth else 9 if largest else 8)]


def least(act: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU of several times."""
    return min(cpu_of(act) for _ in range(times))


def everyday(edition: Edition) -> Iterator[Line]:
    """Measure the panorama of a usual ledger, when its tables are open already."""

    def opened() -> session.Session:
        return session.open_session(edition, as_of=ledgers.AS_OF, known_on=ledgers.AS_OF)

    whole = least(lambda: catalogue.see(opened()), 7)
    yield Line("Panorama, 10^4 statements, warm", milliseconds(whole), budget="60 ms", kept=whole <= PANORAMA)
    part = least(lambda: catalogue.ask(opened(), "rollup"), 7)
    yield Line("of which opening, progress and roll-up", milliseconds(part))
    alone = least(opened, 7)
    yield Line("of which opening alone", milliseconds(alone))


def against_sql(drawn: list[Edition]) -> Iterator[Line]:
    """Measure progress, opening included, beside the SQL that one would write by hand; and how its cost grows."""
    costs: dict[int, float] = {}
    for edition in drawn:
        power = _power(edition)
        ours, bare = least(partial(core.ask_progress, edition)), least(partial(core.ask_by_hand, edition))
        costs[power] = ours
        if core.comparable(core.ask_shared(edition)) != core.comparable(core.ask_by_hand(edition)):
            sys.exit(f"at 10^{power} the two answers differ")
        judged = ours / bare <= BY_HAND if power in JUDGED_AT else None
        budget = "" if judged is None else "1.3"
        what = f"Progress, 10^{power}, beside DuckDB SQL by hand"
        yield Line(what, seconds(ours), seconds(bare), f"{ours / bare:.2f}", budget, judged)
        ten = least(partial(core.ask_shared, edition))
        yield Line(f"the same, 10^{power}, fetching ten columns", seconds(ten), seconds(bare), f"{ten / bare:.2f}")
    for label, powers in (("from 10^4", sorted(costs)), ("from 10^5", sorted(costs)[1:])):
        slope = exponent([(10.0**power, costs[power]) for power in powers])
        yield Line(
            f"Exponent of its cost {label} to 10^{powers[-1]}", f"{slope:.2f}", budget="1.05", kept=slope <= EXPONENT
        )


def exponent(points: list[tuple[float, float]]) -> float:
    """Fit a line through the logarithms of sizes and costs; return its slope.

    >>> round(exponent([(10, 3), (100, 30), (1000, 300)]), 6)
    1.0
    """
    xs, ys = [math.log(size) for size, _ in points], [math.log(cost) for _, cost in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def against_engines(drawn: list[Edition], folder: Path) -> Iterator[Line]:
    """Measure progress beside the same question by hand in SQLite and PostgreSQL."""
    with engines.postgres() as server:
        for edition in drawn:
            ours, answer = least(partial(core.ask_progress, edition)), core.comparable(core.ask_by_hand(edition))
            asked = {"PostgreSQL": engines.ask_postgres(edition, server), "SQLite": engines.ask_sqlite(edition, folder)}
            for name, one in asked.items():
                if core.comparable(one.answer) != answer:
                    sys.exit(f"{name} gives another answer")
                yield from _beside_engine(name, one, ours, _power(edition))


def _beside_engine(name: str, asked: engines.Asked, ours: float, power: int) -> Iterator[Line]:
    for how, cpu in (("usual indexes", asked.usual), ("an index made for it", asked.covering)):
        judging = name == "PostgreSQL" and how == "usual indexes" and power in JUDGED_AT
        kept = ours / cpu <= POSTGRESQL if judging else None
        what = f"Progress, 10^{power}, beside {name}, {how}"
        yield Line(what, seconds(ours), seconds(cpu), f"{ours / cpu:.2f}", "0.2" if judging else "", kept)


def upkeep_lines(folder: Path, entries: int) -> Iterator[Line]:
    """Measure what keeping a ledger costs."""
    kept = upkeep.Kept(folder)
    batch, single = kept.append(entries)
    yield _rate("Record by batches of 10,000, validated", batch, "20,000/s", batch.count / batch.ours >= RECORDED)
    yield _rate("Record one by one, each its own transaction", single)
    yield Line(f"Publish {kept.next:,} entries for the first time", seconds(cpu_of(kept.publish)))
    refreshed = kept.refresh()
    yield Line(
        "Publish again after 100 more (of five times, the least)",
        milliseconds(refreshed),
        budget="50 ms",
        kept=refreshed <= REFRESH,
    )
    proofs = kept.prove(2_000)
    yield Line("Inclusion proofs from tiles", f"{2_000 / proofs:,.0f}/s")
    proven = kept.verify()
    share = proven.bare / proven.ours
    yield Line(
        "Verify an edition, beside bare SHA-256",
        seconds(proven.ours),
        seconds(proven.bare),
        f"{share:.0%}",
        "60 %",
        share >= VERIFIED,
    )
    yield _rate(f"Read {entries // 4:,} rows of CSV, beside DuckDB's reader", upkeep.load(folder, entries // 4))


def _rate(what: str, spent: upkeep.Spent, budget: str = "", kept: bool | None = None) -> Line:  # noqa: FBT001 - a column
    ours, bare = f"{spent.count / spent.ours:,.0f}/s", f"{spent.count / spent.bare:,.0f}/s"
    return Line(what, ours, bare, f"{spent.ours / spent.bare:.1f}", budget, kept)


def _power(edition: Edition) -> int:
    return round(math.log10(edition.size))


if __name__ == "__main__":
    main()
