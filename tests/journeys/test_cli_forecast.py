"""Another program asks for forecasts, one line of JSON each, and is told of each line that cannot be answered.

Fixtures: `asks` sends lines to the command and returns how it ended, with the answers read; `bilan` runs a line.
"""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

Asks = Callable[..., tuple[int, list[dict[str, Any]]]]
Bilan = Callable[..., Any]

SERIES = {
    f"land-{number}": [[str(year), 5 + number / 10 + (year - 2000) * (1 + number / 40)] for year in range(2000, 2013)]
    for number in range(40)
}
PEERS = {"type": "peers", "key": "users", "series": SERIES}
HISTORY = [["2008", 14], ["2009-12", 15], ["2010-12-31", 16.5], ["2011", 18]]
DATES = ["2013", "2015-06", "2017-12-31"]
TASK: dict[str, Any] = {
    "type": "task",
    "id": "one",
    "indicator": "users",
    "geo": "Here",
    "kind": "share",
    "lower": 0,
    "upper": 100,
    "direction": "up",
    "frequency": "year",
    "as_of": "2012-12-31",
    "history": HISTORY,
    "target_dates": DATES,
    "targets": [{"date": "2015", "value": 20}, {"date": "2015", "value": 60}],
    "peers_key": "users",
}


@pytest.fixture
def asks(bilan: Bilan, monkeypatch: pytest.MonkeyPatch) -> Asks:
    def asked(*lines: object, command: str = "forecast", language: str = "en") -> tuple[int, list[dict[str, Any]]]:
        sent = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(sent))))
        ended = bilan(command, "--stdin", "--lang", language)
        return ended.code, [json.loads(line) for line in ended.out.splitlines()]

    return asked


def task(**changed: object) -> dict[str, Any]:
    return {**TASK, **changed}


def numbers(told: dict[str, Any]) -> list[float]:
    return [value for row in told["quantiles"].values() for value in row]


def test_a_task_is_answered_with_quantiles_by_date_as_it_was_sent_and_a_chance_for_each_target(asks: Asks) -> None:
    code, [told] = asks(PEERS, TASK)
    assert (code, told["id"], list(told["quantiles"])) == (0, "one", DATES)
    assert {len(row) for row in told["quantiles"].values()} == {19}
    assert all(0 <= a <= b <= 100 for row in told["quantiles"].values() for a, b in pairwise(row))
    assert 0.97 >= told["p_reach"][0] > told["p_reach"][1] >= 0.03


def test_the_series_asked_for_does_not_speak_among_its_own_peers(asks: Asks) -> None:
    mine = {**PEERS, "series": {**SERIES, "HERE": [[str(year), 99.0] for year in range(2000, 2013)]}}
    [said], [told], [among] = asks(PEERS, TASK)[1], asks(mine, TASK)[1], asks(mine, task(geo="There"))[1]
    assert numbers(told) == pytest.approx(numbers(said))
    assert numbers(among) != pytest.approx(numbers(said))


def test_dates_and_peers_may_come_in_any_order(asks: Asks) -> None:
    turned = {**PEERS, "series": {name: rows[::-1] for name, rows in reversed(list(SERIES.items()))}}
    [said] = asks(PEERS, TASK)[1]
    [told] = asks(turned, task(history=HISTORY[::-1], target_dates=DATES[::-1]))[1]
    assert told["p_reach"] == pytest.approx(said["p_reach"])
    assert all(told["quantiles"][day] == pytest.approx(row) for day, row in said["quantiles"].items())


def test_bounds_frequency_and_peers_need_not_be_told(asks: Asks) -> None:
    short = {name: value for name, value in TASK.items() if name not in {"lower", "upper", "frequency", "peers_key"}}
    nulls = task(lower=None, upper=None, frequency=None, peers_key=None, geo=None, indicator=None)
    code, [told, same] = asks(short, nulls)
    assert (code, told) == (0, same)


def test_peers_sent_again_under_a_key_take_the_place_of_the_others(asks: Asks) -> None:
    other = {**PEERS, "series": {name: [[day, 50.0] for day, _ in rows] for name, rows in SERIES.items()}}
    assert asks(PEERS, other, TASK) == asks(other, TASK)


