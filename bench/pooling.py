"""The plan of shared blocks at full size: what it costs to prove it, beside a rule of thumb and a plainer programme.

Cases are drawn, the same ones each time: a few blocks that many services need and many that few do, costs that scatter
as money does, each block resting on some before it, money for less than half of them, needs due in any year or none.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.table import Line, seconds
from bench.upkeep import cpu_of
from bilan.analysis.formulas.pooling import USUAL, Block, Case, Choices, Cost, Found, Money, Need, optimum
from bilan.analysis.formulas.pooling_plans import Regrets, greedy, robust
from bilan.analysis.formulas.programme import Solution, solve

SEEDS: Final = (1, 2, 3)
GAP: Final = 0.01
SECONDS: Final = 60.0
FIRST: Final = 2026


def lines(*, tenth: bool) -> Iterator[Line]:
    """Measure each drawn case, line by line."""
    services = 50 if tenth else 500
    for seed in SEEDS:
        case = draw(seed, services=services)
        yield from _of(case, f"Plan {seed}: {services} services, {len(case.blocks)} blocks, {len(case.years)} years")


def draw(seed: int, *, services: int = 500, blocks: int = 60, years: int = 5, money: float = 0.4) -> Case:
    """Draw a case; `money` is the share of the cost of all blocks that is there."""
    chance = random.Random(seed)
    keys = [f"b-{at:02d}" for at in range(blocks)]
    made = [_block(chance, key, keys[:at]) for at, key in enumerate(keys)]
    asked = [(at + 1) ** -0.7 for at in range(blocks)]
    chance.shuffle(asked)
    last = FIRST + years - 1
    needs = [
        _need(chance, f"n-{at}-{key}", made[keys.index(key)], last)
        for at in range(services)
        for key in sorted(set(chance.choices(keys, asked, k=chance.randint(2, 10))))
    ]
    a_year = round(money * sum(one.cost.usual for one in made) / years, -3)
    return Case(made, needs, [Money(year, year, a_year) for year in range(FIRST, last + 1)], FIRST, last)


def _cost(chance: random.Random, usual: float) -> Cost:
    cost = Cost.told(usual, usual * chance.uniform(0.6, 0.95), usual * chance.uniform(1.05, 1.8))
    return cost or sys.exit("no cost was drawn")


def _block(chance: random.Random, key: str, before: list[str]) -> Block:
    cost = round(chance.lognormvariate(15.5, 0.7), -3)
    below = chance.sample(before, min(len(before), chance.choice([0, 0, 0, 1, 1, 2])))
    running = round(cost * chance.uniform(0.05, 0.2), -3)
    return Block(key, _cost(chance, cost), running, chance.choice([1, 1, 1, 2, 2, 3]), tuple(sorted(below)))


def _need(chance: random.Random, key: str, block: Block, last: int) -> Need:
    alone = round(block.cost.usual * chance.uniform(0.02, 0.25), -3)
    joining = round(alone * chance.uniform(0.05, 0.8), -3)
    due = chance.choice([None, None, *range(FIRST, last + 1)])
    return Need(key, block.key, _cost(chance, alone), joining, due)


@dataclass(slots=True)
class Kept:
    """What an act that was timed came to."""

    found: Found | None = None
    solution: Solution | None = None


def _of(case: Case, what: str) -> Iterator[Line]:
    kept = Kept()

    def near() -> None:
        kept.found = optimum(case, gap=GAP)

    ours, thumb = cpu_of(near), cpu_of(lambda: greedy(case))
    found = kept.found or sys.exit("no plan was found")
    yield Line(f"{what}, proven to 1 %", seconds(ours), seconds(thumb), f"{ours / thumb:.1f}", "60 s", ours < SECONDS)
    yield Line("its gap", f"{100 * found.gap:.2f} %", budget="1 %", kept=found.gap <= GAP)
    alone, by_thumb = case.alone(), case.saving(greedy(case))
    yield Line(
        f"its saving, beside the rule of thumb (each alone: {_millions(alone)})",
        _millions(found.saving),
        _millions(by_thumb),
        f"{found.saving / by_thumb:.2f}" if by_thumb else "",
    )
    yield from _closer(case, found, kept)


def _closer(case: Case, found: Found, kept: Kept) -> Iterator[Line]:
    def best() -> None:
        kept.found = optimum(case)

    def by_need() -> None:
        kept.solution = _by_need(case)

    ours, beside = cpu_of(best), cpu_of(by_need)
    yield Line(
        "proven to be the best, beside a choice for each need", seconds(ours), seconds(beside), f"{ours / beside:.2f}"
    )
    exact, other = kept.found, kept.solution
    if exact is None or other is None or exact.saving < found.saving or not _alike(exact.saving, -other.cost):
        sys.exit("the two programmes differ")
    yield Line(
        "the least regretted plan, five worlds first",
        seconds(cpu_of(lambda: robust(case, Regrets.of(case, gap=0.001)))),
    )


def _by_need(case: Case) -> Solution:
    """Solve the programme as one would write it first: a choice for each block and year, and one for each need."""
    choices = Choices.of(case)
    programme = choices.programme
    for (key, start), place in choices.places.items():
        block = case.by_key[key]
        programme.costs[place] = (block.cost.usual + case.running(block, start)) / choices.unit
    for need in case.needs:
        worth = need.alone.at(USUAL.alone) - need.joining
        if worth > 0:
            block = case.by_key[need.block]
            joins = programme.choose(-worth / choices.unit)
            in_time = (s for s in case.starts(block) if case.stands(block, s) <= case.due(need))
            programme.limit({joins: 1.0} | {choices.places[need.block, s]: -1.0 for s in in_time}, most=0.0)
    solved = solve(programme)
    return Solution(solved.state, solved.values, solved.cost * choices.unit, solved.bound * choices.unit)


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def _millions(amount: float) -> str:
    return f"{amount / 1e6:,.0f} M"
