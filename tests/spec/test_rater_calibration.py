"""How often what a rater foretold came true, judged by a reference in plain Python on ledgers drawn at random."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.formulas.intervals import wilson

RATINGS = ("on_track", "watch", "at_risk", "off_track")


def rating(number: int, code: str = "on_track", said_on: str = "2011-06-01", subject: str = "ind-a") -> Told:
    facts: dict[str, Any] = {"subject": subject, "rater": "org-a", "rating": code, "sentence": "So it is"}
    return entry("rating", f"rate-{number}", **facts, about=said_on, said_on=said_on, published_on=said_on)


def aim(indicator: str = "ind-a", due_on: str = "2012", value: str = "100", **more: Any) -> Told:
    facts = {"indicator": indicator, "value": value, "due_on": due_on, "set_on": "2009", "version": "original", **more}
    return entry("target", f"tgt-{indicator}-{due_on}-{facts['version']}", **facts)


def came(value: str, on: str = "2012-12-31", nature: str = "declared", indicator: str = "ind-a") -> Told:
    facts: dict[str, Any] = {"indicator": indicator, "value": value, "about": on, "said_on": on, "published_on": on}
    return entry("statement", f"st-{indicator}-{nature}-{on}", nature=nature, **facts)


REVISED = aim(due_on="2013", value="50", version="revised", supersedes="tgt-ind-a-2012-original", set_on="2012")


def rows(told: list[Told], home: Path, as_of: str = "2014-01-01") -> list[Row]:
    return catalogue.ask(session_of([PLAN, *told], home, as_of=as_of), "rater_calibration").rows


def counts(row: Row) -> tuple[int, ...]:
    return tuple(row[name] for name in ("ratings", "targets", "due", "met", "missed", "unknown"))


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ([came("100")], (1, 1, 1, 1, 0, 0)),
        ([came("99")], (1, 1, 1, 0, 1, 0)),
        ([], (1, 1, 1, 0, 0, 1)),
        ([came("100", "2012-01-01")], (1, 1, 1, 1, 0, 0)),  # within a year
        ([came("100", "2011-12-31")], (1, 1, 1, 0, 0, 1)),
        ([rating(2, said_on="2012-06-30"), came("100", "2012-03-31")], (2, 1, 1, 0, 0, 1)),  # known already
        ([came("100"), came("80", "2012-09-30", "audited")], (1, 1, 1, 0, 1, 0)),  # verified before declared
        ([came("100", "2012-12-30"), came("90", "2012-12-01")], (1, 1, 1, 1, 0, 0)),  # the nearest
        ([REVISED], (1, 1, 1, 0, 0, 1)),
        ([rating(2), rating(3), came("100")], (3, 1, 1, 1, 0, 0)),  # one target, one outcome
        ([rating(2, said_on="2012-12-31"), came("100")], (1, 1, 1, 1, 0, 0)),  # due already: nothing was foretold
    ],
)  # fmt: skip
def test_a_target_counts_once_as_it_stood_when_it_was_rated(
    told: list[Told], counted: tuple[int, ...], tmp_path: Path
) -> None:
    (row,) = rows([indicator(), aim(), rating(1), *told], tmp_path)
    assert counts(row) == counted
    assert row["conclusion"] == "cannot_determine"


def test_what_is_not_due_is_no_case(tmp_path: Path) -> None:
    (row,) = rows([indicator(), aim(), rating(1), came("10", "2011-12-31")], tmp_path, as_of="2012-12-30")
    assert counts(row) == (1, 1, 0, 0, 0, 0)
    assert row["met_share"] is row["met_share_low"] is None


def test_downwards_less_is_met(tmp_path: Path) -> None:
    told = [indicator(direction="down"), aim(value="10"), rating(1), came("9")]
    assert counts(rows(told, tmp_path)[0])[3:5] == (1, 0)


def test_an_indicator_without_a_target_is_rated_and_not_judged(tmp_path: Path) -> None:
    (row,) = rows([indicator(), rating(1)], tmp_path)
    assert counts(row) == (1, 0, 0, 0, 0, 0)


def drawn(seed: int) -> tuple[list[Told], dict[str, list[bool | None]]]:
    """Draw indicators that a rater judged once each, with what came of them."""
    random, told, outcomes = Random(seed), list[Told](), dict[str, list[bool | None]]()
    for number in range(random.randint(1, 60)):
        key, code, value = f"ind-{number}", random.choice(RATINGS), random.choice(("100", "120", "60", None))
        told += [indicator(key), aim(key), rating(number, code, subject=key)]
        told += [came(value, indicator=key)] if value else []
        outcomes.setdefault(code, []).append(None if value is None else int(value) >= 100)
    return told, outcomes


def concluded(code: str, outcomes: list[bool | None]) -> str:
    known = [one for one in outcomes if one is not None]
    interval = wilson(sum(known), len(known))
    if len(known) < 10 or interval is None or interval.low <= 0.5 <= interval.high:
        return "cannot_determine"
    return "holds" if (interval.low > 0.5) == (code in {"on_track", "watch"}) else "does_not_hold"


@pytest.mark.parametrize("seed", range(2))
def test_the_query_says_what_plain_python_says(seed: int, tmp_path: Path) -> None:
    told, outcomes = drawn(seed)
    found = {row["rating"]: row for row in rows(told, tmp_path)}
    assert list(found) == [code for code in RATINGS if code in outcomes]
    for code, of in outcomes.items():
        row, known = found[code], [one for one in of if one is not None]
        assert counts(row) == (len(of), len(of), len(of), sum(known), len(known) - sum(known), len(of) - len(known))
        assert row["conclusion"] == concluded(code, of)
        interval = wilson(sum(known), len(known))
        if interval:
            assert (row["met_share_low"], row["met_share_high"]) == pytest.approx(
                (interval.low, interval.high), abs=1e-4
            )
            assert row["met_share"] == pytest.approx(sum(known) / len(known))


@pytest.mark.parametrize(
    ("code", "value", "conclusion"),
    [("on_track", "100", "holds"), ("on_track", "60", "does_not_hold"), ("off_track", "60", "holds"),
     ("at_risk", "100", "does_not_hold")],
)  # fmt: skip
def test_of_ten_outcomes_on_one_side_something_is_concluded(
    code: str, value: str, conclusion: str, tmp_path: Path
) -> None:
    told = [
        one
        for number in range(10)
        for key in [f"ind-{number}"]
        for one in (indicator(key), aim(key), rating(number, code, subject=key), came(value, indicator=key))
    ]
    (row,) = rows(told, tmp_path)
    assert row["conclusion"] == conclusion
    assert row["entries"] == sorted(set(row["entries"]))
