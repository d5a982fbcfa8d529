"""The numbers that whoever asks may choose."""

import pytest

from bilan.analysis.asking import Analysis, Option, WrongOption

SEED = Option("seed", 7, 0, 100, "The seed.")
ANALYSIS = Analysis("toss", 1, (), (), "", lambda _session, **_chosen: [], options=(SEED,))


def test_the_usual_number_stands_where_none_is_chosen() -> None:
    assert ANALYSIS.chosen({}) == {"seed": 7}
    assert ANALYSIS.chosen({"seed": 8}) == {"seed": 8}


@pytest.mark.parametrize("given", [{"seed": -1}, {"seed": 101}, {"sead": 1}, {"seed": float("nan")}])
def test_what_is_not_asked_for_or_out_of_bounds_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(WrongOption, match="toss takes seed"):
        ANALYSIS.chosen(given)
