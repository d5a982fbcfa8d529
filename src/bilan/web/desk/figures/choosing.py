"""Choose what to tell: an indicator within one's reach, those that are due first, or another kind of entry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bilan.acts.expected import PARTIES, WAITING, expected
from bilan.acts.figures import KINDS_FILED
from bilan.acts.places import within
from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.sheets.search import LONGEST, cleaned, folded, words_of
from bilan.web.desk.door import AtDesk, Page, page

SUBJECT: Final = "desk_figures"
MOST: Final = 30
# An indicator without an owner is of the party of whoever tells of it.
INDICATORS: Final = """
SELECT key, node, unit, name_fr, name_ar, name_en FROM (
    SELECT *, coalesce(owner, $own) AS party FROM indicator WHERE closing IS NULL) WHERE {held} ORDER BY number"""


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator to choose: what it is called, its node and unit."""

    key: str
    label: str
    node: str
    unit: str


@dataclass(frozen=True, slots=True)
class Due:
    """A figure that is expected: of what, about which period, since when."""

    row: Row
    label: str
    subject: str


@page("draft")
def new(asked: AtDesk) -> Page:
    """Show what somebody may tell of, what is due first; what has every word that was typed."""
    text = cleaned(asked.request.GET.get("q", "")[:LONGEST])
    words = words_of(text)
    found = [one for one in _choices(asked) if _has(words, one.key, one.label, one.node)]
    due = [one for one in dues(asked) if _has(words, one.row["indicator"], one.label, one.subject)]
    told = {
        "typed": text,
        "due": due[:MOST],
        "due_count": len(due),
        "found": found[:MOST],
        "count": len(found),
        "most": MOST,
        "longest": LONGEST,
        "kinds": sorted((asked.voice.label("kind", one), one) for one in KINDS_FILED if one != "statement"),
    }
    return Page("desk/figures/new.html", asked.voice.tell(SUBJECT, "new"), SUBJECT, told)


def dues(asked: AtDesk, *, but: str | None = None) -> list[Due]:
    """Return the figures that are expected, the most overdue first; `but` is an indicator that was just told."""
    names = asked.view.names
    rows = [row for row in expected(asked.person, asked.view, "draft", WAITING) if row["indicator"] != but]
    return [Due(row, _called(asked, row["indicator"]), _named(asked, row["subject"], names)) for row in rows]


def _choices(asked: AtDesk) -> list[Choice]:
    reaches = [replace(one, regions=frozenset()) for one in asked.person.reaches("draft")]
    held, values = within(reaches, parties=PARTIES)
    query = INDICATORS.format(held=held)
    rows = asked.view.rows(query, {**values, "own": asked.person.account.party}, reads=("indicator",))
    return [
        Choice(row["key"], _called(asked, row["key"]), _called(asked, row["node"]), _unit(asked, row)) for row in rows
    ]


def _called(asked: AtDesk, key: str) -> str:
    return figures.name_of(asked.voice, key, asked.view.names)


def _named(asked: AtDesk, key: str | None, names: figures.Names) -> str:
    return figures.name_of(asked.voice, key, names) if key else ""


def _unit(asked: AtDesk, row: Row) -> str:
    return figures.unit_of(asked.voice, row["unit"])


def _has(words: Sequence[str], *texts: str) -> bool:
    sought = folded(" ".join(texts))
    return all(word in sought for word in words)
