"""One row of a change: a node, an indicator, a target or a baseline, asked for by the fields of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.http import HttpResponseBase

from bilan.acts import plan
from bilan.acts.papers import Overtaken
from bilan.acts.plan_rows import ABOVE, DECIDED, KINDS, Row, row_of, rows_of
from bilan.exchange.columns import Column, columns_of
from bilan.ledger.refusals import KEY_LONGEST
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.figures import references
from bilan.web.desk.figures.forms import CHOSEN
from bilan.web.desk.figures.inputs import Filled, Input, typed_in
from bilan.web.desk.plan.found import REFUSED, SUBJECT, overtaken, own, said, version

# What is asked first; all else that a kind has stands behind the fold.
FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "node": ("parent", "node_kind", "name", "weight", "owner", "order", "aim"),
    "indicator": ("node", "name", "unit", "measure", "direction", "headline", "weight", "owner", "periodicity", "delay",
                  "definition"),
    "target": ("indicator", "value", "low", "high", "unit", "due_on", "version", "supersedes"),
    "baseline": ("indicator", "value", "about", "source"),
}  # fmt: skip
# Set by the act of leaving the plan, or worked out from a file.
NOT_ASKED: Final = frozenset({"closing", "became", "digest"})
STEM: Final[Mapping[str, str]] = {"node": "ini-", "indicator": "ind-", "target": "tgt-", "baseline": "bl-"}


@form("change_plan")
def row(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Ask for a row: a new one, one that the ledger holds, or one that was put into the change before."""
    mine = own(asked, change)
    one = _started(asked, mine)
    if asked.request.method != "POST":
        return _page(asked, mine, one)
    sent = _typed(asked, one)
    problems = plan.problems_of_row(mine, sent)
    try:
        problems = problems or plan.put(asked.person, mine, [sent], version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    return _page(asked, mine, sent, problems) if problems else to("plan_change", change=change)


def _started(asked: AtDesk, change: PlanChange) -> Row:
    """Return the row that an address asks for: `kind`, and `key`, or what it is below, or the target it revises."""
    given = asked.request.GET
    kind, rows = given.get("kind", ""), rows_of(change)
    if kind not in KINDS:
        raise NotFound("page")
    key, above, revised = (given.get(name, "")[:KEY_LONGEST] for name in ("key", "above", "revise"))
    if key:
        return row_of(rows, kind, key)
    if kind == "target" and revised:
        return _revision(row_of(rows, kind, revised), change)
    return Row(kind, "", {ABOVE[kind]: above} if above else {})


def _revision(old: Row, change: PlanChange) -> Row:
    """Start a target that takes the place of another: both stay in the chain."""
    kept = {name: text for name, text in old.cells.items() if name not in {"set_on", "set_by", "set_by_name", "source"}}
    key = f"{old.key}-{change.in_force_day}"[:KEY_LONGEST].rstrip("-")
    return Row("target", key, {**kept, "version": "revised", "supersedes": old.key})


def _typed(asked: AtDesk, one: Row) -> Row:
    sent = asked.typed
    cells = {
        column.heading: typed_in(column, sent.get(column.heading + CHOSEN) or sent.get(column.heading, ""))
        for column in _columns(one.kind)
    }
    kept = {name: text for name, text in one.cells.items() if name in NOT_ASKED}
    key = one.key if one.replaces is not None else sent.get("key", "").strip()
    return replace(one, key=key, cells={**kept, **{name: text for name, text in cells.items() if text}})


def _columns(kind: str) -> list[Column]:
    return [one for one in columns_of(kind) if one.field not in {*NOT_ASKED, *DECIDED[kind]}]


def _page(asked: AtDesk, change: PlanChange, one: Row, problems: Sequence[Problem] = ()) -> Page:
    seen, folded = _inputs(asked, one, problems)
    lists = dict.fromkeys(each.listing for each in (*seen, *folded) if each.listing)
    named = {each.name for each in (*seen, *folded)}
    told = {
        "change": change,
        "row": one,
        "stem": STEM[one.kind],
        "seen": seen,
        "folded": folded,
        "unfolded": any(each.problems for each in folded),
        "lists": {name: references.listed(asked, name) for name in lists},
        "wrong": [(each, text) for each in (*seen, *folded) for text in each.problems],
        "others": [(column, text) for column, text in said(asked, problems) if column not in named],
    }
    new = "row.new" if one.replaces is None else "row.change"
    title = asked.voice.tell(SUBJECT, new, kind=asked.voice.label("kind", one.kind))
    return Page("desk/plan/row.html", title, SUBJECT, told, REFUSED if problems else 200)


def _inputs(asked: AtDesk, one: Row, problems: Sequence[Problem]) -> tuple[list[Input], list[Input]]:
    filled, first = Filled(one.kind, one.cells, problems), FIRST[one.kind]
    columns = _columns(one.kind)
    seen = sorted((each for each in columns if each.field in first), key=lambda each: first.index(each.field))
    return filled.inputs(asked, seen), filled.inputs(asked, [each for each in columns if each.field not in first])
