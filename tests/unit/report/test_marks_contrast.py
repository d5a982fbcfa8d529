"""Whoever sees poorly reads every word of the marks, and tells every shape from its ground (WCAG 2.2 AA)."""

import re

import pytest

from bilan.report.marks import palette
from bilan.report.marks.tiles import shade


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_largest_contrast() -> None:
    assert ratio("#000", "#fff") == pytest.approx(21)


@pytest.mark.parametrize("what", palette.WORDS)
def test_words_are_read_on_their_ground(what: str) -> None:
    assert ratio(*palette.WORDS[what]) >= 4.5


@pytest.mark.parametrize("what", palette.SHAPES)
def test_shapes_are_told_from_what_lies_beside_them(what: str) -> None:
    assert ratio(*palette.SHAPES[what]) >= 3


@pytest.mark.parametrize(
    ("what", "promised"),
    [("ink", 16.5), ("ink 2", 8.1), ("ink 3", 5.5), ("link", 8.4), ("masthead", 12.4), ("tag bad", 6.3)],
)
def test_the_contrasts_are_those_that_the_design_tells(what: str, promised: float) -> None:
    assert ratio(*palette.WORDS[what]) == pytest.approx(promised, abs=0.06)


@pytest.mark.parametrize("steps", [(0.5,), (10, 20), (10, 20, 30), (20, 35, 50, 65)])
def test_the_tints_of_a_map_tell_every_step_and_carry_their_words(steps: tuple[float, ...]) -> None:
    tints = [shade(value, steps) for value in (steps[0] - 1, *steps)]
    assert len({fill for fill, _ in tints}) == len(steps) + 1
    assert all(ratio(fill, ink) >= 4.5 for fill, ink in tints)
    assert [luminance(fill) for fill, _ in tints] == sorted((luminance(fill) for fill, _ in tints), reverse=True)


def test_every_colour_is_written_in_full_or_in_short() -> None:
    colours = [one for one in vars(palette).values() if isinstance(one, str) and one.startswith("#")]
    assert colours
    assert all(re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", one) for one in colours)
