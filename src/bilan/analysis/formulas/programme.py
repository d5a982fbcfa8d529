"""Solve a mixed-integer linear programme, and say how far its answer may be from the best.

Question: Which values of the variables, some of them whole, keep every limit at the least cost - and how much less
    could any other cost?
Formula: minimise sum(cost x value) under low <= sum(weight x value) <= high for each limit and 0 <= value <= most.
    Gap = (cost - bound) / |cost|, where no answer can cost less than the bound.
Units: those of whoever asks. A limit is best given so that its sides are near 1: it is kept to within 1e-9.
Errors: none is raised where no answer keeps the limits; the solution says so.
Source: branch and cut of HiGHS (Huangfu and Hall, *Parallelizing the dual revised simplex method*, 2018), held to one
    thread, one seed and a number of nodes in the place of a clock, so that an answer is the same each time.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

State = Literal["proven", "stopped", "infeasible", "unbounded"]
TOLERANCE: Final = 1e-9
NODES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """A sum of variables, each with its weight, that stays between two bounds."""

    weights: Mapping[int, float]
    most: float = math.inf
    least: float = -math.inf


@dataclass(slots=True)
class Programme:
    """A programme while it is written: the cost of each variable, how large it may be, whether it is whole."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def choose(self, cost: float) -> int:
        """Add a choice, 0 or 1; return its place."""
        return self.add(cost, most=1.0, whole=True)

    def add(self, cost: float, *, most: float = math.inf, whole: bool = False) -> int:
        """Add a variable that is not negative; return its place."""
        self.costs.append(cost)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.costs) - 1

    def limit(self, weights: Mapping[int, float], *, most: float = math.inf, least: float = -math.inf) -> None:
        """Hold a sum between two bounds."""
        self.limits.append(Limit(dict(weights), most, least))


@dataclass(frozen=True, slots=True)
class Solution:
    """The best answer found: its values and cost; no answer costs less than `bound`."""

    state: State
    values: tuple[float, ...] = ()
    cost: float = math.inf
    bound: float = -math.inf

    @property
    def gap(self) -> float:
        """Return how much less, as a share of its cost, another answer could cost at the very most.

        >>> Solution("stopped", (1.0,), cost=200.0, bound=198.0).gap
        0.01
        """
        if self.cost <= self.bound or not self.values:
            return 0.0 if self.values else math.inf
        return (self.cost - self.bound) / abs(self.cost) if self.cost else math.inf

    def took(self, place: int) -> bool:
        """Tell whether a choice was taken."""
        return self.values[place] > 1 / 2


def solve(
    programme: Programme,
    *,
    gap: float = 0.0,
    slack: float = 0.0,
    nodes: int = NODES,
    start: Sequence[float] | None = None,
) -> Solution:
    """Solve a programme to within a gap, as a share of its cost or as a difference, or as far as `nodes` lead.

    `start` is an answer that is known.
    """
    import highspy

    class Quiet(highspy.Highs):
        """Says nothing: HiGHS would greet on standard output, where our own answers go, before it takes an option."""

        def enableCallbacks(self) -> None:  # noqa: N802 - the name HiGHS gives it
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver: Any = Quiet()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("mip_abs_gap", slack)
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(_model(programme, highspy))
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        solver.setSolution(given)
    solver.run()
    return _read(solver, highspy.HighsModelStatus, bounded=any(programme.whole))


_OPTIONS: Final[Mapping[str, Any]] = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_feasibility_tolerance": TOLERANCE,
    "primal_feasibility_tolerance": TOLERANCE,
}


def _model(programme: Programme, highspy: Any) -> Any:
    model, kind = highspy.HighsLp(), highspy.HighsVarType
    model.num_col_, model.num_row_ = len(programme.costs), len(programme.limits)
    model.col_cost_ = np.array(programme.costs, dtype=float)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.array(programme.most, dtype=float)
    model.integrality_ = [kind.kInteger if one else kind.kContinuous for one in programme.whole]
    model.row_lower_ = np.array([one.least for one in programme.limits], dtype=float)
    model.row_upper_ = np.array([one.most for one in programme.limits], dtype=float)
    matrix, sizes = model.a_matrix_, [len(one.weights) for one in programme.limits]
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    matrix.index_ = np.array([place for one in programme.limits for place in one.weights], dtype=np.int32)
    matrix.value_ = np.array([weight for one in programme.limits for weight in one.weights.values()], dtype=float)
    return model


def _read(solver: Any, status: Any, *, bounded: bool) -> Solution:
    ended, info = solver.getModelStatus(), solver.getInfo()
    if ended in (status.kInfeasible, status.kUnboundedOrInfeasible):
        return Solution("infeasible")
    if ended == status.kUnbounded:
        return Solution("unbounded")
    state: State = "proven" if ended == status.kOptimal else "stopped"
    if info.primal_solution_status != 2:  # noqa: PLR2004 - HiGHS: a feasible point was found
        return Solution(state, bound=info.mip_dual_bound)
    cost = float(info.objective_function_value)
    return Solution(
        state, tuple(solver.getSolution().col_value), cost, min(cost, info.mip_dual_bound) if bounded else cost
    )
