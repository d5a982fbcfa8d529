"""Keep the measurements of the plan of shared blocks from rotting: both programmes must give the same answer."""

from bench import pooling
from bilan.analysis.formulas.pooling import optimum


def test_a_drawn_case_is_the_same_each_time_and_keeps_its_limits() -> None:
    case = pooling.draw(1, services=20, blocks=8)
    assert case == pooling.draw(1, services=20, blocks=8)
    assert len(case.needs) > 40
    assert case.keeps(optimum(case).plan)


def test_a_choice_for_each_need_gives_the_same_answer() -> None:
    for seed in pooling.SEEDS:
        case = pooling.draw(seed, services=30, blocks=10, years=4)
        assert pooling._alike(optimum(case).saving, -pooling._by_need(case).cost)
