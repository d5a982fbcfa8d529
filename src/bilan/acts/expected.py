"""The figures that are expected within somebody's reach: the calendar of a person."""

from typing import Final

from bilan.acts.access import Person
from bilan.acts.places import within
from bilan.analysis.asking import Row
from bilan.report.view import View

WAITING: Final = "state IN ('due', 'overdue')"
# A figure is within the reach of a party that measures it or answers for it.
PARTIES: Final = ("party", "owner", "measured_by")


def expected(person: Person, view: View, act: str, where: str = "true") -> list[Row]:
    """Return the rows of the analysis `due` on which somebody may do an act, the most overdue first.

    One condition filters them all.
    """
    held, values = within(person.reaches(act), parties=PARTIES)
    rows = view.pick("due", f"({where}) AND ({held}) ORDER BY due_on NULLS LAST, indicator, subject, region", values)
    return list(rows)
