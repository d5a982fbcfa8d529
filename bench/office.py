"""What the desk stands: fifty people who read, draft and accept at once, on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import serving
from bench.engines import postgres
from bench.visitors import Seen, crowd
from bilan.config.home import open_home

OFFICERS: Final = 42
VERIFIERS: Final = 8
MINUTES: Final = 5
DRAFT_BUDGET: Final = 300.0
PERCENT: Final = 95
SHOWN: Final = (
    "a page of the site", "a page of the desk", "an empty form", "a draft", "the check of a draft", "a submission",
    "the queue", "a figure in review", "an acceptance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a day at the desk came to: the CPU of each sort of answer, and what was lost, doubled or refused."""

    cpu: dict[str, list[float]]
    wrong: list[str]
    submitted: int
    accepted: int
    overtaken: int
    lost: int
    root_holds: bool


def report(folder: Path, *, minutes: float) -> Iterator[str]:
    """Print one table an engine."""
    for engine in ("SQLite", "PostgreSQL"):
        place = folder / engine
        with postgres() if engine == "PostgreSQL" else nullcontext() as server:
            told = day(place / "home", server.address if server else "", minutes * 60)
        yield from lines(engine, told, minutes)


def lines(engine: str, told: Told, minutes: float) -> Iterator[str]:
    """Write what a day came to."""
    yield f"\n{OFFICERS + VERIFIERS} people for {minutes:g} minutes on {engine}: {told.submitted} figures submitted, "
    yield f"{told.accepted} accepted, {told.overtaken} times somebody else was quicker and it was told; "
    yield f"errors: {len(told.wrong)}; writes lost: {told.lost}; the log verifies: {told.root_holds}\n"
    yield from (f"- {one}" for one in sorted(set(told.wrong))[:10])
    yield "| CPU of the server for | times | median | 95 % below |"
    yield "| --- | --- | --- | --- |"
    for sort in SHOWN:
        if spent := sorted(told.cpu.get(sort, [])):
            yield f"| {sort} | {len(spent)} | {_at(spent, 50):.0f} ms | {_at(spent, PERCENT):.0f} ms |"
    drafts = sorted(told.cpu["a draft"])
    verdict = "held" if _at(drafts, PERCENT) <= DRAFT_BUDGET else "NOT held"
    yield f"\nA draft in at most {DRAFT_BUDGET:.0f} ms of CPU, 95 times in 100: {verdict}"


def _at(spent: list[float], percent: int) -> float:
    return spent[min(len(spent) - 1, len(spent) * percent // 100)]


def day(folder: Path, database: str, seconds: float) -> Told:
    """Let people work at a desk of the demonstration; look afterwards whether all that was acknowledged is there."""
    os.environ["BILAN_DATABASE"] = database
    try:
        officers, verifiers = _people(folder)
        with _served(folder) as server:
            seen = crowd(f"http://{serving.HERE}:{server.port}", officers, verifiers, seconds)
        return _judged(folder, seen)
    finally:
        del os.environ["BILAN_DATABASE"]


def _people(folder: Path) -> tuple[list[str], list[str]]:
    made_by = [sys.executable, "-m", "bilan", "demo", "--json", "--home", str(folder)]
    subprocess.run(made_by, check=True, stdout=subprocess.DEVNULL)
    open_home(folder, make=False)
    from tests.office import enrol, session_of

    # In a process of its own: this one has read the settings for the home that it opened first.
    told = {"DJANGO_SETTINGS_MODULE": "bilan.config.settings", "BILAN_HOME": str(folder), "BILAN_SECRET_KEY": "unused"}
    env = {**os.environ, **told}
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"], env=env, check=True)
    made = {
        role: [session_of(enrol(role, name=f"{role}-{number}")) for number in range(count)]
        for role, count in (("officer", OFFICERS), ("verifier", VERIFIERS))
    }
    _left()
    return made["officer"], made["verifier"]


@contextmanager
def _served(folder: Path) -> Iterator[serving.Server]:
    port = serving.free_port()
    line = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", serving.HERE, "--port", str(port), "--no-ws",
        "--workers", "2", "--blocking-threads", "8", "--log-level", "error", "bench.timed:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "bilan", "worker", "--home", str(folder)]
    env = {"BILAN_HOME": str(folder)}
    with serving.running(line, port, at="/healthz", env=env) as server, serving.beside(worker, env=env):
        yield server


def _judged(folder: Path, seen: list[Seen]) -> Told:
    from bilan.acts.audit import audit
    from bilan.store import reading
    from bilan.store.desk.models import Paper

    home = open_home(folder, make=False)
    there = {one.pk: one for one in Paper.objects.all()}
    lost = 0
    for one in seen:
        for paper, value in one.submitted.items():
            found = there.get(paper)
            lost += found is None or found.cells["value"] != value or found.state not in {"submitted", "accepted"}
        for paper in one.accepted:
            number = there[paper].entry
            entry = None if number is None else reading.entry(number)
            lost += entry is None or entry.content["value"] != there[paper].cells["value"]
    cpu: dict[str, list[float]] = {}
    for one in seen:
        for sort, spent in one.cpu.items():
            cpu.setdefault(sort, []).extend(spent)
    told = Told(
        cpu, [text for one in seen for text in one.wrong], sum(len(one.submitted) for one in seen),
        sum(len(one.accepted) for one in seen), sum(one.overtaken for one in seen), lost, not audit(home).problems,
    )  # fmt: skip
    _left()
    return told


def _left() -> None:
    from django.db import connections

    connections.close_all()
