"""Undertakings by what has become of them, and the register of agreements."""

from collections.abc import Iterator
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.paper.blocks import Block, Cell, Heading, Line, Prose, cell, dim, plain, quoted, strong, table
from bilan.report.paper.pen import Pen
from bilan.report.sheets import agreements as sheet

# What a reader should see first; a state that is not here comes after.
FIRST: Final = (
    "overdue", "broken", "due", "to_come", "partly_kept", "kept_late", "kept", "followed", "abandoned",
    "cannot_determine",
)  # fmt: skip


def undertakings(pen: Pen) -> Iterator[Block]:
    """Return the chapter of undertakings."""
    rows = pen.view.ask("undertakings")
    yield Heading(pen.say("undertakings", count=pen.voice.number(len(rows))), fresh=True)
    yield Prose(plain(pen.say("undertakings.how" if rows else "nothing")), "note")
    states = sorted(
        {row["state"] for row in rows}, key=lambda state: (FIRST.index(state) if state in FIRST else len(FIRST), state)
    )
    for state in states:
        of_state = sorted((row for row in rows if row["state"] == state), key=_when)
        label = pen.voice.label("undertaking_state", state)
        yield Heading(f"{label[:1].upper()}{label[1:]} ({pen.voice.number(len(of_state))})", 2)
        heads = pen.heads("undertaking", "who", "due", "proof")
        yield from table(label, heads, "1.9fr 1.4fr 1fr 1.2fr", (_undertaking(pen, row) for row in of_state))


def _when(row: Row) -> tuple[bool, str, str]:
    return row["due_to"] is None, str(row["due_to"]), row["undertaking"]


def _undertaking(pen: Pen, row: Row) -> tuple[Cell, ...]:
    kind = pen.voice.label("undertaking_kind", row["kind"])
    who = row["made_by_name"] or pen.name(row["made_by"]) or row["organisation_name"] or pen.name(row["organisation"])
    made = pen.voice.partial(row["made_on"]) if row["made_on"] else pen.say("undated")
    return (
        cell(quoted(row["what"]), dim(kind, pen.entries(row["entries"][:1]))),
        cell(quoted(who), dim(row["office"], made)),
        _due(pen, row),
        _proof(pen, row),
    )


def _due(pen: Pen, row: Row) -> Cell:
    if row["due_on"] is None:
        return cell(plain(pen.say("no_due_day")))
    late = row["days_late"]
    left = pen.say("days_left", count=pen.voice.number(row["days_left"])) if row["days_left"] is not None else None
    return cell(
        plain(pen.voice.partial(row["due_on"])),
        dim(pen.say("days_late", count=pen.voice.number(late)) if late else left),
    )


def _proof(pen: Pen, row: Row) -> Cell:
    by = pen.voice.label("computed_from", row["computed_from"])
    if row["proof"] is None:
        return cell(plain(pen.say("no_proof")), dim(by))
    told = [figures.shown(pen.voice, row[name]) for name in ("told", "expected") if row[name] is not None]
    said = pen.say("told_of", told=told[0], expected=told[1]) if len(told) == 2 else "".join(told)  # noqa: PLR2004 - both
    return cell(
        plain(said or by),
        dim(
            by if said else None,
            pen.voice.partial(str(row["proof_on"])) if row["proof_on"] else None,
            pen.entries([row["proof"]]),
        ),
    )


def agreements(pen: Pen) -> Iterator[Block]:
    """Return the register of agreements, each with what is owed under it and what was changed."""
    found = sheet.gather(pen.view).agreements
    head = pen.say("agreements", count=pen.voice.number(len(found)))
    yield Heading(head, fresh=True)
    if not found:
        yield Prose(plain(pen.say("nothing")), "note")
    heads = pen.heads("agreement", "parties", "amount", "promised", "outcome")
    yield from table(head, heads, "1.5fr 1.3fr 1fr 1.6fr 1.2fr", (_agreement(pen, one) for one in found))


def _agreement(pen: Pen, one: sheet.Agreement) -> tuple[Cell, ...]:
    row = one.row
    kind = pen.voice.label("agreement_kind", row["agreement_kind"])
    signed = pen.say("signed", day=pen.voice.partial(row["signed_on"])) if row["signed_on"] else pen.say("undated")
    parties = row["parties_words"] or pen.voice.say("comma").join(pen.name(key) for key in row["parties"] or ())
    jobs = figures.trimmed(row["promised_jobs"])
    more = [_owed(pen, owed) for owed in one.obligations] + [_changed(pen, changed) for changed in one.amendments]
    return (
        cell(strong(figures.name(one.titles, pen.voice.language)), dim(kind, signed, pen.entries([row["number"]]))),
        cell(quoted(parties)),
        cell(strong(figures.value(pen.voice, one.money) if one.money else "")),
        cell(quoted(row["promised"]), dim(pen.say("jobs", count=pen.voice.number(jobs)) if jobs else None), *more),
        cell(quoted(row["outcome"]), dim(row["status"])),
    )


def _owed(pen: Pen, one: sheet.Obligation) -> Line:
    row = one.row
    due = pen.voice.say("due_day", day=pen.voice.partial(row["due_on"])) if row["due_on"] else None
    who = row["party_name"] or pen.name(row["party"])
    state = pen.voice.label("undertaking_state", one.state)
    return dim(pen.say("owed"), who, row["what"], due, state, pen.entries([row["number"]]))


def _changed(pen: Pen, row: Row) -> Line:
    reason = row["reason_words"] or pen.voice.label("reason", row["reason"]) or pen.voice.say("compare.no_reason")
    when = pen.voice.partial(row["decided_on"]) if row["decided_on"] else None
    return dim(pen.say("amended"), row["what"], when, reason, pen.entries([row["number"]]))
