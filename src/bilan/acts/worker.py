"""Work in the background: do the tasks that wait, take up those of a worker that died, send what is due.

A task that is being done names its worker. A worker holds a lock that the system frees when it dies, however it dies;
whoever comes next tries the locks and lets the tasks of the dead be done again. Each task can be done twice.
"""

import gc
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import close_old_connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from bilan.acts import batch_tasks, digest, hooks, post
from bilan.config.home import OWNER_ONLY, Home
from bilan.store.desk.papers import new_id

POLL_SECONDS: Final = 1.0
TICK_SECONDS: Final = 15.0
# After so many workers that died of it a task is given up.
TRIES: Final = 4
KEPT: Final = timedelta(days=14)
INTERRUPTED: Final = ("builtins.SystemExit", "builtins.KeyboardInterrupt")
# What is due from time to time; each is told the instant, and does nothing if nothing is.
DUE: Final[tuple[Callable[[datetime], object], ...]] = (digest.send_digests, post.send_due, hooks.deliver_due)


Waiting = DBTaskResult[Any, Any]


class Abandoned(Exception):
    """Every worker that did a task died; it is not tried again."""


class Interruptible(Worker):
    """A worker that leaves a task to the next if it is told to end at once."""

    def run_task(self, db_task_result: Waiting) -> None:
        """Do a task."""
        super().run_task(db_task_result)
        if db_task_result.exception_class_path in INTERRUPTED:
            _let_be_done_again(db_task_result)


def work(home: Home, *, once: bool = False, ends: Callable[[], bool] = lambda: False) -> None:
    """Work until told to end, or until nothing waits."""
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    with _living(home) as name:
        worker = Interruptible(
            queue_names=["*"], interval=POLL_SECONDS, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=name, excluded_queue_names=[],
        )  # fmt: skip
        worker.configure_signals()
        # What was imported stays: looking through it for garbage is an eighth of the work on a long file.
        gc.collect()
        gc.freeze()
        ticked = -TICK_SECONDS
        while worker.running and not ends():
            close_old_connections()
            if time.monotonic() - ticked >= TICK_SECONDS:
                take_up(home)
                tick(datetime.now(UTC))
                ticked = time.monotonic()
            if DBTaskResult.objects.ready().exists():
                worker.run()
            elif once:
                return
            else:
                time.sleep(POLL_SECONDS)


def tick(at: datetime) -> None:
    """Do what is due from time to time."""
    for due in DUE:
        due(at)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()


def take_up(home: Home) -> int:
    """Let the tasks of workers that died be done again; return how many those are."""
    found = 0
    for task in DBTaskResult.objects.running():
        if _lives(home, task.worker_ids[-1] if task.worker_ids else ""):
            continue
        found += 1
        if len(task.worker_ids) >= TRIES:
            task.set_failed(Abandoned(f"{len(task.worker_ids)} workers died"))
            batch_tasks.give_up(task.args_kwargs["args"])
        else:
            _let_be_done_again(task)
    return found


def _let_be_done_again(task: Waiting) -> None:
    DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None, finished_at=None)


@contextmanager
def _living(home: Home) -> Iterator[str]:
    """Hold the lock of a new worker; return its name."""
    name = new_id()
    folder = _locks(home)
    folder.mkdir(exist_ok=True, mode=OWNER_ONLY)
    with closing(sqlite3.connect(folder / name, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        try:
            yield name
        finally:
            lock.execute("ROLLBACK")
            (folder / name).unlink(missing_ok=True)


def _lives(home: Home, name: str) -> bool:
    path = _locks(home) / name
    if not name.isalnum() or not path.exists():
        return False
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:  # its holder is there
            return True
    path.unlink(missing_ok=True)
    return False


def _locks(home: Home) -> Path:
    return home.folder / "workers"
