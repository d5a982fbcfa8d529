"""Look one entry up where it lies: what it says, what came of it, its hash and its proof."""

from bilan.acts.proving import proof_of
from bilan.acts.seen import Seen, named_by
from bilan.config.home import Home
from bilan.store import reading
from bilan.store.models import EntryRow


def look_up(home: Home, number: int, *, upto: int | None = None) -> Seen:
    """Look an entry up; its number must be one of the ledger; `upto` leaves out what came after so many entries."""
    key, rows = reading.key_of(number), EntryRow.objects.order_by("number")
    rows = rows if upto is None else rows.filter(number__lt=upto)
    same = rows.filter(key=key).values_list("number", flat=True) if key else [number]
    ended = rows.filter(target=number).values_list("number", "kind")
    (hashed,) = reading.leaf_hashes(number, number + 1)
    size, proof = proof_of(home, number) or (None, ())
    found = reading.entry(number)
    refers = {named: one for named in named_by(found) if (one := reading.latest(named))} if found else {}
    return Seen(number, found, key, hashed, tuple(same), tuple(ended), size, proof, refers)


__all__ = ["Seen", "look_up"]
