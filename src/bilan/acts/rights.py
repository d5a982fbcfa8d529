"""The table of roles and acts: who may do what at all. Where a role holds is judged in `bilan.acts.access`."""

from collections.abc import Mapping
from typing import Final

READER, OFFICER, VERIFIER, AUDITOR, PUBLISHER, ADMINISTRATOR = (
    "reader", "officer", "verifier", "auditor", "publisher", "administrator",
)  # fmt: skip
ROLES: Final = (READER, OFFICER, VERIFIER, AUDITOR, PUBLISHER, ADMINISTRATOR)
# Roles that change nothing need no second factor.
READING: Final = frozenset({READER})
SORTS: Final = ("party", "node", "region")

ACTS: Final[Mapping[str, frozenset[str]]] = {
    "see": frozenset(ROLES),
    "draft": frozenset({OFFICER}),
    "submit": frozenset({OFFICER}),
    "upload": frozenset({OFFICER}),
    "answer": frozenset({OFFICER}),
    "review": frozenset({VERIFIER, AUDITOR}),
    "accept": frozenset({VERIFIER}),
    "return": frozenset({VERIFIER}),
    "contest": frozenset({VERIFIER, AUDITOR}),
    "ask": frozenset({VERIFIER, AUDITOR}),
    "file": frozenset({OFFICER, VERIFIER, AUDITOR}),
    "open_embargoed": frozenset({VERIFIER, AUDITOR, PUBLISHER}),
    "follow": frozenset({OFFICER, VERIFIER, AUDITOR, PUBLISHER}),
    "audit": frozenset({AUDITOR}),
    "rate": frozenset({OFFICER, VERIFIER, AUDITOR}),
    "remind": frozenset({VERIFIER, PUBLISHER}),
    "meet": frozenset({VERIFIER, PUBLISHER}),
    "change_plan": frozenset({OFFICER, VERIFIER, PUBLISHER}),
    "approve_plan": frozenset({PUBLISHER}),
    "publish": frozenset({PUBLISHER}),
    "use_token": frozenset({READER, OFFICER, VERIFIER, AUDITOR, PUBLISHER}),
    "hook": frozenset({ADMINISTRATOR}),
    "grant": frozenset({ADMINISTRATOR}),
}
