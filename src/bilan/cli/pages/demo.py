"""What the demonstration prints."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bilan.acts import answering
from bilan.cli.door import Door
from bilan.cli.pages import figures, panorama, report
from bilan.cli.text import Text
from bilan.config.home import Home
from bilan.report.view import View
from bilan.tables.editions import Edition
from bilan.tables.session import open_session

# The day on which the minister took stock; and the end, as known once the audit was public.
SHOWN: Final = (
    ("minister", date(2012, 8, 8), date(2012, 8, 8)),
    ("audit", date(2013, 12, 31), date(2014, 12, 31)),
)
NEXT: Final = (
    ("serve", "serve"),
    ("panorama", "panorama --as-of 2013-12-31 --known-on 2013-12-31"),
    ("indicator", "indicator ind-egov-operational"),
    ("compare", "compare 2013-12-31 2014-12-31"),
    ("contradictions", "analyse contradictions"),
    ("entry", "entry st-egov-audit-36"),
    ("export", "edition export /tmp/edition"),
    ("verify", "verify /tmp/edition"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What the demonstration made."""

    home: Home
    folder: Path
    recorded: int
    remarks: int
    edition: Edition


def show(door: Door, made: Made) -> None:
    """Print what was made, both panoramas, and where to look next."""
    views = [View(open_session(made.edition, as_of=about, known_on=known)) for _, about, known in SHOWN]
    seen = [view.panorama for view in views]
    with door.working("report.printing"):
        paper = report.write(door, views[-1], made.home.folder)
    if door.json:
        answers = [answering.panorama(one, ()) for one in seen]
        facts = {"home": made.home.folder, "recorded": made.recorded, "edition": made.edition.name}
        door.give({**facts, "paper": paper.path, "panoramas": answers})
        return
    for step in _steps(door, made, paper):
        door.out.print(step)
    for (name, _, _), one in zip(SHOWN, seen, strict=True):
        door.out.print()
        door.out.rule(Text(door.say(f"demo.{name}"), style="bold"), align="left", style="cyan")
        door.out.print(panorama.page(door, one, full=name == "audit"))
    door.out.print()
    door.out.print(Text(door.say("demo.next"), style="bold"))
    for name, line in NEXT:
        door.out.print(Text(f"  ./bilan {line}", style="cyan"))
        door.out.print(figures.indented(Text(door.say(f"demo.next.{name}"), style="dim"), by=4))


def _steps(door: Door, made: Made, paper: report.Printed) -> list[Text]:
    size = door.number(made.edition.size)
    recorded = door.say(
        "demo.loaded" if made.recorded else "demo.was_loaded", count=size, home=_short(made.home.folder)
    )
    verified = door.say("demo.verified", root=made.edition.root.hex()[:16])
    published = door.say("demo.published", edition=made.edition.name)
    printed = door.say("report.printed", path=_short(paper.path), pages=door.number(paper.pages))
    done = (recorded, verified, published, printed)
    return [Text("✓ ", style="green").append(said, style="default") for said in done]


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
