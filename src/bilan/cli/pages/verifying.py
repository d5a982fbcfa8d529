"""What verification found: every finding with its place, and both roots when they differ. Needs no store."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bilan.cli.door import Door
from bilan.cli.failures import Ends
from bilan.cli.text import Text
from bilan.ledger.canonical import base64_text
from bilan.ledger.verifier import Report, verify_edition, verify_receipt
from bilan.terms import words


def edition(door: Door, folder: Path, key: str | None) -> None:
    """Verify a downloaded edition, and end accordingly."""
    with door.counting("verify.working") as progress:
        report = verify_edition(folder, pinned=key, progress=progress)
    _told(door, report, "verify.edition", pinned=key is not None, path=folder)


def receipt(door: Door, given: Mapping[str, Any], key: str) -> None:
    """Verify a receipt, and end accordingly."""
    _told(door, verify_receipt(given, key), "verify.receipt", pinned=True, path=given.get("number"))


def _told(door: Door, report: Report, code: str, *, pinned: bool, path: object) -> None:
    computed, signed = (base64_text(one) if one else None for one in (report.computed_root, report.signed_root))
    if door.json:
        roots = {"computed_root": computed, "signed_root": signed, "pinned": pinned}
        found = [words.as_object(one, door.language) for one in report.findings]
        door.give({"verified": report.ok, "size": report.size, **roots, "findings": found})
        door.end(Ends.WELL if report.ok else Ends.NOT_VERIFIED)
    door.report(report.findings, most=10)
    if report.ok:
        said = door.say(code, path=path, size=door.number(report.size))
        door.out.print(Text("✓ ", style="green").append(said, style="default"))
    else:
        door.err.print(Text(door.say("verify.failed"), style="bold red"))
    for name, root in (("computed", computed), ("signed", signed)):
        if not report.ok or name == "signed":
            to = door.out if report.ok else door.err
            to.print(Text(f"  {door.say(f'verify.{name}')} {root or '–'}"), soft_wrap=True)
    if report.ok and not pinned:
        door.out.print(Text(f"  {door.say('verify.unpinned')}", style="dim"))
    door.end(Ends.WELL if report.ok else Ends.NOT_VERIFIED)
