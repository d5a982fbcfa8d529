"""See Bilan at work: load the plan of 2009-2013 and print what it tells."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import typer

import bilan
from bilan.cli.door import DEMO_HOME, Door, door_of
from bilan.cli.failures import Ends, Failed

PLAN: Final = "maroc-numeric-2013"


def demo(context: typer.Context) -> None:
    """Load the demonstration, verify and publish it, print its panorama, and say where to look next; then end."""
    door = door_of(context)
    door = replace(door, home=door.home or Path(os.environ.get("BILAN_HOME") or DEMO_HOME))
    folder = Path(bilan.__file__).parents[2] / "demo" / PLAN
    if not folder.is_dir():
        raise Failed("no_demo", Ends.NOT_FOUND, path=folder)
    _show(door, folder)


def _show(door: Door, folder: Path) -> None:
    home = door.open_to_write()  # before the store is imported: Django wants to know its ledger first
    from bilan.acts import audit, loading, publishing
    from bilan.cli.pages import demo as page
    from bilan.exchange import formats

    looked = loading.look(formats.read(folder), today=door.today)
    done = loading.record_looked(home, looked, by="demo", at=door.now) if looked.is_clean else None
    if done is None or done.refused:
        door.report(looked.problems if done is None else loading.problems_of(looked, done))
        door.end(Ends.PROBLEMS)
    seen = audit.audit(home)
    if seen.problems:
        door.report(seen.problems)
        door.end(Ends.NOT_VERIFIED)
    edition = publishing.publish(home, at=door.now)
    page.show(door, page.Made(home, folder, len(done.entries), len(looked.problems), edition))
