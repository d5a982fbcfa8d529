"""What an audit of the ledger of the home found."""

from bilan.acts.audit import audit
from bilan.cli.door import Door, as_problem
from bilan.cli.failures import Ends
from bilan.cli.text import Text
from bilan.config.home import Home
from bilan.ledger.canonical import base64_text


def ledger(door: Door, home: Home) -> None:
    """Audit every row of the ledger and every checkpoint, and end accordingly."""
    with door.working("verify.working"):
        seen = audit(home)
    ends = Ends.NOT_VERIFIED if seen.problems else Ends.WELL
    root = base64_text(seen.root)
    if door.json:
        found = [as_problem(one, door.language) for one in seen.problems]
        door.give({"verified": not seen.problems, "size": seen.size, "computed_root": root, "findings": found})
        door.end(ends)
    door.report(seen.problems, most=10)
    if seen.problems:
        door.err.print(Text(door.say("verify.failed"), style="bold red"))
    else:
        said = door.say("verify.ledger", path=home.folder, size=door.number(seen.size))
        door.out.print(Text("✓ ", style="green").append(said, style="default"))
    door.out.print(Text(f"  {door.say('verify.computed')} {root}"), soft_wrap=True)
    door.end(ends)
