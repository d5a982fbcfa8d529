"""Load files: look first, then record."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilan.cli.commands.writing import By, recorder
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.exchange.steps import Reading

Yes = Annotated[bool, typer.Option("--yes", "-y")]
OnlyClean = Annotated[bool, typer.Option("--only-clean")]


def load(context: typer.Context, path: Path, yes: Yes = False, only_clean: OnlyClean = False, by: By = None) -> None:
    """Look at what recording files would do, then record it when whoever asks confirms."""

    def read(plan: str | None) -> "Reading":
        from bilan.exchange import formats

        return formats.read(path, plan=plan)

    look_and_record(door_of(context), path, read, yes=yes, only_clean=only_clean, by=by)


def look_and_record(
    door: Door, path: Path, read: Callable[[str | None], "Reading"], *, yes: bool, only_clean: bool, by: str | None
) -> None:
    """Look at what was read of a path, beside the plan of that key, and record it when whoever asks confirms."""
    if not path.exists():
        raise Failed("no_such_path", Ends.NOT_FOUND, path=path)
    home = door.open_to_write()
    from bilan.acts import loading
    from bilan.cli.pages import loading as page

    with door.working("load.reading"):
        found = read(loading.plan_held())
        looked = loading.look(found, today=door.today, only_clean=only_clean)
    if not door.json:
        door.out.print(page.preview(door, looked, path))
        door.report(looked.problems, most=page.MOST)
    if not (looked.is_clean or only_clean) or not looked.changes or not (yes or _agreed(door, len(looked.changes))):
        _left(door, page.answer(door, looked), clean=looked.is_clean or only_clean, changes=bool(looked.changes))
    with door.working("load.recording"):
        done = loading.record_looked(home, looked, by=recorder(by), at=door.now)
    if done.refused:
        door.report(loading.problems_of(looked, done))
        door.end(Ends.PROBLEMS)
    if door.json:
        door.give({**page.answer(door, looked), "recorded": [one.number for one in done.entries]})
    else:
        door.out.print(page.recorded(door, done))


def _agreed(door: Door, count: int) -> bool:
    return not door.json and door.ask("load.ask", count=door.number(count))


def _left(door: Door, answer: dict[str, object], *, clean: bool, changes: bool) -> None:
    """End without recording, and say what would."""
    if door.json:
        door.give({**answer, "recorded": []})
    elif not clean:
        door.note(door.say("load.not_clean"))
    else:
        door.note(door.say("load.nothing_recorded" if changes else "load.nothing_new"))
    door.end(Ends.WELL if clean else Ends.PROBLEMS)
