"""The shapes of what is told, for the OpenAPI document; what the columns of a row mean stands in the reference."""

from collections.abc import Mapping
from typing import Any, Final

from bilan.ledger.kinds import KINDS

Shape = Mapping[str, Any]
TEXT: Final[Shape] = {"type": "string"}
MAYBE_TEXT: Final[Shape] = {"type": ["string", "null"]}
NUMBER: Final[Shape] = {"type": "integer", "minimum": 0}
MAYBE_NUMBER: Final[Shape] = {"type": ["integer", "null"], "minimum": 0}
DAY: Final[Shape] = {"type": "string", "format": "date"}
INSTANT: Final[Shape] = {"type": "string", "format": "date-time"}
MAYBE_INSTANT: Final[Shape] = {"type": ["string", "null"], "format": "date-time"}
ANY: Final[Shape] = {"type": "object"}


def listed(items: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": dict(items)}


def named(name: str) -> Shape:
    """Name another shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def of(described: str, properties: Mapping[str, Shape], *, maybe: tuple[str, ...] = (), more: bool = False) -> Shape:
    """Return the shape of an object; all its properties are there, but those that may be missing."""
    return {
        "type": "object",
        "description": described,
        "properties": {name: dict(shape) for name, shape in properties.items()},
        "required": [name for name in properties if name not in maybe],
        **({} if more else {"additionalProperties": False}),
    }


EDITION: Final = {"edition": TEXT, "size": NUMBER, "root": TEXT, "origin": TEXT}
STATE: Final = {"as_of": DAY, "known_on": DAY, **EDITION}
NOTED: Final = {**STATE, "notes": listed(TEXT)}
ROWS: Final = listed(ANY)
NEXT: Final = "`next` goes into `after` for those that follow."
ENTRY: Final = {
    "number": NUMBER, "key": MAYBE_TEXT, "kind": {"enum": list(KINDS)}, "recorded_at": INSTANT, "recorded_by": TEXT,
    "accepted_by": TEXT, "replaces": MAYBE_NUMBER, "content": {"type": ["object", "null"]}, "versions": listed(NUMBER),
    "ended_by": ROWS, "named_by": ROWS, "leaf_hash": TEXT, "size": MAYBE_NUMBER, "proof": listed(TEXT),
}  # fmt: skip
REDACTED: Final = ("kind", "recorded_at", "recorded_by", "accepted_by", "replaces")
PROBLEM: Final = {
    "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "code": TEXT, "detail": TEXT,
    "problems": listed(named("Finding")),
}  # fmt: skip
FINDING: Final = {
    "code": TEXT, "severity": {"enum": ["error", "warning"]}, "values": ANY, "file": MAYBE_TEXT, "row": MAYBE_NUMBER,
    "column": MAYBE_TEXT, "character": MAYBE_NUMBER, "said": TEXT,
}  # fmt: skip
PANORAMA: Final = {**NOTED, "plan": ANY, "lines": ROWS, "alerts": ROWS, "lately": ROWS, "due": ROWS}
CHANGES: Final = {
    "before": of("The first day.", STATE), "after": of("The second day.", STATE), "notes": listed(TEXT),
    "changes": ROWS, "undertakings": ROWS,
}  # fmt: skip
CONSISTENCY: Final = {
    "old": NUMBER, "new": NUMBER, "old_root": TEXT, "new_root": TEXT, "proof": listed(TEXT),
    "holds": {"type": "boolean"},
}  # fmt: skip
MADE: Final = listed(of("An entry.", {"number": NUMBER, "kind": TEXT, "key": MAYBE_TEXT}))
STEPS: Final = listed(of("A step.", {"step": TEXT, "by": TEXT, "words": MAYBE_TEXT, "entry": MAYBE_NUMBER}))
DRAFT: Final = {
    "id": TEXT, "kind": {"enum": list(KINDS)}, "key": MAYBE_TEXT, "cells": ANY, "state": TEXT, "version": NUMBER,
    "author": TEXT, "concerns": MAYBE_TEXT, "party": MAYBE_TEXT, "node": MAYBE_TEXT, "region": MAYBE_TEXT,
    "made_at": INSTANT, "changed_at": INSTANT, "submitted_at": MAYBE_INSTANT, "decided_at": MAYBE_INSTANT,
    "entry": MAYBE_NUMBER, "problems": listed(named("Finding")), "steps": STEPS,
}  # fmt: skip
DECIDED: Final = {"decided": listed(TEXT), "entries": MADE, "overtaken": listed(TEXT), "problems": ANY}
COMPLEMENT: Final = {
    "id": TEXT, "draft": MAYBE_TEXT, "concerns": MAYBE_TEXT, "party": MAYBE_TEXT, "state": TEXT, "asked_by": TEXT,
    "asked_at": INSTANT, "text": TEXT, "due_on": DAY, "answered_by": MAYBE_TEXT, "answered_at": MAYBE_INSTANT,
    "answer": MAYBE_TEXT,
}  # fmt: skip
UPLOAD: Final = {
    "id": TEXT, "name": TEXT, "size": NUMBER, "digest": TEXT, "kind": MAYBE_TEXT, "state": TEXT, "rows": MAYBE_NUMBER,
    "done": NUMBER, "counts": ANY, "failure": MAYBE_TEXT, "made_at": INSTANT, "changed_at": INSTANT,
}  # fmt: skip
ROW: Final = {
    "turn": NUMBER, "sheet": TEXT, "row": MAYBE_NUMBER, "kind": MAYBE_TEXT, "key": MAYBE_TEXT, "effect": TEXT,
    "cells": ANY, "problems": listed(named("Finding")),
}  # fmt: skip
FILED: Final = {
    "id": TEXT, "digest": TEXT, "size": NUMBER, "media_type": TEXT, "name": TEXT, "filed_at": INSTANT,
    "embargo_until": {"type": ["string", "null"], "format": "date"}, "entry": MAYBE_NUMBER,
}  # fmt: skip
SHAPES: Final[Mapping[str, Shape]] = {
    "Problem": of("What went wrong (RFC 9457), as a form of the desk would tell it.", PROBLEM, more=True),
    "Finding": of("One problem: where, what, why, what to do next.", FINDING),
    "Panorama": of("Where the plan stands.", PANORAMA),
    "Answer": of("What was computed, from which edition, on which two days.", NOTED, more=True),
    "Changes": of("What changed between two days.", CHANGES),
    "Analyses": of("The analyses there are.", {"analyses": ROWS}),
    "AnalysisRows": of("The rows of an analysis.", {**NOTED, "analysis": TEXT, "method": NUMBER, "rows": ROWS}),
    "Table": of(f"Rows of a table; {NEXT}", {**NOTED, "rows": ROWS, "next": MAYBE_NUMBER}),
    "EntryList": of(f"Entries; {NEXT}", {**EDITION, "entries": ROWS, "next": MAYBE_NUMBER}),
    "Entry": of("An entry, or what is left of it.", ENTRY, maybe=REDACTED),
    "Receipt": of("An entry with its proof and a checkpoint: it verifies alone.", {}, more=True),
    "Consistency": of("The proof that the log only grew.", CONSISTENCY),
    "Editions": of("The editions there are.", {"current": MAYBE_TEXT, "editions": listed(of("One.", EDITION))}),
    "Draft": of("A working paper.", DRAFT, maybe=("problems", "steps")),
    "Drafts": of(f"Working papers; {NEXT}", {"drafts": listed(named("Draft")), "next": MAYBE_TEXT}),
    "Submitted": of("What was submitted.", {"submitted": listed(TEXT)}),
    "Decided": of("What was decided; what somebody quicker took; what cannot be recorded, and why.", DECIDED),
    "Complement": of("A request for complement.", COMPLEMENT),
    "Complements": of(f"Requests; {NEXT}", {"complements": listed(named("Complement")), "next": MAYBE_TEXT}),
    "Upload": of("A file of proposals, and what its rows would come to.", UPLOAD),
    "Uploads": of("Files of proposals.", {"uploads": listed(named("Upload"))}),
    "UploadRows": of(f"Rows of a file; {NEXT}", {"rows": listed(of("One.", ROW)), "next": MAYBE_NUMBER}),
    "Filed": of("A file that was filed, and the entry that tells its digest.", FILED),
    "Contested": of("What was recorded, or proposed.", {"entries": MADE, "draft": MAYBE_TEXT}),
    "Checkpoint": of("A signed state of the log.", {**EDITION, "note": TEXT}),
}