def test_nothing_asked_is_nothing_answered(asks: Asks) -> None:
    assert asks() == (0, [])
    assert asks(PEERS, b"", b"  ") == (0, [])
    assert asks(PEERS, task(target_dates=[], targets=[]))[1][0]["quantiles"] == {}


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        (b"{", "line_not_json", None),
        (b"[1]", "line_not_an_object", None),
        (b"\xff\xfe{}", "line_not_json", None),
        ({"id": "bad"}, "line_field_missing", "type"),
        (task(id="bad", type="question"), "line_choice_unknown", "type"),
        (task(id="bad", kind="percent"), "line_choice_unknown", "kind"),
        (task(id="bad", direction=None), "line_field_missing", "direction"),
        (task(id="bad", frequency="month"), "line_choice_unknown", "frequency"),
        (task(id="bad", as_of="soon"), "not_a_day", "as_of"),
        (task(id="bad", lower="0"), "line_number_wanted", "lower"),
        (task(id="bad", lower=100, upper=0), "range_backwards", "lower"),
        (task(id="bad", history=[["2010", "16"]]), "line_number_wanted", "history[0][1]"),
        (task(id="bad", history=[["2010", 16], ["2011-02-30", 1]]), "impossible_day", "history[1][0]"),
        (task(id="bad", history={"2010": 16}), "not_a_list", "history"),
        (task(id="bad", target_dates=["2015", None]), "not_a_day", "target_dates[1]"),
        (task(id="bad", targets=[{"date": "2015"}]), "line_field_missing", "targets[0].value"),
        (task(id="bad", targets=[{"date": "2015", "value": float("nan")}]), "line_number_wanted", "targets[0].value"),
        (task(id="bad", peers_key="others"), "peers_not_sent", "peers_key"),
        ({**PEERS, "id": "bad", "key": None}, "line_field_missing", "key"),
        ({**PEERS, "id": "bad", "series": {"a": [["2010", True]]}}, "line_number_wanted", "series.a[0][1]"),
    ],
)
def test_a_line_that_cannot_be_answered_has_its_place_and_the_others_are_answered(
    asks: Asks, line: object, code: str, field: str | None
) -> None:
    ended, [first, refused, last] = asks(PEERS, TASK, line, TASK)
    assert (ended, first) == (1, last)
    problem = refused["problem"]
    assert (refused["id"], problem["code"], problem["place"]) == (
        None if isinstance(line, bytes) else "bad",
        code,
        {"line": 3, "field": field, "character": 2 if line == b"{" else None},
    )
    assert problem["message"]


def test_peers_sent_after_the_task_that_names_them_come_too_late(asks: Asks) -> None:
    code, [refused, told] = asks(TASK, PEERS, TASK)
    assert (code, refused["problem"]["code"], told["id"]) == (1, "peers_not_sent", "one")


def test_a_problem_is_told_in_the_language_of_the_reader(asks: Asks) -> None:
    [refused] = asks(task(history=None), language="fr")[1]
    assert refused["problem"]["message"].startswith("Ce champ manque")


@pytest.mark.parametrize(
    "history",
    [
        [],
        [["2010", 16]],
        [["2010", None]],
        [["2010", float("nan")], ["2011", float("inf")]],
        [["2010", 16], ["2010", 18], ["2010-12-31", 3]],
        [["2010", 16], ["2011", 16], ["2012", 16]],
        [["2010", -40], ["2011", 400], ["2012", 1e300]],
        [["2011", 16], ["2020", 30]],
        [["0001", 16], ["9999", 30]],
        [[f"{1990 + number % 20}-01-{1 + number % 28:02}", number % 100] for number in range(10_000)],
    ],
    ids=["none", "one", "null", "no numbers", "one day", "constant", "beyond", "to come", "ages", "ten thousand"],
)
def test_few_odd_or_very_many_points_get_a_wide_answer_between_the_bounds(asks: Asks, history: object) -> None:
    code, [told] = asks(PEERS, task(history=history))
    assert code == 0, told
    assert all(0 <= value <= 100 for value in numbers(told))
    assert all(row[-1] > row[0] for row in told["quantiles"].values())
    assert all(0.03 <= chance <= 0.97 for chance in told["p_reach"])


def test_an_answer_comes_before_the_next_question_is_asked() -> None:
    line = [sys.executable, "-m", "bilan", "forecast", "--stdin"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as talk:
        assert talk.stdin
        assert talk.stdout
        for name in ("first", "second"):
            talk.stdin.write(json.dumps(task(id=name, peers_key=None)).encode() + b"\n")
            talk.stdin.flush()
            assert json.loads(talk.stdout.readline())["id"] == name
        talk.stdin.close()
        assert talk.wait() == 0


def test_who_stops_listening_is_no_failure() -> None:
    line = [sys.executable, "-m", "bilan", "forecast", "--stdin"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talk:
        assert talk.stdin
        assert talk.stdout
        assert talk.stderr
        talk.stdout.close()
        talk.stdin.write(json.dumps(task(peers_key=None)).encode() + b"\n")
        talk.stdin.close()
        assert (talk.stderr.read(), talk.wait()) == (b"", 0)


def test_nothing_heavy_is_opened_to_answer() -> None:
    asked = "import sys; from bilan.cli.main import run; run(['forecast', '--stdin']); print(*sys.modules, sep='\\n')"
    sent = json.dumps(task(peers_key=None)).encode()
    out = subprocess.run([sys.executable, "-c", asked], input=sent, capture_output=True, check=True).stdout
    opened = set(out.decode().split("\n"))
    assert not opened & {"django", "duckdb", "rich", "bilan.ledger.kinds"}


def test_without_the_door_for_programs_the_command_says_where_the_plan_is_asked(bilan: Bilan) -> None:
    ended = bilan("forecast", "--lang", "en")
    assert (ended.code, "analyse forecast" in " ".join(ended.err.split())) == (2, True)
