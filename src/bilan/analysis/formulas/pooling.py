r"""Choose which building blocks to build once for all, and when, so that a plan's services cost the least.

Question: Of blocks that several services need, which are built once and shared, in which year does each start, and
    what does that save against each service building its own?
Formula: a mixed-integer linear programme.

    Sets        B blocks; T the whole years from `first` to `last`; N(b) the needs of block b; P(b) the blocks that must
                stand before b; M the amounts of money, each for a span of years.
    Given       C(b) cost of building b once; R(b) cost of a year of running it; L(b) whole years it takes to build;
                a(n) cost of building the block for need n alone; j(n) cost of joining n to the shared block;
                d(n) the last year by whose end the block must stand for n (`last` where none is told).
    Variables   x(b,t) in {0,1}: the building of b starts in year t. It then stands at the end of year t + L(b) - 1.
    Objective   maximise the saving: sum over b, t of x(b,t) * net(b,t), where
                net(b,t)  = gain(b, t + L(b) - 1) - C(b) - R(b) * (years of T after that year)
                gain(b,r) = sum over n in N(b) with d(n) >= r of max(0, a(n) - j(n)).
    Subject to  once:     sum over t of x(b,t) <= 1;
                order:    for p in P(b) and each t: sum over s <= t of x(b,s)
                          <= sum over s with s + L(p) - 1 < t of x(p,s);
                money:    for each amount m: what x spends in its years <= m, where the building is paid in equal parts
                          over its L(b) years (at once where L(b) is 0) and running in each later year of T.

    Who joins is no variable: once x is given, each need joins a block that stands in time if joining costs less than
    building alone, and nobody else. So the needs of a block add up to one gain for each year, and the programme has
    |B| x |T| choices whatever the number of services; `order` is the tight form, without a large constant. The money
    pays what is shared, building and running; joining is paid by whoever would otherwise have paid more to build alone.

Units: money in whole units of one currency; whole years.
Errors: `ValueError` where blocks rest on one another in a circle, or on a block that is not there: whoever asks finds
    them first with `circles` and leaves them out.
Source: the time-indexed knapsack with precedence (Johnson and Niemi, *On knapsacks, partitions, and a new dynamic
    programming technique for trees*, 1983; Moreno, Espinoza and Goycoolea, *Large-scale multi-period precedence
    constrained knapsack problem*, 2010).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from bilan.analysis.formulas.programme import Programme, Solution, solve

End = Literal["low", "usual", "high"]


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost as it was told: its usual value, its range, or both."""

    low: float
    usual: float
    high: float
    is_ranged: bool = False
    has_usual: bool = True

    @classmethod
    def told(cls, usual: float | None, low: float | None, high: float | None) -> "Cost | None":
        """Read what was told of a cost; none where it does not make one, or runs backwards.

        >>> Cost.told(None, 2.0, 4.0)
        Cost(low=2.0, usual=3.0, high=4.0, is_ranged=True, has_usual=False)
        >>> Cost.told(None, 2.0, None), Cost.told(5.0, 2.0, 4.0), Cost.told(-1.0, None, None)
        (None, None, None)
        """
        if usual is None and (low is None or high is None):
            return None
        middle = ((low or 0.0) + (high or 0.0)) / 2 if usual is None else usual
        bottom, top = middle if low is None else low, middle if high is None else high
        if not 0 <= bottom <= middle <= top:
            return None
        return cls(bottom, middle, top, bottom < top, usual is not None)

    def at(self, end: End) -> float:
        """Return it at one end of its range, or as usual."""
        return {"low": self.low, "usual": self.usual, "high": self.high}[end]


