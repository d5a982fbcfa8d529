"""Write down, in the transaction of what happened, that other programs are to be told of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bilan.ledger.canonical import base64_text
from bilan.ledger.entries import Entry, instant
from bilan.ledger.merkle import leaf_hash
from bilan.store.desk.models import Delivery, Hook

EVENTS: Final = ("recorded", "accepted", "contested", "checkpoint")
# A call names so many entries; of more it tells the first and the last, and the hearer asks for the rest.
NAMED: Final = 100


def note(event: str, *, at: datetime, by: str, entries: Sequence[Entry] = (), **more: Any) -> None:
    """Let every hook that wants an event be called; it is kept until the call has arrived."""
    hooks = [one for one in Hook.objects.filter(ended_at=None) if event in one.events]
    if not hooks:
        return
    body: dict[str, Any] = {"event": event, "at": instant(at), "by": by, **more}
    if entries:
        named = entries if len(entries) <= NAMED else ()
        body |= {"first": entries[0].number, "last": entries[-1].number, "entries": [_told(one) for one in named]}
    Delivery.objects.bulk_create(Delivery(hook=one, event=event, body=body, made_at=at, next_at=at) for one in hooks)


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "kind": entry.kind,
        "key": entry.key,
        "leaf_hash": base64_text(leaf_hash(entry.leaf())),
    }
