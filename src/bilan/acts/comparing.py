"""Set a proposed figure beside others: the one it takes the place of, the last before it, what others say, the aim."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.acts.access import Person
from bilan.acts.reviewing import queue
from bilan.acts.series import DATED, SAME
from bilan.analysis.asking import Row
from bilan.report.view import View
from bilan.store.desk.models import Paper
from bilan.terms.days import last_day

# So many figures of others, and papers that wait, are set beside it.
OTHERS: Final = 6
WAITING: Final = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of the ledger beside a proposed one, and in which role."""

    role: str
    row: Row


def beside(view: View, paper: Paper, content: Mapping[str, Any]) -> list[Beside]:
    """Return the figures to compare a proposed one with."""
    if paper.kind not in SAME or "indicator" not in content:
        return []
    return [*_figures(view, paper, content), *_aims(view, content)]


def waiting(person: Person, paper: Paper) -> list[Paper]:
    """Return other papers of the queue that concern the same thing."""
    same = queue(person).filter(concerns=paper.concerns) if paper.concerns else Paper.objects.none()
    return list(same.exclude(pk=paper.pk)[:WAITING])


def _figures(view: View, paper: Paper, content: Mapping[str, Any]) -> Iterator[Beside]:
    corrected = _own(view, paper)
    yield from (Beside("corrected", row) for row in corrected)
    rows = [row for row in _newest(view, paper, content) if row["key"] not in {one["key"] for one in corrected}]
    alike = (row for row in rows if row.get("nature") == content.get("nature"))
    previous = max(alike, key=lambda row: (row["is_before"], row["recency"]), default=None)
    if previous:
        yield Beside("previous", previous)
    yield from (Beside("other", row) for row in [row for row in rows if row is not previous][:OTHERS])


def _own(view: View, paper: Paper) -> list[Row]:
    """Return what is in force under the key of a paper."""
    if paper.key is None:
        return []
    query = f"SELECT * FROM {paper.kind} WHERE key = $key"  # noqa: S608 - one of our own kinds
    return view.rows(query, {"key": paper.key}, reads=(paper.kind,))


def _newest(view: View, paper: Paper, content: Mapping[str, Any]) -> list[Row]:
    """Return what each who speaks said last of the same thing by its date, by nature, the nearest date first."""
    kind, same = paper.kind, SAME[paper.kind]
    where = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ${name}' for name in same)
    who = {
        "statement": "nature, coalesce(organisation, organisation_name, speaker, speaker_name)",
        "target": "coalesce(set_by, set_by_name), version",
        "baseline": "source",
    }[kind]
    dated = DATED[kind]
    query = f"""SELECT *, coalesce({dated}_to <= $day, false) AS is_before FROM {kind}
    WHERE indicator = $indicator AND {where}
    QUALIFY row_number() OVER (PARTITION BY {who} ORDER BY is_before DESC, recency DESC) = 1
    ORDER BY abs(date_diff('day', {dated}_to, $day)) NULLS LAST, recency DESC"""  # noqa: S608 - our own names
    values = {name: content.get(name) for name in same} | {"indicator": content["indicator"]}
    return view.rows(query, {**values, "day": last_day(content.get(dated))}, reads=(kind,))


def _aims(view: View, content: Mapping[str, Any]) -> Iterator[Beside]:
    """Give the target and the baseline by which progress is measured."""
    where = "indicator = $indicator AND subject IS NOT DISTINCT FROM $subject AND region IS NOT DISTINCT FROM $region"
    values = {name: content.get(name) for name in ("indicator", "subject", "region")}
    for row in view.pick("progress", where, values):
        for role in ("target", "baseline"):
            number = row[f"{role}_entry"]
            if number is not None:
                query = f"SELECT * FROM {role}_known WHERE number = $number"  # noqa: S608 - two of our own kinds
                yield from (Beside(role, one) for one in view.rows(query, {"number": number}, reads=(role,)))