@dataclass(frozen=True, slots=True)
class Block:
    """A block that may be built once: its cost, that of a year of running it, the years it takes, what it rests on."""

    key: str
    cost: Cost
    running: float = 0.0
    years: int = 1
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A service's need of a block: the cost of building it alone, of joining, and the last year to stand by."""

    key: str
    block: str
    alone: Cost
    joining: float = 0.0
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount for what is shared, over the years from `first` to `last`."""

    first: int
    last: int
    amount: float


@dataclass(frozen=True, slots=True)
class World:
    """At which end of their ranges costs turn out to be: those of shared blocks, those of building alone."""

    code: str
    shared: End
    alone: End


USUAL: Final = World("usual", "usual", "usual")
WORLDS: Final = (
    USUAL,
    World("all_low", "low", "low"),
    World("all_high", "high", "high"),
    World("for_sharing", "low", "high"),
    World("against_sharing", "high", "low"),
)
# Which blocks start to be built, and in which year.
Plan = Mapping[str, int]
NONE: Final[Plan] = {}


@dataclass(frozen=True)
class Case:
    """What a plan may choose from: blocks in the order of their keys, their needs, the money and the years."""

    blocks: Sequence[Block]
    needs: Sequence[Need]
    money: Sequence[Money]
    first: int
    last: int

    @cached_property
    def by_key(self) -> dict[str, Block]:
        """Return the blocks by key."""
        return {one.key: one for one in self.blocks}

    @cached_property
    def needs_of(self) -> dict[str, list[Need]]:
        """Return the needs of each block."""
        found: dict[str, list[Need]] = {one.key: [] for one in self.blocks}
        for one in self.needs:
            found[one.block].append(one)
        return found

    @property
    def years(self) -> range:
        """Return the years of the plan."""
        return range(self.first, self.last + 1)

    def due(self, need: Need) -> int:
        """Return the last year by whose end a block must stand for a need."""
        return self.last if need.due is None else min(need.due, self.last)

    def stands(self, block: Block, start: int) -> int:
        """Return the year at whose end a block stands."""
        return start + block.years - 1

    def starts(self, block: Block) -> range:
        """Return the years in which the building of a block may start: it has to stand within the plan."""
        return range(self.first, self.last - max(block.years, 1) + 2)

    def joining(self, block: Block, start: int, world: World = USUAL) -> list[Need]:
        """Return the needs that join a block: it stands in time, and joining costs less than building alone."""
        by = self.stands(block, start)
        return [
            one for one in self.needs_of[block.key] if self.due(one) >= by and one.alone.at(world.alone) > one.joining
        ]

    def running(self, block: Block, start: int) -> float:
        """Return what running a block costs in the years of the plan after the one at whose end it stands."""
        return block.running * (self.last - self.stands(block, start))

    def net(self, block: Block, start: int, world: World = USUAL) -> float:
        """Return what a block saves when its building starts in a year; negative where it costs more than it saves."""
        gain = sum(one.alone.at(world.alone) - one.joining for one in self.joining(block, start, world))
        return gain - block.cost.at(world.shared) - self.running(block, start)

    def spent(self, block: Block, start: int, world: World = USUAL) -> dict[int, float]:
        """Return what a block costs the shared money, by year."""
        by, cost = self.stands(block, start), block.cost.at(world.shared)
        found = dict.fromkeys(range(start, by + 1), cost / max(block.years, 1)) or {start: cost}
        for year in range(by + 1, self.last + 1):
            found[year] = found.get(year, 0.0) + block.running
        return found

    def alone(self, world: World = USUAL) -> float:
        """Return what all needs cost when each service builds its own."""
        return sum(one.alone.at(world.alone) for one in self.needs)

    def saving(self, plan: Plan, world: World = USUAL) -> float:
        """Return what a plan saves against each service building its own."""
        return math.fsum(self.net(self.by_key[key], start, world) for key, start in plan.items())

    def spending(self, plan: Plan, world: World = USUAL) -> dict[int, float]:
        """Return what a plan costs the shared money, by year."""
        found = dict.fromkeys(self.years, 0.0)
        for key, start in plan.items():
            for year, amount in self.spent(self.by_key[key], start, world).items():
                found[year] += amount
        return found

    def keeps(self, plan: Plan, world: World = USUAL) -> bool:
        """Tell whether a plan keeps to the money, and whether each block starts after those that it rests on."""
        spent = self.spending(plan, world)
        within = all(_paid(spent, one) <= one.amount * (1 + 1e-9) for one in self.money)
        return within and all(
            other in plan and self.stands(self.by_key[other], plan[other]) < start
            for key, start in plan.items()
            for other in self.by_key[key].rests_on
        )


def _paid(spent: Mapping[int, float], money: Money) -> float:
    return sum(amount for year, amount in spent.items() if money.first <= year <= money.last)


def circles(rests_on: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the circles in which blocks rest on one another, each from its smallest key on.

    >>> circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]})
    [('b', 'c'), ('d',)]
    """
    found = {_from_smallest(path) for start in sorted(rests_on) if (path := _back_to(start, rests_on))}
    return sorted(found)


def _from_smallest(path: tuple[str, ...]) -> tuple[str, ...]:
    least = path.index(min(path))
    return path[least:] + path[:least]


