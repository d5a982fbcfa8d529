"""A page for each axis: what it is for, where its nodes stand, and its indicators one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.paper import panorama, pictures
from bilan.report.paper.blocks import (
    Block,
    Cell,
    Heading,
    Listing,
    Prose,
    cell,
    dim,
    drawn,
    plain,
    quoted,
    strong,
    table,
)
from bilan.report.paper.pen import Pen
from bilan.report.sheets import indicators

BAR_MM: Final = 46
NODES: Final = 'SELECT number, key, parent, node_kind, "order", aim, owner, owner_name, starts_on, ends_on FROM node'


def chapter(pen: Pen) -> Iterator[Block]:
    """Return a page for each node just below the plan, and one for what belongs to the plan itself."""
    below = {one.node: one.lines for one in indicators.grouped(pen.view)}
    for row in pen.view.panorama.lines:
        if row["kind"] != "plan":
            yield from _axis(pen, row, below.get(row["item"], ()))
    own = below.get(pen.view.plan.get("key", ""), ())
    if own:
        yield Heading(pen.say("of_plan"), fresh=True, kicker=pen.say("axes"))
        yield from _indicators(pen, own)


def _axis(pen: Pen, row: Row, lines: Sequence[indicators.Line]) -> Iterator[Block]:
    facts = {one["key"]: one for one in pen.view.rows(NODES, reads=("node",))}
    own = facts[row["item"]]
    kind = pen.voice.label("node_kind", row["kind"])
    rows = list(_tree(pen, row["item"]))
    yield Heading(pen.name(row["item"]), fresh=bool(lines) or len(rows) > 1, kicker=f"{kind[:1].upper()}{kind[1:]}")
    if own["aim"]:
        yield Prose((*quoted(own["aim"]), *plain(" "), *dim(pen.entries([own["number"]]))), "lede")
    if row["completion"]:
        yield Prose(pen.finished(row["completion"]), "quote")
    heads = pen.heads("node", "progress", "verified", "declared", "expected")
    yield from table(
        pen.say("nodes"), heads, f"1fr {BAR_MM + 4}mm 20mm 20mm 16mm", (_node(pen, one, facts) for one in rows)
    )
    alerts = [one for one in pen.view.panorama.alerts if one.item == row["item"]]
    if alerts:
        yield Heading(pen.say("alerts", count=pen.voice.number(len(alerts))), 2)
        yield Listing(tuple(panorama.alert(pen, one) for one in alerts))
    yield from _indicators(pen, lines)


def _tree(pen: Pen, top: str) -> Iterator[Row]:
    """Return the node and the nodes below it, in the order of the roll-up."""
    inside = {top}
    for row in pen.view.ask("rollup"):
        if row["kind"] != "indicator" and (row["item"] in inside or row["parent"] in inside):
            inside.add(row["item"])
            yield row


def _node(pen: Pen, row: Row, facts: Mapping[str, Row]) -> tuple[Cell, ...]:
    own = facts[row["item"]]
    owner = pen.name(own["owner"]) or own["owner_name"]
    ends = pen.voice.say("due_day", day=pen.voice.partial(own["ends_on"])) if own["ends_on"] else None
    name, kind = pen.name(row["item"]), pen.voice.label("node_kind", row["kind"])
    first = replace(
        cell(strong(name), dim(kind, owner, ends, pen.entries([own["number"]]))), depth=max(0, row["depth"] - 1)
    )
    if not row["expected_of"]:
        return first, cell(dim(pen.say("not_measured"))), cell(), cell(), cell()
    shares = pen.share(row, "verified"), pen.share(row, "declared")
    return (
        first,
        drawn(pictures.bar(pen, row, name, BAR_MM), BAR_MM),
        *shares,
        cell(plain(pen.voice.share(row["expected_progress"]))),
    )


def _indicators(pen: Pen, lines: Sequence[indicators.Line]) -> Iterator[Block]:
    if not lines:
        return
    head = pen.say("indicators", count=pen.voice.number(len(lines)))
    yield Heading(head, 2)
    heads = pen.heads("indicator", "baseline", "target", "declared", "verified", "expected")
    yield from table(head, heads, "1.5fr 1fr 1fr 1.25fr 1.25fr 14mm", (_indicator(pen, line) for line in lines))


def _indicator(pen: Pen, line: indicators.Line) -> tuple[Cell, ...]:
    row, progress = line.indicator, line.progress
    headline = pen.say("headline") if row["headline"] else None
    lacks = pen.voice.label("cannot", line.lacks)
    first = cell(strong(figures.name(row, pen.voice.language)), dim(headline, pen.entries([row["number"]])), dim(lacks))
    if progress is None:
        return first, *(cell() for _ in range(5))
    expected = cell(plain(pen.voice.share(progress["expected_progress"])))
    newest = pen.newest(line.declared), pen.newest(line.verified)
    return first, _start(pen, progress), _target(pen, progress), *newest, expected


def _start(pen: Pen, row: Row) -> Cell:
    if row["baseline"] is None:
        return cell()
    said = pen.amount(row["baseline"], row["unit"], row["baseline_qualifier"])
    basis = pen.entries([row["baseline_entry"]]) if row["baseline_entry"] is not None else pen.say("from_nothing")
    return cell(strong(said), dim(pen.voice.partial(row["baseline_about"]) if row["baseline_about"] else None, basis))


def _target(pen: Pen, row: Row) -> Cell:
    if row["target"] is None:
        return cell()
    said = pen.amount(row["target"], row["unit"], row["target_qualifier"])
    due = pen.voice.partial(row["target_due"]) if row["target_due"] else pen.say("no_due_day")
    return cell(
        strong(said), dim(pen.voice.label("version", row["target_version"]), due, pen.entries([row["target_entry"]]))
    )
