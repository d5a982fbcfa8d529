"""Judge forecasts by what came: pinball loss, coverage, Brier score, calibration error."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bilan.analysis.formulas.forecasting import LEVELS

SAID: Final = {0.5: (4, 14), 0.8: (1, 17), 0.9: (0, 18)}
"""Which of the 19 quantiles bound the intervals of 50, 80 and 90 %."""

BANDS: Final = 10


@dataclass(slots=True)
class Score:
    """What forecasts came to: by group the losses, by slice whether intervals held, and chances with what happened."""

    losses: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    held: dict[str, dict[float, list[bool]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    chances: list[tuple[float, bool]] = field(default_factory=list)
    cpu: float = 0.0
    tasks: int = 0

    def add(self, group: str, slices: Iterable[str], quantiles: Sequence[float], came: float, unit: float) -> None:
        """Add a forecast and what came."""
        self.losses[group].append(pinball(quantiles, came) / unit)
        for said, (low, high) in SAID.items():
            inside = quantiles[low] <= came <= quantiles[high]
            for one in slices:
                self.held[one][said].append(inside)

    def coverage(self, part: str, said: float) -> float:
        """Return the share of outcomes that the intervals of a part held."""
        return mean(self.held[part][said])

    def skill(self, yardstick: "Score", groups: Iterable[str]) -> float:
        """Return 1 less the geometric mean, over groups, of the loss beside that of a yardstick."""
        ratios = [mean(self.losses[one]) / mean(yardstick.losses[one]) for one in groups]
        return 1 - math.exp(mean([math.log(max(one, 1e-9)) for one in ratios]))

    def brier_skill(self) -> float:
        """Return the Brier score beside that of saying the base rate each time."""
        base = mean([met for _, met in self.chances])
        ours = mean([(chance - met) ** 2 for chance, met in self.chances])
        return 1 - ours / (base * (1 - base)) if 0 < base < 1 else 0.0

    def calibration_error(self) -> float:
        """Return how far what happened lay from what was said, over ten bands, weighted by their numbers."""
        bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for chance, met in self.chances:
            bands[min(BANDS - 1, int(chance * BANDS))].append((chance, met))
        gaps = (abs(sum(chance - met for chance, met in band)) for band in bands.values())
        return sum(gaps) / max(1, len(self.chances))


def mean(values: Sequence[float]) -> float:
    """Return the mean; of nothing, no number."""
    return sum(values) / len(values) if values else math.nan


def pinball(quantiles: Sequence[float], came: float) -> float:
    """Return the mean pinball loss at `LEVELS`.

    >>> pinball([1.0] * 19, 1.0)
    0.0
    """
    return mean(
        [max(level * (came - one), (level - 1) * (came - one)) for level, one in zip(LEVELS, quantiles, strict=True)]
    )
