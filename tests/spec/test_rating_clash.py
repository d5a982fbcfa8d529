"""A rating beside the pace that was known on its day, drawn as small tables."""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.formulas import judging
from bilan.terms.codes import code_list

# From 0 at the end of 2009 to 100 at the end of 2013: about 50 are expected at the end of 2011.
WAY = (
    PLAN,
    indicator(),
    entry("baseline", "bl-a", indicator="ind-a", value="0", about="2009"),
    entry("target", "tgt-a", indicator="ind-a", value="100", version="original", due_on="2013", set_on="2009"),
)


def rating(code: str = "on_track", said_on: str = "2012-01-15", **content: Any) -> Told:
    usual = {"subject": "ind-a", "rater": "org-a", "rating": code, "sentence": "So it is", "about": said_on}
    facts = {**usual, "said_on": said_on, "published_on": said_on, **content}
    return entry("rating", f"rate-{facts['subject']}-{facts['rater']}-{said_on}", **facts)


def said(value: str, nature: str = "declared", about: str = "2011", said_on: str = "2012-01-10", **more: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": said_on, "published_on": said_on, **more}
    return entry("statement", f"st-{nature}-{value}", nature=nature, **facts)


def rows(told: list[Told], home: Path, as_of: str = "2012-12-31") -> list[Row]:
    return catalogue.ask(session_of([*WAY, *told], home, as_of=as_of), "rating_clash").rows


def clashes(told: list[Told], home: Path, as_of: str = "2012-12-31") -> list[tuple[str, str | None]]:
    return [(row["clash"], row["computed"]) for row in rows(told, home, as_of)]


@pytest.mark.parametrize(
    ("value", "computed", "on_track", "off_track"),
    [
        ("50", "on_track", "agrees", "too_dark"),
        ("45", "watch", "agrees", "too_dark"),
        ("30", "at_risk", "too_good", "agrees"),
        ("20", "off_track", "too_good", "agrees"),
        ("110", "on_track", "agrees", "too_dark"),
    ],
)
def test_a_rating_two_steps_from_the_pace_clashes(
    value: str, computed: str, on_track: str, off_track: str, tmp_path: Path
) -> None:
    told = [said(value), rating("on_track"), rating("off_track", rater="org-b")]
    assert clashes(told, tmp_path) == [(on_track, computed), (off_track, computed)]


def test_only_what_was_known_on_the_day_of_the_rating_counts(tmp_path: Path) -> None:
    later = said("20", about="2011-12-31", said_on="2012-01-16")
    assert clashes([said("50"), rating(), later], tmp_path) == [("agrees", "on_track")]


def test_the_newest_rating_of_each_rater_is_compared(tmp_path: Path) -> None:
    told = [said("20"), rating("off_track", "2012-01-12"), rating("on_track", "2012-02-12")]
    (row,) = rows(told, tmp_path)
    assert (row["rating"], row["clash"], row["said_on"]) == ("on_track", "too_good", "2012-02-12")


def test_a_verified_figure_comes_before_a_declared_one(tmp_path: Path) -> None:
    (row,) = rows([said("50"), said("20", "audited"), rating()], tmp_path)
    assert (row["told_as"], row["computed"], row["clash"]) == ("verified", "off_track", "too_good")
    assert {5, 6} <= set(row["entries"])


def test_what_has_no_figure_clashes_with_nothing(tmp_path: Path) -> None:
    (row,) = rows([rating()], tmp_path)
    assert (row["clash"], row["cannot"], row["computed"]) == ("cannot_determine", "no_value", None)


def test_a_node_is_compared_where_half_of_its_indicators_tell(tmp_path: Path) -> None:
    node = entry("node", "axis-1", parent="plan", node_kind="axis", name={"en": "Axis"})
    others = [indicator(key, node="axis-1") for key in ("ind-b", "ind-c")]
    ratings = [rating(subject="plan"), rating(subject="axis-1", rater="org-b")]
    found = {row["subject"]: row for row in rows([node, *others, said("20"), *ratings], tmp_path)}
    assert (found["plan"]["clash"], found["plan"]["cannot"]) == ("cannot_determine", "no_value")
    assert found["axis-1"]["cannot"] == "no_value"
    (alone,) = rows([said("20"), rating(subject="plan")], tmp_path / "alone")
    assert (alone["clash"], alone["told_as"]) == ("too_good", "declared")


def test_a_node_without_a_planned_path_has_no_pace() -> None:
    row = {"item": "plan", "kind": "plan", "expected_of": 1, "entries": [1], "expected_progress": None}
    told = {"verified_progress": None, "verified_reported": 0, "declared_progress": 0.5, "declared_reported": 1}
    found = judging.standing("plan", {"pace": [], "rollup": [{**row, **told}]})
    assert (found.told_as, found.progress, found.cannot) == ("declared", 0.5, "no_target")


def test_a_rating_of_a_promise_has_no_pace(tmp_path: Path) -> None:
    promise = entry("undertaking", "com-a", what="Do it", undertaking_kind="promise", made_on="2010")
    assert clashes([promise, rating(subject="com-a")], tmp_path) == [("cannot_determine", None)]


def test_without_ratings_no_day_is_asked_again(tmp_path: Path) -> None:
    assert rows([said("50")], tmp_path) == []


def test_every_clash_has_its_words() -> None:
    found = {judging.clash(given, made) for given in code_list("rating") for made in (*code_list("rating"), None)}
    assert found == set(code_list("rating_clash"))
