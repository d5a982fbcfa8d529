"""Other plans beside the one that saves the most: by rule of thumb, least regretted, all shared; and their luck.

Question: What would a rule of thumb choose; which plan is least regretted whatever the costs turn out to be; what does
    a chosen plan save when costs lie anywhere in their ranges; and where no plan serves every need in time within the
    money, what stands in the way?
Formula: as in `pooling`, whose names are used here.

    Greedy      take again and again the block, with those it rests on and that are not taken yet, of the greatest net
                saving for each unit of money spent; each starts in the first year that its order and the money allow.
    Robust      minimise r subject to best(w) - saving(x, w) <= r for each world w of `WORLDS`, `once`, `order`, and
                `money` with every shared cost at its high end, so that the plan keeps to the money in all worlds.
                best(w) is the most that any plan of that sort saves in w; best(w) - saving(x, w) is the regret of x in
                w. (A plan that keeps to the money only when costs are kind may have a regret below zero: `overrun`
                tells its price.)
    Luck        each cost is drawn by itself: from a triangle over low, usual, high where a usual value is told, evenly
                from low to high where only a range is. Every need decides to join as in `pooling`. The same draws serve
                all plans.
    All shared  minimise the cost of building, running and joining when every need joins, each block by the first due
                year among its needs. Where that cannot be, the limits that stand in the way are found by letting them
                give (elastic programming): needs due before their block could stand at any price; then the least money
                that the amounts lack, all other deadlines kept; then the fewest needs that come late within the money.

Units: money in whole units of one currency; whole years; savings by draw.
Errors: none; a case without blocks has the empty plan.
Source: Kouvelis and Yu, *Robust Discrete Optimization and Its Applications*, 1997 (scenarios, greatest regret);
    Chinneck, *Feasibility and Infeasibility in Optimization*, 2008 (elastic programming).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bilan.analysis.formulas.pooling import (
    NONE,
    USUAL,
    WORLDS,
    Block,
    Case,
    Choices,
    Cost,
    Found,
    Plan,
    World,
    optimum,
)
from bilan.analysis.formulas.programme import solve

Draws = npt.NDArray[np.float64]
DEAREST: Final = World("against_sharing", "high", "low")


def greedy(case: Case) -> Plan:
    """Return the plan of the rule of thumb; of equals, the key that comes first is taken."""
    plan: dict[str, int] = {}
    while True:
        offers = [one for block in case.blocks if block.key not in plan and (one := _offer(case, plan, block))]
        best = max(offers, key=lambda one: one[0], default=None)
        if best is None:
            return plan
        plan |= best[1]


def _offer(case: Case, plan: Plan, block: Block) -> tuple[float, Plan] | None:
    """Return the net saving for each unit of money of a block with those it rests on; none where there is none."""
    added: dict[str, int] = {}
    for one in _closure(case, block, plan):
        year = next((year for year in case.starts(one) if case.keeps({**plan, **added, one.key: year})), None)
        if year is None:
            return None
        added[one.key] = year
    net = case.saving(added)
    spent = sum(case.spending(added).values())
    return (net / spent if spent else math.inf, added) if net > 0 else None


def _closure(case: Case, block: Block, plan: Plan) -> list[Block]:
    """Return a block after all that it rests on, without those of a plan."""
    found: dict[str, Block] = {}

    def visit(one: Block) -> None:
        for key in sorted(one.rests_on):
            if key not in plan and key not in found:
                visit(case.by_key[key])
        found[one.key] = one

    visit(block)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Regrets:
    """What each world allows at best, by its code."""

    best: Mapping[str, float]

    @classmethod
    def of(cls, case: Case, *, gap: float = 0.0) -> "Regrets":
        """Find the best of each world."""
        return cls({one.code: optimum(case, one, gap=gap, paid_in=DEAREST).most for one in WORLDS})

    def worst(self, case: Case, plan: Plan) -> tuple[float, str]:
        """Return the greatest regret of a plan, and the world in which it is."""
        regrets = {one.code: self.best[one.code] - case.saving(plan, one) for one in WORLDS}
        code = max(regrets, key=lambda one: regrets[one])
        return regrets[code], code


def robust(case: Case, regrets: Regrets, *, gap: float = 0.0) -> Found:
    """Return the plan whose greatest regret is the least; `saving` and `most` of it are of the usual world."""
    choices = Choices.of(case, DEAREST)
    if not choices.places:
        return Found(NONE, 0.0, 0.0)
    programme = choices.programme
    regret = programme.add(1.0)
    for world in WORLDS:
        programme.limit(choices.nets(world) | {regret: 1.0}, least=regrets.best[world.code] / choices.unit)
    room = max(1.0, regrets.best[USUAL.code] / choices.unit)
    plan = choices.plan_of(solve(programme, gap=gap, slack=gap * room))
    saving = case.saving(plan)
    return Found(plan, saving, saving)


def overrun(case: Case, plan: Plan, world: World = DEAREST) -> float:
    """Return by how much a plan exceeds the amount that it exceeds most, zero where it keeps to all."""
    spent = case.spending(plan, world)
    over = (sum(spent[year] for year in case.years if one.first <= year <= one.last) - one.amount for one in case.money)
    return max([0.0, *over])


def luck(case: Case, plans: Sequence[Plan], *, seed: int, draws: int) -> list[Draws]:
    """Return what each plan saves in each draw."""
    chance = np.random.Generator(np.random.PCG64(seed))
    saved = [np.zeros(draws) for _ in plans]
    for block in case.blocks:
        cost = _drawn(block.cost, chance.random(draws))
        starts = [plan.get(block.key) for plan in plans]
        gains = {start: np.zeros(draws) for start in starts if start is not None}
        for need in case.needs_of[block.key]:
            alone = _drawn(need.alone, chance.random(draws)) if gains else chance.random(draws)
            for by in gains:
                if case.due(need) >= case.stands(block, by):
                    gains[by] += np.maximum(0.0, alone - need.joining)
        for at, start in enumerate(starts):
            if start is not None:
                saved[at] += gains[start] - cost - case.running(block, start)
    return saved


def _drawn(cost: Cost, chance: Draws) -> Draws:
    """Turn chances from 0 to 1 into costs of the range."""
    width = cost.high - cost.low
    if not width:
        return np.full_like(chance, cost.usual)
    if not cost.has_usual:
        return cost.low + width * chance
    below, above = cost.usual - cost.low, cost.high - cost.usual
    rising = cost.low + np.sqrt(chance * width * below)
    return np.where(chance * width < below, rising, cost.high - np.sqrt((1 - chance) * width * above))


def first_standing(case: Case) -> dict[str, int]:
    """Return the first year at whose end each block could stand at any price, by what it rests on."""
    found: dict[str, int] = {}

    def visit(block: Block) -> int:
        if block.key not in found:
            before = [visit(case.by_key[key]) for key in block.rests_on]
            start = max([case.first, *(one + 1 for one in before)])
            found[block.key] = case.stands(block, start)
        return found[block.key]

    for one in case.blocks:
        visit(one)
    return found


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of serving every need.

    `deadline_too_early`: the need `key` is due before its block can stand, at any price, at the end of `year`.
    `money_lacking`: the amount whose years start with `year` lacks `lacks`, all deadlines kept.
    `late_within_money`: within the money, the need `key` cannot be served by `year`, when it is due.
    """

    code: str
    key: str | None
    year: int
    lacks: float | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A plan in which every need joins in time, and its cost; or what stands in its way."""

    plan: Plan
    cost: float | None
    obstacles: tuple[Obstacle, ...] = ()


def all_shared(case: Case) -> Shared:
    """Return the cheapest plan that serves every need in time, or why there is none."""
    earliest = first_standing(case)
    early = sorted((one.key, earliest[one.block]) for one in case.needs if case.due(one) < earliest[one.block])
    if early:
        return Shared(NONE, None, tuple(Obstacle("deadline_too_early", key, year) for key, year in early))
    if not case.needs:
        return Shared(NONE, 0.0)
    choices = _priced(case, bound=True)
    _serve(choices)
    solution = solve(choices.programme)
    if solution.values:
        plan = choices.plan_of(solution)
        return Shared(plan, sum(case.spending(plan).values()) + sum(one.joining for one in case.needs))
    return Shared(NONE, None, (*_money_lacking(case), *_late_within(case)))


def _priced(case: Case, *, bound: bool) -> Choices:
    choices = Choices.of(case, bound=bound)
    for (key, start), place in choices.places.items():
        choices.programme.costs[place] = sum(case.spent(case.by_key[key], start).values()) / choices.unit
    return choices


def _in_time(choices: Choices, block: str, due: int) -> dict[int, float]:
    case = choices.case
    starts = case.starts(case.by_key[block])
    return {choices.places[block, s]: 1.0 for s in starts if case.stands(case.by_key[block], s) <= due}


def _serve(choices: Choices) -> None:
    """Demand that each block stands when the first of its needs is due."""
    for key, needs in sorted(choices.case.needs_of.items()):
        if needs:
            choices.programme.limit(_in_time(choices, key, min(map(choices.case.due, needs))), least=1.0)


def _money_lacking(case: Case) -> Iterator[Obstacle]:
    """Let the money give, all deadlines kept: the least that the amounts lack together."""
    choices = _priced(case, bound=False)
    programme = choices.programme
    programme.costs = [0.0] * len(programme.costs)
    _serve(choices)
    more = [programme.add(1.0) for _ in case.money]
    for one, place in zip(case.money, more, strict=True):
        weights = {at: amount / choices.unit for at, amount in choices.weights(one, USUAL).items()}
        programme.limit(weights | {place: -1.0}, most=one.amount / choices.unit)
    spent = case.spending(choices.plan_of(solve(programme)))
    for one in case.money:
        lacks = sum(spent[year] for year in case.years if one.first <= year <= one.last) - one.amount
        if lacks > _NOTHING:
            yield Obstacle("money_lacking", None, one.first, lacks)


def _late_within(case: Case) -> Iterator[Obstacle]:
    """Let the deadlines give, the money kept: the fewest needs that come late, or never."""
    choices = Choices.of(case)
    programme, late = choices.programme, dict[str, int]()
    for key, needs in sorted(case.needs_of.items()):
        for due in sorted(set(map(case.due, needs))):
            those = [one.key for one in needs if case.due(one) == due]
            place = programme.choose(float(len(those)))
            programme.limit(_in_time(choices, key, due) | {place: 1.0}, least=1.0)
            late |= dict.fromkeys(those, place)
    solution = solve(programme)
    dues = {one.key: case.due(one) for one in case.needs}
    for key in sorted(late):
        if solution.took(late[key]):
            yield Obstacle("late_within_money", key, dues[key])


_NOTHING: Final = 1e-7
