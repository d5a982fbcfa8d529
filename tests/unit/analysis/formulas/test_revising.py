"""How the newest figure of a source is corrected, judged by the posterior mean of a beta distribution and by hand."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bilan.analysis.formulas.forecasting.questions import Revision
from bilan.analysis.formulas.revising import PRIOR, WORTH, Seen, learn, together


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_chance_is_the_mean_of_a_beta_distribution(corrected: int, others: int) -> None:
    learned = learn(Seen(corrected + others, corrected, 0.2))
    judge = stats.beta(corrected + WORTH * PRIOR.chance, others + WORTH * (1 - PRIOR.chance)).mean()
    assert learned.revision.chance == pytest.approx(judge)
    assert learned.borrowed == WORTH / (WORTH + corrected + others)


def test_of_no_figure_the_prior_is_told() -> None:
    assert learn(Seen(0, 0)).revision == PRIOR
    assert learn(together([])).revision == PRIOR


def test_the_spread_is_a_mean_of_squares() -> None:
    learned = learn(Seen(10, 10, 0.2), Revision(0.5, 0.3))
    assert learned.revision.spread == pytest.approx(sqrt((10 * (1.4826 * 0.2) ** 2 + 10 * 0.3**2) / 20))


@given(st.floats(0.001, 5), st.integers(1, 1000))
def test_the_spread_lies_between_what_was_seen_and_the_prior(size: float, corrected: int) -> None:
    spread = learn(Seen(corrected, corrected, size)).revision.spread
    low, high = sorted([1.4826 * size, PRIOR.spread])
    assert low * (1 - 1e-9) <= spread <= high * (1 + 1e-9)


def test_a_source_that_redefined_its_series_does_not_speak_for_the_others() -> None:
    whole = together([Seen(10_000, 10_000, 2.0), *(Seen(10, 2, 0.1) for _ in range(4))])
    assert whole.figures == pytest.approx(WORTH * 10_000 / 10_020 + 4 * WORTH * 10 / 30)
    assert whole.size == 0.1
