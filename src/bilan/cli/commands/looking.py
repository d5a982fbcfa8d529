"""Look closer: at one indicator, at one entry, at what changed between two days."""

from typing import Annotated

import typer

from bilan.cli.commands.dates import days, read_day
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed


def indicator(
    context: typer.Context, key: str, as_of: AsOf = None, known_on: KnownOn = None, edition: EditionName = None
) -> None:
    """Show an indicator: its definition, targets, what was said of it, its progress, what does not fit together."""
    door = door_of(context)
    if door.server and door.json:
        from bilan.cli import remote

        remote.relay(door, f"/indicators/{key}", **remote.cut(door, as_of, known_on, edition))
        return
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.acts import answering
    from bilan.cli.pages import indicator as page
    from bilan.report.sheets.indicator import look, near
    from bilan.report.view import View

    view = View(door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition))
    told = look(view, key)
    if told is None:
        raise Failed("no_such_key", Ends.NOT_FOUND, key=key, nearest=", ".join(near(view, key)))
    if door.json:
        door.give(answering.indicator(told, cut.notes))
    else:
        door.out.print(page.page(door, told, cut.notes))


def entry(context: typer.Context, entry: str) -> None:
    """Show an entry: all it says, who recorded it, what refers to it, its hash and its proof."""
    door = door_of(context)
    if door.server:
        _entry_at_site(door, entry)
        return
    home = door.open()
    from bilan.acts import answering
    from bilan.acts.looking import look_up
    from bilan.cli.pages import entry as page
    from bilan.tables.editions import EditionMissing

    seen = look_up(home, number_of(entry))
    try:
        session = door.session(as_of=door.today, known_on=door.today)
        named = answering.referring(session, seen.key) if seen.key else []
    except EditionMissing:  # what refers to an entry is looked up in what was published
        named = []
    if door.json:
        door.give(answering.entry(seen, named))
    else:
        door.out.print(page.page(door, seen, named))


def _entry_at_site(door: Door, entry: str) -> None:
    from bilan.cli import remote

    if door.json:
        remote.relay(door, remote.path_of(entry))
        return
    from bilan.cli.pages import entry as page

    with remote.client(door) as site:
        door.out.print(page.page(door, *remote.look_up(site, entry)))


def compare(
    context: typer.Context,
    before: str,
    after: str,
    about: Annotated[str | None, typer.Option("--as-of")] = None,
    edition: EditionName = None,
) -> None:
    """List what changed between what was known on one day and what is known on another, who said so and why."""
    door = door_of(context)
    notes: list[str] = []
    first, second = (read_day(door, text, name, notes) for text, name in ((before, "BEFORE"), (after, "AFTER")))
    if second < first:
        raise Failed("days_backwards", Ends.USAGE, before=before, after=after)
    fixed = read_day(door, about, "--as-of", notes) if about else None
    if door.server and door.json:
        from bilan.cli import remote

        remote.relay(door, "/changes", before=before, after=after, as_of=about, edition=edition)
        return
    from bilan.acts import answering
    from bilan.cli.pages import compare as page
    from bilan.report.view import View

    cuts = (door.session(as_of=fixed or day, known_on=day, edition=edition) for day in (first, second))
    told = answering.compare(*map(View, cuts))
    if door.json:
        door.give(answering.comparison_of(told, notes))
    else:
        door.out.print(page.page(door, told, notes))


def number_of(entry: str) -> int:
    """Return the number of an entry, told by its number or by its key; the home must be open."""
    from bilan.store import reading

    if entry.isascii() and entry.isdigit():
        number = int(entry)
        if number < reading.size():
            return number
        raise Failed("no_such_entry", Ends.NOT_FOUND, entry=entry, last=reading.size() - 1)
    found = reading.latest(entry)
    if found is None:
        raise Failed("no_such_entry", Ends.NOT_FOUND, entry=entry, last=reading.size() - 1)
    return found.number
