"""Scales: the root, the arc sine of the root, and figures as they are."""

import numpy as np
import pytest

from bilan.analysis.formulas.forecasting.questions import Kind
from bilan.analysis.formulas.forecasting.scales import Scale, scale_for


@pytest.mark.parametrize(
    ("kind", "lower", "upper", "values", "scale"),
    [
        ("share", None, None, [3.0, 40.0], Scale("arc", 0.0, 100.0)),
        ("share", None, None, [0.3, 0.4], Scale("arc", 0.0, 1.0)),
        ("share", None, None, [3.0, 140.0], Scale("root", 0.0)),
        ("index", 0.0, 1.0, [0.4], Scale("arc", 0.0, 1.0)),
        ("index", None, None, [4.0], Scale("root", 0.0)),
        ("level", -50.0, 50.0, [-3.0], Scale("arc", -50.0, 50.0)),
        ("level", None, 50.0, [3.0], Scale("root", 0.0)),
        ("level", None, None, [-3.0, 4.0], Scale("plain")),
        ("count", 10.0, None, [12.0], Scale("root", 10.0)),
        ("count", None, None, [], Scale("root", 0.0)),
    ],
)
def test_the_scale_follows_from_kind_bounds_and_figures(
    kind: Kind, lower: float | None, upper: float | None, values: list[float], scale: Scale
) -> None:
    assert scale_for(kind, lower, upper, np.array(values)) == scale


@pytest.mark.parametrize("scale", [Scale("arc", 0.0, 100.0), Scale("root", 2.0), Scale("plain")])
def test_what_is_told_on_a_scale_comes_back_as_it_was(scale: Scale) -> None:
    values = np.array([2.0, 7.5, 99.0])
    assert scale.back(scale.told(values)) == pytest.approx(values)


def test_beyond_a_bound_stands_at_the_bound() -> None:
    assert Scale("arc", 0.0, 10.0).told(np.array([-1.0, 11.0])) == pytest.approx([0.0, np.pi / 2])
    assert Scale("root").told(np.array([-4.0])) == pytest.approx([0.0])
