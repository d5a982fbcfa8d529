"""Raise writers and builders and kill each at a random moment; check what they leave behind.

    nursery.py KILLS SEED

The home is that of BILAN_HOME; it must be open before this file is read, for Django wants to know its settings first.
Each child is forked from a process that has loaded everything, does one act after another, and says on a pipe what was
acknowledged to it. The checks run in children too, so that this process never opens a database or an engine. At the
end it prints what it saw; where something was lost it fails with the seed and the number of the kill.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from django.db import connection, connections

from bilan.acts.audit import audit
from bilan.acts.checkpoints import checkpoint
from bilan.acts.keys import signer
from bilan.acts.recording import finish_redactions, record, redact, withdraw
from bilan.config.home import Home, open_home
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.ledger.merkle import leaf_hash
from bilan.ledger.verifier import verify_edition
from bilan.store import reading
from bilan.store.checkpoints import checkpoints
from bilan.store.models import EntryRow
from bilan.tables import editions

START = datetime(2014, 9, 21, tzinfo=UTC)
PLAN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("plan", "plan-mn", {"name": {"fr": "Maroc Numeric 2013"}, "starts_on": "2009", "ends_on": "2013"}),
    ("node", "axis-2", {"parent": "plan-mn", "node_kind": "axis", "name": {"fr": "Services publics"}}),
    ("indicator", "ind", {"node": "axis-2", "name": {"fr": "Services"}, "unit": "projects", "measure": "stock"}),
)

Said = dict[str, Any]
Say = Callable[[Said], object]


def statements(prefix: str, count: int) -> list[Draft]:
    content = {"indicator": "ind", "value": "22", "unit": "projects", "nature": "declared", "quotation": "22 services"}
    one = read_content("statement", content)
    return [Draft(one, key=f"st-{prefix}-{at}-of-{count}", origin=f"{prefix}:{at}") for at in range(count)]


def append_for_ever(home: Home, kill: int, chance: random.Random, say: Say) -> NoReturn:
    """Record batches, and now and then withdraw, redact and sign."""
    at, batch = START + timedelta(seconds=kill), 0
    while True:
        batch += 1
        done = record(home, statements(f"{kill}-{batch}", chance.randint(1, 60)), by="clerk", at=at)
        say({"number": done.entries[-1].number, "leaf": done.entries[-1].leaf().decode()})
        number = done.entries[0].number
        if chance.random() < 1 / 4:
            done = withdraw(home, Withdrawal(entry=number), by="clerk", at=at)
            say({"number": done.entries[-1].number, "leaf": done.entries[-1].leaf().decode()})
        if chance.random() < 1 / 6:
            redact(home, Redaction(entry=number, reason_words="A name", authority="CNDP"), by="clerk", at=at)
            say({"redacted": number})
        if chance.random() < 1 / 4:
            signed = checkpoint(home, at=at)
            say({"size": signed.size, "note": signed.note})


def build_for_ever(home: Home, kill: int, chance: random.Random, say: Say) -> NoReturn:
    """Record a batch, sign it and build its edition."""
    at, batch = START + timedelta(seconds=kill), 0
    while True:
        batch += 1
        record(home, statements(f"{kill}-{batch}", chance.randint(1, 200)), by="clerk", at=at)
        edition = build(home, at)
        say({"edition": edition.name, "size": edition.size})


def build(home: Home, at: datetime) -> editions.Edition:
    signed = checkpoint(home, at=at)
    return editions.build(home.editions, signed.size, reading.lines, signer=signer(home), checkpoint=signed.note)


def check(home: Home, said: list[Said]) -> None:
    """Make sure that all that was acknowledged is there and that all that is there verifies."""
    notes = {one.size: one.note for one in checkpoints()}
    for one in said:
        match one:
            case {"number": number, "leaf": leaf}:
                [line], [hashed] = reading.lines(number, number + 1), reading.leaf_hashes(number, number + 1)
                assert hashed == leaf_hash(leaf.encode()), f"entry {number} is not what was acknowledged"
                # A redaction may have come to pass, and its author died before hearing of it.
                assert line == leaf.encode() or reading.redaction_of(number), f"entry {number} has lost its content"
            case {"redacted": number}:
                assert reading.entry(number) is None, f"entry {number} is there again"
            case {"size": size, "note": note}:
                assert notes[size] == note, f"the checkpoint of {size} entries is not what was acknowledged"
    check_that_batches_are_whole()
    audited = audit(home)
    assert audited.problems == (), audited.problems
    assert finish_redactions(home), "a redaction is not finished although nobody reads"
    for name in [one["edition"] for one in said if "edition" in one][-1:]:
        verify(home, name)


def check_that_batches_are_whole() -> None:
    """Count the statements of each batch; their keys say of how many they are."""
    keys = EntryRow.objects.filter(kind="statement").values_list("key", flat=True)
    batches = Counter((*str(key).split("-")[1:3], str(key).rpartition("-")[2]) for key in keys)
    torn = [batch for batch, found in batches.items() if found != int(batch[2])]
    assert torn == [], f"batches {torn} were recorded in part"


def verify(home: Home, name: str | None) -> None:
    with TemporaryDirectory() as scratch:
        editions.export(home.editions, name, Path(scratch))
        report = verify_edition(Path(scratch), pinned=signer(home).vkey)
        assert report.ok, report.findings


def check_at_the_end(home: Home) -> None:
    """Build once more, verify that, and compare every table with one that is made from nothing."""
    edition = build(home, START + timedelta(days=1))
    verify(home, edition.name)
    with TemporaryDirectory() as scratch:
        assert editions.rebuild(edition, Path(scratch)) == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]


def fork(work: Callable[[], None]) -> int:
    """Run in a child, which never comes back here."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        connections.close_all()
    except BaseException:  # noqa: BLE001 - a child tells what happened to it, and ends here whatever it was
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def until_done(work: Callable[[], None], what: str) -> None:
    status = os.waitpid(fork(work), 0)[1]
    if status:
        sys.exit(f"failed: {what}")


