"""Follow a series by itself: a level and a slope that fades, and how far its past strayed from them.

Question: Where does its own pace lead, when paces last but for a while?
Formula: level and slope, estimated point by point (Kalman); the slope fades to the usual one; a year brings a shock to the
    level and a smaller one to the slope. The size of shocks is that of the series, drawn towards the usual size of
    such series. Of the mild kind, the slope fades quickly, to a slow growth. Of the still kind, nothing changes.
Units: those of the scale, a year.
Errors: none; without points there is nothing to follow (`follow` is not asked).
Source: Gardner and McKenzie 1985 (damped trend); Harvey 1989 (local linear trend in state space).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.features import NEAR
from bilan.analysis.formulas.forecasting.mixing import student
from bilan.analysis.formulas.forecasting.scales import Floats


@dataclass(frozen=True, slots=True)
class Habits:
    """How series of a kind move: usual slope and its spread, size of a year's shock, and points this is worth."""

    slope: float
    spread: float
    shock: float
    worth: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way to follow: the share of a slope that lasts a year; shocks to slope and figure, beside one to the level."""

    lasts: float
    turning: float
    blur: float


DAMPED: Final = Way(lasts=0.85, turning=0.15, blur=0.1)
MILD: Final = Way(lasts=0.6, turning=0.05, blur=0.1)
STILL: Final = Way(lasts=0.0, turning=0.0, blur=0.0)


def follow(times: Floats, told: Floats, ahead: Floats, habits: Habits, way: Way) -> list[Floats]:
    """Return, for each number of years ahead of the last point, the quantiles of where a series will stand."""
    state, cover, squares = _filtered(times, told, habits, way)
    freedom = habits.worth + len(told) - 1
    shock = (habits.worth * habits.shock**2 + squares) / freedom
    answer = []
    for years in ahead:
        moved, wider = _moved(state, cover, float(years), habits, way)
        answer.append(moved[0] + np.sqrt(shock * (wider[0] + way.blur)) * student(max(freedom, 3.0)))
    return answer


State = tuple[float, float]
Cover = tuple[float, float, float]


def _filtered(times: Floats, told: Floats, habits: Habits, way: Way) -> tuple[State, Cover, float]:
    """Return level and slope at the last point, their covariance, and the sum of squares of surprises; in shocks."""
    usual = (habits.spread / habits.shock) ** 2 if way.lasts else 0.0
    state, cover, squares = (float(told[0]), habits.slope), (way.blur, 0.0, usual), 0.0
    for at in range(1, len(told)):
        years = max(float(times[at] - times[at - 1]), NEAR)
        state, cover = _moved(state, cover, years, habits, way)
        surprise, room = float(told[at]) - state[0], cover[0] + way.blur
        squares += surprise**2 / room
        gain, turn = cover[0] / room, cover[1] / room
        state = (state[0] + gain * surprise, state[1] + turn * surprise)
        cover = (cover[0] * (1 - gain), cover[1] * (1 - gain), cover[2] - turn * cover[1])
    return state, cover, squares


def _moved(state: State, cover: Cover, years: float, habits: Habits, way: Way) -> tuple[State, Cover]:
    if not way.lasts:
        return state, (cover[0] + years, 0.0, 0.0)
    left = way.lasts**years
    run = (1 - left) / -np.log(way.lasts)
    turning = way.turning * years
    level = state[0] + habits.slope * years + run * (state[1] - habits.slope)
    slope = habits.slope + left * (state[1] - habits.slope)
    wide = cover[0] + 2 * run * cover[1] + run**2 * cover[2] + years + turning * run**2 / 3
    both = left * (cover[1] + run * cover[2]) + turning * run / 2
    return (level, slope), (wide, both, left**2 * cover[2] + turning)
