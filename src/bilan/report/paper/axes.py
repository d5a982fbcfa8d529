"""A page for each axis: what it is for, where its nodes stand, and its indicators one by one."""

from collections.abc import Iterator, Mapping
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

BAR_MM: Final = 46
NODES: Final = 'SELECT number, key, parent, node_kind, "order", aim, owner, owner_name, starts_on, ends_on FROM node'
INDICATORS: Final = "SELECT number, key, node, headline, name_fr, name_ar, name_en, unit, definition FROM indicator"


def chapter(pen: Pen) -> Iterator[Block]:
    """Return a page for each node just below the plan, and one for what belongs to the plan itself."""
    below = under(pen)
    for row in pen.view.panorama.lines:
        if row["kind"] != "plan":
            yield from _axis(pen, row, below.get(row["item"], []))
    plan = next((row for row in pen.view.panorama.lines if row["kind"] == "plan"), None)
    own = below.get(plan["item"], []) if plan else []
    if plan and own:
        yield Heading(pen.say("of_plan"), fresh=True, kicker=pen.say("axes"))
        yield from _indicators(pen, own)


def under(pen: Pen) -> Mapping[str, list[Row]]:
    """Return the indicators below each node just below the plan, and those of the plan itself, headline ones first."""
    parents = {row["key"]: row["parent"] for row in pen.view.rows(NODES, reads=("node",))}
    found: dict[str, list[Row]] = {}
    for row in pen.view.rows(INDICATORS, reads=("indicator",)):
        found.setdefault(_top(row["node"], parents), []).append(row)
    order = {row["item"]: at for at, row in enumerate(pen.view.ask("rollup"))}
    last = len(order)
    return {
        top: sorted(rows, key=lambda row: (order.get(row["node"], last), not row["headline"], row["number"]))
        for top, rows in found.items()
    }


def _top(key: str, parents: Mapping[str, str]) -> str:
    seen = [key]
    while parents.get(seen[-1]) in parents and parents[seen[-1]] not in seen:
        seen.append(parents[seen[-1]])
    return seen[-1]


def _axis(pen: Pen, row: Row, indicators: list[Row]) -> Iterator[Block]:
    facts = {one["key"]: one for one in pen.view.rows(NODES, reads=("node",))}
    own = facts[row["item"]]
    kind = pen.voice.label("node_kind", row["kind"])
    yield Heading(pen.name(row["item"]), fresh=True, kicker=f"{kind[:1].upper()}{kind[1:]}")
    if own["aim"]:
        yield Prose((*quoted(own["aim"]), *plain(" "), *dim(pen.entries([own["number"]]))), "lede")
    if row["completion"]:
        yield Prose(pen.finished(row["completion"]), "quote")
    rows = list(_tree(pen, row["item"]))
    heads = pen.heads("node", "progress", "verified", "declared", "expected")
    yield from table(
        pen.say("nodes"), heads, f"1fr {BAR_MM + 4}mm 20mm 20mm 16mm", (_node(pen, one, facts) for one in rows)
    )
    alerts = [one for one in pen.view.panorama.alerts if one.item == row["item"]]
    if alerts:
        yield Heading(pen.say("alerts", count=pen.voice.number(len(alerts))), 2)
        yield Listing(tuple(panorama.alert(pen, one) for one in alerts))
    yield from _indicators(pen, indicators)


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


def _indicators(pen: Pen, indicators: list[Row]) -> Iterator[Block]:
    if not indicators:
        return
    progress = {row["indicator"]: row for row in pen.view.ask("progress") if not (row["subject"] or row["region"])}
    yield Heading(pen.say("indicators", count=pen.voice.number(len(indicators))), 2)
    heads = pen.heads("indicator", "baseline", "target", "declared", "verified", "expected")
    rows = (_indicator(pen, row, progress.get(row["key"])) for row in indicators)
    yield from table(pen.say("indicators", count=len(indicators)), heads, "1.5fr 1fr 1fr 1.25fr 1.25fr 14mm", rows)


def _indicator(pen: Pen, row: Row, progress: Row | None) -> tuple[Cell, ...]:
    headline = pen.say("headline") if row["headline"] else None
    first = cell(strong(figures.name(row, pen.voice.language)), dim(headline, pen.entries([row["number"]])))
    if progress is None:
        return first, cell(), cell(), cell(dim(pen.say("no_number"))), cell(), cell()
    cannot = pen.voice.label("cannot", progress["cannot"])
    expected = cell(plain(pen.voice.share(progress["expected_progress"])))
    newest = pen.newest(progress, "declared"), pen.newest(progress, "verified")
    return (
        Cell((*first.lines, *((dim(cannot),) if cannot else ()))),
        _start(pen, progress),
        _target(pen, progress),
        *newest,
        expected,
    )


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
