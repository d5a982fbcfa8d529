"""What a dead worker was doing is done by the next; what kills each of them is given up."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from bilan.acts import tasks, worker
from bilan.config.home import Home
from bilan.store import reading

DIES = """
import os, sys
from pathlib import Path
from bilan.config.home import open_home
home = open_home(Path(sys.argv[1]))
from bilan.acts import tasks, worker
object.__setattr__(tasks.release, "func", lambda: os._exit(9))
worker.work(home, once=True)
"""


def states() -> list[str]:
    return [*DBTaskResult.objects.values_list("status", flat=True)]


def test_a_task_of_a_worker_that_died_is_done_by_the_next(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.Interruptible, "configure_signals", lambda _: None)
    tasks.release.enqueue()
    died = subprocess.run([sys.executable, "-c", DIES, str(home.folder)], check=False, timeout=60)
    assert (died.returncode, states()) == (9, ["RUNNING"])
    worker.work(home, once=True)
    assert states() == ["SUCCESSFUL"]
    assert not [*(home.folder / "workers").iterdir()]


def test_what_a_living_worker_does_is_left_to_it(home: Home) -> None:
    tasks.release.enqueue()
    with worker._living(home) as name:
        DBTaskResult.objects.get().claim(name)
        assert worker.take_up(home) == 0
        assert states() == ["RUNNING"]
    assert worker.take_up(home) == 1
    assert states() == ["READY"]


def test_what_kills_every_worker_is_given_up(home: Home) -> None:
    tasks.release.enqueue()
    for number in range(worker.TRIES):
        DBTaskResult.objects.get().claim(f"dead{number}")
        worker.take_up(home)
    assert states() == ["FAILED"]
    assert "Abandoned" in DBTaskResult.objects.get().exception_class_path


def test_many_publications_in_a_row_are_one(home: Home) -> None:
    for _ in range(3):
        tasks.release_soon()
    assert (states(), reading.size(), home.folder.exists()) == (["READY"], 0, True)


def test_what_is_over_for_long_is_forgotten(home: Home) -> None:
    tasks.release.enqueue()
    task = DBTaskResult.objects.get()
    task.set_successful(None)
    worker.tick(datetime.now(UTC))
    assert DBTaskResult.objects.count() == 1
    worker.tick(datetime.now(UTC) + worker.KEPT * 2)
    assert (DBTaskResult.objects.count(), home.folder.exists()) == (0, True)
