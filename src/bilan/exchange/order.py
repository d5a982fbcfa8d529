"""Put drafts in an order in which what is referred to comes first, as far as there is one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bilan.exchange.steps import Put
from bilan.ledger.kinds import KINDS
from bilan.ledger.rules import references_of

_RANK: Final = {kind: rank for rank, kind in enumerate(KINDS)}


def in_order(puts: Iterable[Put]) -> list[Put]:
    """Return the steps, kind after kind, each after those it refers to; in a circle, the first kind first."""
    ranked = sorted(puts, key=lambda put: _RANK[put.draft.kind])
    waiting = {put.draft.key: put for put in ranked if put.draft.key}
    ordered: list[Put] = []
    for put in ranked:
        if put.draft.key is None:
            ordered.append(put)
        elif waiting.pop(put.draft.key, None):
            ordered.extend(_with_what_it_needs(put, waiting))
    return ordered


def _with_what_it_needs(first: Put, waiting: dict[str, Put]) -> Sequence[Put]:
    """Walk down the references without recursion: a file may hold a chain of any length."""
    done: list[Put] = []
    path = [(first, _references(first))]
    while path:
        needs = path[-1][1]
        needed = next((found for key in needs if (found := waiting.pop(key, None))), None)
        if needed:
            path.append((needed, _references(needed)))
        else:
            done.append(path.pop()[0])
    return done


def _references(put: Put) -> Iterator[str]:
    for name, _ in references_of(put.draft.kind):
        value = getattr(put.draft.content, name)
        if isinstance(value, str):
            yield value
        elif value:
            yield from value
