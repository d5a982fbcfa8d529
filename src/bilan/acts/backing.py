"""Let the files that were filed beside a proposal support the entry that it becomes."""

from collections.abc import Mapping

from bilan.ledger.entries import Draft
from bilan.ledger.kinds.people import Evidence
from bilan.store import reading
from bilan.store.desk.models import Filed


def supporting(keys: Mapping[str, str | None]) -> list[Draft]:
    """Return the entries by which files support what papers become; `keys` are those of the entries, by paper."""
    found = []
    for filed in Filed.objects.filter(paper__in=keys, removed=False).order_by("filed_at", "pk"):
        held, key = reading.latest(filed.key), keys[filed.paper_id or ""]
        if held and key and key not in held.content.get("supports", ()):
            content = {**held.content, "supports": [*held.content.get("supports", ()), key]}
            found.append(Draft(Evidence(**content), filed.key, replaces=held.number))
    return found
