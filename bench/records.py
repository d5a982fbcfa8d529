"""What declared figures and declared ends are worth, on public records: pairs of ratings, pairs drawn, moves of ends.

``.venv/bin/python -m bench.records ../shared/data --into FOLDER`` distils the two tables that ship from the records in
a folder.

Each pair is foreseen from those of earlier days, each move from those seen before it was told. A step of the ratings is
anywhere within its sixth, drawn by a seed. Drawn pairs: reporters overstate on the logit, each by its own amount, each
item by its own, and an audit errs as a whole.
"""

import csv
import random
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import exp
from pathlib import Path
from typing import Final

import numpy as np

from bench.table import row
from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.slips import Move, Moves, slips
from bilan.analysis.formulas.verifying import Comparables, Declaration, Pair, verified
from bilan.exchange import records

HEAD: Final = ("Record", "Way", "Pinball loss", "Holds 50 / 80 / 90 %", "Newcomers hold 80 %", "CPU a task")
TABLES: Final = {
    "verified_class.csv": ("wb-digital-projects/digital_projects.csv", records.distil_verified),
    "slip_class.csv": ("gmpp-2014-2016/gmpp_2014_2016.csv", records.distil_slips),
}
FROM: Final = 30
SIXTH: Final = 100 / 6
SEEDS: Final = (1, 2, 3)
_LEVELS: Final = np.array(LEVELS)

Quantiles = Sequence[float]
Known = Callable[[Pair], Quantiles]


@dataclass(slots=True)
class Tally:
    """The losses of a way, which intervals held, and those of newcomers."""

    losses: list[float] = field(default_factory=list)
    held: list[tuple[bool, bool, bool]] = field(default_factory=list)
    newcomers: list[bool] = field(default_factory=list)
    cpu: float = 0.0

    def add(self, quantiles: Quantiles, came: float, *, is_new: bool) -> None:
        """Count what was said and what came."""
        over = came - np.asarray(quantiles)
        self.losses.append(float(np.mean(np.maximum(_LEVELS * over, (_LEVELS - 1) * over))))
        holds = tuple(quantiles[at] <= came <= quantiles[-1 - at] for at in (4, 1, 0))
        self.held.append((holds[0], holds[1], holds[2]))
        if is_new:
            self.newcomers.append(holds[1])

    def cells(self) -> list[str]:
        """Return the tally as cells of the table."""
        held = " / ".join(f"{100 * share:.0f}" for share in np.mean(self.held, axis=0))
        new = f"{100 * np.mean(self.newcomers):.0f} ({len(self.newcomers)})" if self.newcomers else ""
        return [f"{np.mean(self.losses):.2f}", held, new, f"{1000 * self.cpu / len(self.losses):.1f} ms"]


def report(folder: Path) -> Iterator[str]:
    """Tell what each way is worth on each record, line by line."""
    yield from ("", row(HEAD), row(["---"] * len(HEAD)))
    ratings = [_within(one) for one in records.rated(folder / TABLES["verified_class.csv"][0])]
    for name, pairs in {f"World Bank ratings: {len(ratings)}": ratings, **dict(_drawn_records())}.items():
        for way, tell in WAYS.items():
            yield row([name, way, *_tried(pairs, tell).cells()])
    yield from _ends(folder / TABLES["slip_class.csv"][0])


def _face(known: Comparables) -> Known:
    del known
    return lambda one: [one.declared] * len(LEVELS)


def _of_class(known: Comparables) -> Known:
    return lambda one: verified(Declaration("\x00", one.item, one.on, one.declared), known).quantiles


def _ours(known: Comparables) -> Known:
    return lambda one: verified(one, known).quantiles


WAYS: Final = {"declared at face value": _face, "class alone": _of_class, "ours": _ours}


def _tried(pairs: Iterable[Pair], way: Callable[[Comparables], Known]) -> Tally:
    tally, told = Tally(), sorted(pairs, key=lambda one: one.on)
    for day in sorted({one.on for one in told}):
        earlier = [one for one in told if one.on < day]
        if len(earlier) < FROM:
            continue
        before, reporters = time.process_time(), {one.reporter for one in earlier}
        tell = way(Comparables.of(earlier))
        for one in (one for one in told if one.on == day):
            tally.add(tell(one), one.verified, is_new=one.reporter not in reporters)
        tally.cpu += time.process_time() - before
    return tally


def _within(pair: Pair) -> Pair:
    """Put both ratings of a pair anywhere within their sixth."""
    chance = random.Random(repr(pair))
    declared, found = (one + SIXTH * (chance.random() - 0.5) for one in (pair.declared, pair.verified))
    return replace(pair, declared=declared, verified=found)


def _drawn_records() -> Iterator[tuple[str, list[Pair]]]:
    for seed in SEEDS:
        pairs = drawn(seed)
        yield f"Drawn {seed}: {len(pairs)}", pairs


def drawn(seed: int, *, reporters: int = 60, items: int = 6) -> list[Pair]:
    """Draw pairs of declared and verified coverages in percent; how declared values err differs by seed."""
    chance = random.Random(seed)
    bias, error = chance.uniform(0.5, 1.2), chance.uniform(0.2, 0.8)
    ease = [chance.gauss(0, 0.4) for _ in range(items)]
    return [pair for name in range(reporters) for pair in _reporter(chance, f"r{name}", ease, bias, error)]


def _reporter(chance: random.Random, name: str, ease: Sequence[float], bias: float, error: float) -> Iterator[Pair]:
    level, own = chance.gauss(1.3, 1.1), abs(chance.gauss(0, bias))
    offs = [chance.gauss(0, 0.3) for _ in ease]
    day = date(2005, 1, 1) + timedelta(days=chance.randrange(2500))
    while day.year < 2022:  # noqa: PLR2004 - the last year drawn
        of_audit, level = chance.gauss(0, 0.4), level + chance.gauss(0, 0.25)
        for item, off in enumerate(offs):
            truth = level + ease[item] + off
            told = truth + own + chance.gauss(0, error), truth + of_audit + chance.gauss(0, 0.4)
            yield Pair(name, f"i{item}", day, *(100 / (1 + exp(-one)) for one in told))
        day += timedelta(days=chance.randrange(700, 2500))


def _ends(path: Path) -> Iterator[str]:
    """Foresee the moves of the last report from those seen by then, and from the table alone."""
    moves = list(records.moved([path]))
    last = max(later_on for _, _, later_on, _ in moves)
    seen = [Move.seen(ending, on, end) for _, ending, on, end in moves if on < last]
    asked = [(ending, end) for _, ending, on, end in moves if on == last]
    name = f"Ends of major projects, in months: {len(asked)}"
    for way, known in {
        "the declared date stands": None,
        "the table alone": Moves.of([]),
        "ours": Moves.of(seen),
    }.items():
        tally, before = Tally(), time.process_time()
        for ending, end in asked:
            slipped = Move.seen(ending, last, end).slipped
            told = slips(ending, known, last).quantiles if known else [0.0] * len(LEVELS)
            tally.add(told, slipped, is_new=False)
        tally.cpu = time.process_time() - before
        yield row([name, way, *tally.cells()])


def distil(folder: Path, into: Path) -> None:
    """Distil the tables that ship from the records in a folder."""
    for name, (path, made) in TABLES.items():
        rows = made(folder / path)
        with (into / name).open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)


if __name__ == "__main__":
    read = ArgumentParser(prog="python -m bench.records", description=__doc__)
    read.add_argument("folder", type=Path, help="the folder of the records")
    read.add_argument("--into", type=Path, required=True, help="the folder of the tables")
    distil(read.parse_args().folder, read.parse_args().into)
