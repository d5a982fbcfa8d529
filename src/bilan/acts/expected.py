"""The figures that are expected within somebody's reach: the calendar of a person."""

from typing import Any

from bilan.acts.access import Person, Reach
from bilan.analysis.asking import Row
from bilan.report.view import View

WAITING = "state IN ('due', 'overdue')"


def expected(person: Person, view: View, act: str, where: str = "true") -> list[Row]:
    """Return the rows of the analysis `due` on which somebody may do an act, the most overdue first.

    One condition filters them all: a figure is within the reach of a party that measures it or answers for it.
    """
    within, values = _within(person.reaches(act))
    rows = view.pick("due", f"({where}) AND ({within}) ORDER BY due_on NULLS LAST, indicator, subject, region", values)
    return list(rows)


def _within(reaches: tuple[Reach, ...]) -> tuple[str, dict[str, Any]]:
    """Return the condition that keeps what lies within one of several reaches, and its values."""
    conditions, values = ["false"], dict[str, Any]()
    for place, reach in enumerate(reaches):
        wanted = (
            ("list_has_any([party, owner, measured_by], $p{0})", f"p{place}", reach.parties),
            ("list_contains($n{0}, node)", f"n{place}", reach.nodes),
            ("list_contains($r{0}, region)", f"r{place}", reach.regions),
        )
        held = [(text.format(place), name, sorted(keys)) for text, name, keys in wanted if keys]
        conditions.append(" AND ".join(text for text, _, _ in held) or "true")
        values |= {name: keys for _, name, keys in held}
    return " OR ".join(f"({one})" for one in conditions), values