def _back_to(start: str, rests_on: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """Return the shortest way from a block to itself, by what it rests on."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for other in sorted(rests_on.get(way[-1], ())):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, and the most that any plan could save, by proof."""

    plan: Plan
    saving: float
    most: float

    @property
    def gap(self) -> float:
        """Return how much more, as a share of its saving, another plan could save at the very most."""
        if self.most <= self.saving:
            return 0.0
        return (self.most - self.saving) / self.saving if self.saving > 0 else math.inf


@dataclass(frozen=True)
class Choices:
    """The programme of a case before it has an objective: its choices, once, in order, within the money."""

    case: Case
    programme: Programme
    places: Mapping[tuple[str, int], int]
    unit: float

    @classmethod
    def of(cls, case: Case, world: World = USUAL, *, bound: bool = True) -> "Choices":
        """Write the limits of a case; `bound` by its money, or free of it."""
        programme = Programme()
        places = {(one.key, start): programme.choose(0.0) for one in case.blocks for start in case.starts(one)}
        nets = [abs(case.net(case.by_key[key], start, one)) for key, start in places for one in WORLDS]
        made = cls(case, programme, places, max(nets, default=0.0) or 1.0)
        for block in case.blocks:
            made.once(block)
            made.order(block)
        for one in case.money if bound else ():
            made.within(one, world)
        return made

    def once(self, block: Block) -> None:
        """Build a block at most once."""
        self.programme.limit({self.places[block.key, start]: 1.0 for start in self.case.starts(block)}, most=1.0)

    def order(self, block: Block) -> None:
        """Start a block only when those it rests on stand."""
        for key in block.rests_on:
            other = self.case.by_key.get(key)
            if other is None:
                raise ValueError(f"{block.key} rests on {key}, which is not there")
            for year in self.case.starts(block):
                started = {self.places[block.key, s]: 1.0 for s in self.case.starts(block) if s <= year}
                stood = (s for s in self.case.starts(other) if self.case.stands(other, s) < year)
                self.programme.limit(started | {self.places[key, s]: -1.0 for s in stood}, most=0.0)

    def within(self, money: Money, world: World) -> None:
        """Spend no more than an amount in its years."""
        weights = self.weights(money, world)
        if money.amount > 0:
            self.programme.limit({place: one / money.amount for place, one in weights.items()}, most=1.0)
        else:
            self.programme.limit(weights, most=0.0)

    def weights(self, money: Money, world: World) -> dict[int, float]:
        """Return what each choice spends in the years of an amount."""
        spent = {
            place: _paid(self.case.spent(self.case.by_key[key], start, world), money)
            for (key, start), place in self.places.items()
        }
        return {place: amount for place, amount in spent.items() if amount}

    def nets(self, world: World) -> dict[int, float]:
        """Return what each choice saves, in the unit of the programme."""
        return {
            place: self.case.net(self.case.by_key[key], start, world) / self.unit
            for (key, start), place in self.places.items()
        }

    def plan_of(self, solution: Solution) -> dict[str, int]:
        """Return the plan that a solution tells."""
        return {key: start for (key, start), place in self.places.items() if solution.took(place)}


def optimum(case: Case, world: World = USUAL, *, gap: float = 0.0, paid_in: World | None = None) -> Found:
    """Return the plan that saves the most, proven to within a gap; the money is kept at the costs of `paid_in`.

    Of plans that save the same, the one with the fewest blocks is taken, then the one that starts them the earliest,
    then the one whose keys come first.
    """
    choices = Choices.of(case, paid_in or world)
    if not choices.places:
        return Found(NONE, 0.0, 0.0)
    nets = choices.nets(world)
    for place, net in nets.items():
        choices.programme.costs[place] = -net
    solution = solve(choices.programme, gap=gap)
    plan: Plan = choices.plan_of(solution)
    if solution.state == "proven" and gap == 0.0:
        plan = _first_of_equals(choices, nets, solution, world) or plan
    saving = case.saving(plan, world)
    return Found(plan, saving, max(saving, -solution.bound * choices.unit) if solution.gap > _ROUNDING else saving)


_ROUNDING: Final = 1e-9
EQUALS: Final = 600


def _first_of_equals(choices: Choices, nets: Mapping[int, float], best: Solution, world: World) -> Plan | None:
    """Return, of plans that save as much, the one that comes first; none where the search would be long."""
    programme, case = choices.programme, choices.case
    if len(choices.places) > EQUALS:
        return None
    ranks = {one.key: rank for rank, one in enumerate(case.blocks)}
    total = len(ranks) * len(ranks) + 1
    for (key, start), place in choices.places.items():
        programme.costs[place] = 1.0 + ((start - case.first) + ranks[key] / total) / (len(case.years) * len(ranks) + 1)
    scale = max(abs(best.cost), 1.0)
    programme.limit({place: net / scale for place, net in nets.items()}, least=(-best.cost / scale) - _ROUNDING)
    found = solve(programme, start=best.values)
    plan = choices.plan_of(found) if found.values else None
    wanted = case.saving(choices.plan_of(best), world)
    return plan if plan is not None and case.saving(plan, world) >= wanted - _ROUNDING * abs(wanted) else None
