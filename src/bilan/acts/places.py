"""Where somebody looks, as one condition on rows of an edition: these stand in no table of Django.

What lies within a reach is said of working papers by `Reach.clause`, and here, in the same way, of the tables that
analyses give.
"""

from collections.abc import Sequence
from typing import Any

from bilan.acts.access import Reach

Condition = tuple[str, dict[str, Any]]


def within(reaches: Sequence[Reach], *, parties: Sequence[str] = ("party",), name: str = "place") -> Condition:
    """Return the condition that keeps rows within one of several reaches, with its values; none keeps no row.

    `parties` are the columns of a row that name a party, any of which may be the one; `name` begins the names of the
    values, so that two conditions can stand side by side.

    >>> within([Reach(), Reach(regions=frozenset({"MA-08"}))])
    ('(true) OR (list_contains($place1_region, region))', {'place1_region': ['MA-08']})
    """
    conditions, values = list[str](), dict[str, Any]()
    for turn, reach in enumerate(reaches):
        wanted = (
            (f"list_has_any([{', '.join(parties)}], ${{}})", f"{name}{turn}_party", reach.parties),
            ("list_contains(${}, node)", f"{name}{turn}_node", reach.nodes),
            ("list_contains(${}, region)", f"{name}{turn}_region", reach.regions),
        )
        held = [(text.format(value), value, sorted(keys)) for text, value, keys in wanted if keys]
        conditions.append(" AND ".join(text for text, _, _ in held) or "true")
        values |= {value: keys for _, value, keys in held}
    return " OR ".join(f"({one})" for one in conditions) or "false", values
