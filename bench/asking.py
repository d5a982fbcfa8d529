"""What it costs to answer another program: a thousand tasks, each beside 150 series of others, through the door."""

import io
import json
import random
from collections.abc import Iterator
from typing import Any, Final

from bench.table import Line, milliseconds
from bench.upkeep import cpu_of
from bilan.exchange.asked_lines import Forecaster
from bilan.exchange.json_lines import answers

PEERS: Final = 150
TOLD: Final = 0.9
KEYS: Final = 10
TASK: Final = 0.010
FIRST: Final = 1995
ORIGINS: Final = range(2008, 2020)


def lines(*, tenth: bool) -> Iterator[Line]:
    """Measure the CPU of a task, reading and writing included; and that of laying out the peers of a key."""
    tasks = 100 if tenth else 1000
    drawn = random.Random(7)
    peers = [_peers(f"quantity {key}", drawn) for key in range(KEYS)]
    asked = [_task(number, peers[number % KEYS], drawn) for number in range(tasks)]
    laid, whole = cpu_of(lambda: _answered(peers)), cpu_of(lambda: _answered([*peers, *asked]))
    each = (whole - laid) / tasks
    yield Line(f"A forecast beside {PEERS} series, by line", milliseconds(each), budget="10 ms", kept=each <= TASK)
    yield Line(f"of which reading {PEERS} series, once a key", milliseconds(laid / KEYS))


def _answered(sent: list[dict[str, Any]]) -> int:
    stream = io.BytesIO("\n".join(map(json.dumps, sent)).encode())
    return sum(1 for _ in answers(stream, Forecaster()))


def _peers(key: str, drawn: random.Random) -> dict[str, Any]:
    return {"type": "peers", "key": key, "series": {f"place {number}": _series(drawn) for number in range(PEERS)}}


def _series(drawn: random.Random) -> list[list[Any]]:
    """Draw a share that grows unevenly from year to year, as far as it is known; some years are missing."""
    value, pace = drawn.uniform(0.5, 20), drawn.uniform(0.2, 4)
    told = []
    for year in range(FIRST, ORIGINS.stop + 5):
        value = min(99.0, value + pace * drawn.uniform(0, 2) * (1 - value / 100))
        if drawn.random() < TOLD:
            told.append([f"{year}-12-31", round(value, 3)])
    return told


def _task(number: int, peers: dict[str, Any], drawn: random.Random) -> dict[str, Any]:
    name = drawn.choice(list(peers["series"]))
    origin = drawn.choice(ORIGINS)
    known = [point for point in peers["series"][name] if int(point[0][:4]) < origin]
    return {
        "type": "task",
        "id": str(number),
        "indicator": peers["key"],
        "geo": name,
        "kind": "share",
        "lower": 0,
        "upper": 100,
        "direction": "up",
        "frequency": "year",
        "as_of": f"{origin}-12-31",
        "history": known[-drawn.randint(3, 13) :],
        "target_dates": [f"{origin + ahead}-12-31" for ahead in range(1, 6)],
        "targets": [{"date": f"{origin + 3}-12-31", "value": known[-1][1] * drawn.uniform(1, 2)}],
        "peers_key": peers["key"],
    }