def until_killed(home: Home, kill: int, chance: random.Random) -> tuple[str, list[Said]]:
    """Let a child work, kill it at a random moment; return its work and what was acknowledged to it."""
    work = chance.choice((append_for_ever, build_for_ever))
    read, write = os.pipe()

    def labour() -> None:
        os.close(read)
        work(home, kill, random.Random(chance.random()), lambda one: os.write(write, json.dumps(one).encode() + b"\n"))

    child = fork(labour)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        lines = [pipe.readline() for _ in range(chance.randint(0, 3))]
        # The one place where time must pass: the child is somewhere in the middle of something.
        time.sleep(chance.uniform(0, 0.08 if work is build_for_ever else 0.02))
        os.kill(child, signal.SIGKILL)
        lines += pipe.readlines()
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        sys.exit(f"failed: {work.__name__} stopped by itself before kill {kill}")
    # A line that was cut short was not yet acknowledged.
    return work.__name__, [json.loads(line) for line in lines if line.endswith(b"\n")]


def main(kills: int, seed: int) -> None:
    """Kill as often as was asked, and check after each."""
    chance = random.Random(seed)
    home = open_home()
    drafts = [Draft(read_content(kind, content), key=key) for kind, key, content in PLAN]
    assert not record(home, drafts, by="clerk", at=START).refused
    connections.close_all()
    seen = {"kills": 0, "acknowledged": 0, "append_for_ever": 0, "build_for_ever": 0}
    for kill in range(kills):
        work, said = until_killed(home, kill, chance)
        until_done(partial(check, home, said), f"check after kill {kill} of seed {seed}")
        seen["kills"] += 1
        seen[work] += 1
        seen["acknowledged"] += len(said)
    until_done(lambda: check_at_the_end(home), f"check at the end of seed {seed}")
    sys.stdout.write(json.dumps({**seen, "entries": reading.size()}))
    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
