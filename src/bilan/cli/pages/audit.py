"""What an audit of the ledger of the home found, and of the edition that is current there."""

from bilan.acts.audit import audit
from bilan.acts.publishing import verify_published
from bilan.cli.door import Door
from bilan.cli.failures import Ends
from bilan.cli.text import Text
from bilan.config.home import Home
from bilan.ledger.canonical import base64_text
from bilan.store.reading import size
from bilan.tables.editions import Edition, EditionMissing, open_edition
from bilan.terms import words
from bilan.terms.problems import Problem


def ledger(door: Door, home: Home) -> None:
    """Audit every row of the ledger, every checkpoint and every file of the current edition; end accordingly."""
    with door.counting("verify.working", size()) as progress:
        seen = audit(home, progress=progress)
    current = _current(home)
    published = _problems_of(door, home, current) if current else ()
    root, found = base64_text(seen.root), [*seen.problems, *published]
    ends = Ends.NOT_VERIFIED if found else Ends.WELL
    if door.json:
        name = current.name if current else None
        told = {"verified": not found, "size": seen.size, "computed_root": root, "edition": name}
        door.give({**told, "findings": [words.as_object(one, door.language) for one in found]})
        door.end(ends)
    door.report(found, most=10)
    if found:
        door.note(door.say("verify.failed"), style="bold red")
    else:
        _well(door, door.say("verify.ledger", path=home.folder, size=door.number(seen.size)))
        if current:
            _well(door, door.say("verify.published", edition=current.name))
    door.out.print(Text(f"  {door.say('verify.computed')} {root}"), soft_wrap=True)
    door.end(ends)


def _well(door: Door, said: str) -> None:
    door.out.print(Text("✓ ", style="green").append(said, style="default"))


def _problems_of(door: Door, home: Home, edition: Edition) -> tuple[Problem, ...]:
    with door.counting("verify.working", edition.size) as progress:
        return verify_published(home, edition, progress=progress).findings


def _current(home: Home) -> Edition | None:
    try:
        return open_edition(home.editions)
    except EditionMissing:
        return None
