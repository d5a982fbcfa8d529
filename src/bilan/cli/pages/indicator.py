"""One indicator: how it is defined, its start and targets, what was said of it by whom, and what does not fit."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table

from bilan.analysis.asking import Row
from bilan.cli.door import Door
from bilan.cli.pages import figures, marks
from bilan.cli.text import Text
from bilan.report import figures as written
from bilan.report.sheets import forecast, verified
from bilan.report.sheets.indicator import Told
from bilan.terms import printed
from bilan.terms.codes import code_list


def page(door: Door, told: Told, notes: Iterable[str]) -> Group:
    """Return the page of an indicator."""
    one = told.indicator
    parts: list[RenderableType] = [Text(written.name(one, door.language), style="bold"), *_what(door, told)]
    parts += [Text(note, style="italic") for note in notes]
    for row in told.progress:
        parts += _progress(door, row)
    parts += _ahead(door, told)
    parts += _section(door, "indicator.baselines", (_start(door, row, one) for row in told.baselines))
    parts += _section(door, "indicator.targets", (_target(door, row, one) for row in told.targets))
    for nature in code_list("nature"):
        rows = [row for row in told.statements if row["nature"] == nature]
        parts += _section(door, f"indicator.{nature}", (_statement(door, row, one) for row in rows))
    for name, rows in told.findings.items():
        parts += _section(door, f"indicator.{name}", (_finding(door, row, name) for row in rows))
    return Group(*parts, Text(), *figures.foot(door, told.session))


def _what(door: Door, told: Told) -> Iterator[RenderableType]:
    one = told.indicator
    names = written.names_of(told.session)
    yield Text(written.cut(door, told.session.cut))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column()
    better = door.label("direction", one["direction"])
    said = {
        "key": f"{one['key']} · {figures.number(door, one['number'])}",
        "node": written.name_of(door, one["node"], names),
        "definition": one["definition"] or door.say("indicator.no_definition"),
        "unit": f"{written.unit_of(door, one['unit'])} · {door.label('measure', one['measure'])}"
        + (f" · {better}" if better else ""),
        "note": one["note"],
    }
    for name, value in said.items():
        if value:
            grid.add_row(door.say(f"indicator.{name}"), value)
    yield grid


def _progress(door: Door, row: Row) -> Iterator[RenderableType]:
    if row["cannot"] and row["declared_progress"] is None and row["verified_progress"] is None:
        yield Text()
        yield Text(door.say("indicator.cannot", why=door.label("cannot", row["cannot"])), style="italic")
        return
    verified, declared, expected = (row[f"{name}_progress"] for name in ("verified", "declared", "expected"))
    yield Text()
    of = row["subject"] or row["region"]
    bar = marks.bar(verified=verified, declared=declared, expected=expected)
    shares = [(door.say(f"head.{name}"), share) for name, share in _named(verified, declared, expected)]
    told = "  ".join(f"{name} {printed.share(share, door.language)}" for name, share in shares)
    yield Text(f"{of}\n" if of else "").append(bar).append(f"  {told}")
    yield from (
        figures.indented(_newest(door, row, name)) for name in ("verified", "declared") if row[name] is not None
    )


def _ahead(door: Door, told: Told) -> Iterator[RenderableType]:
    """Say where it will end, as it will be verified and as it will be declared, and how that was computed."""
    found = forecast.outlook(told.view, told.indicator["key"], door)
    yield Text()
    yield Text(forecast.title(found, told.indicator, door), style="bold")
    for one in found:
        yield from _said(forecast.heading(one, door), [one.chance, one.interval, one.why], one.how)
    worth = verified.told(told.view, told.indicator["key"], door)
    if worth:
        yield from _said(door.tell("forecast", "verified.title"), [worth.step, worth.chance, worth.why], worth.how)


def _said(head: str, sentences: Iterable[str | None], how: Iterable[str]) -> Iterator[RenderableType]:
    """Print sentences below a heading, and below them how they were computed."""
    yield figures.indented(Text(head, style="bold"))
    yield from (figures.indented(Text(f"{one[0].upper()}{one[1:].rstrip('.')}.")) for one in sentences if one)
    yield from (figures.hanging(Text(one, style="dim")) for one in how)


def _newest(door: Door, row: Row, name: str) -> Text:
    """Write the value that a share of progress rests on; one that was worked out from a rate says so."""
    given = {"value": row[name], "qualifier": row[f"{name}_qualifier"], "unit": row["unit"]}
    nature = door.label("nature", row.get(f"{name}_nature") or name)
    about = door.say("about_day", day=printed.partial(row[f"{name}_about"], door.language))
    rate = row[f"{name}_from_rate"]
    told = [
        about,
        door.say("indicator.from_rate", rate=rate) if rate else "",
        figures.number(door, row[f"{name}_entry"]),
    ]
    said = Text(f"{nature}{door.say('colon')} ").append(written.value(door, given), style="bold")
    return said.append("".join(f" · {one}" for one in told if one), style="dim")


def _named(*shares: float | None) -> Iterable[tuple[str, float | None]]:
    return zip(("verified", "declared", "expected"), shares, strict=True)


def _section(door: Door, code: str, lines: Iterable[Text]) -> list[RenderableType]:
    found = list(lines)
    head = Text(door.say(code, count=door.number(len(found))), style="bold")
    return [Text(), head, *(figures.hanging(one) for one in found)] if found else []


def _start(door: Door, row: Row, one: Row) -> Text:
    about = door.say("about_day", day=printed.partial(row["about"], door.language)) if row["about"] else ""
    return _line(door, written.value(door, {"unit": one["unit"], **row}), [about], row)


def _target(door: Door, row: Row, one: Row) -> Text:
    version = door.label("version", row["version"])
    due = door.say("due_day", day=printed.partial(row["due_on"], door.language)) if row["due_on"] else ""
    given = row["reason_words"] or door.label("reason", row["reason"])
    reason = given or (door.say("compare.no_reason") if row["version"] == "revised" else "")
    of = row["subject"] or row["scope"] or row["region"]
    set_on = printed.partial(row["set_on"], door.language) if row["set_on"] else ""
    value = written.value(door, {**row, "unit": row["unit"] or one["unit"]})
    return _line(door, value, [of, version, due, reason, row["set_by_name"], set_on], row)


def _statement(door: Door, row: Row, one: Row) -> Text:
    about = door.say("about_day", day=printed.partial(row["about"], door.language)) if row["about"] else ""
    who = door.say("comma").join(
        str(part) for part in (row["speaker_name"], row["office"], row["organisation_name"]) if part
    )
    basis = door.label("basis", row["said_on_basis"]) if row["said_on_basis"] not in {None, "stated"} else ""
    when = written.said_on(door, row) + (f" ({basis})" if basis else "")
    relation = door.label("relation", row["relation"])
    of = row["scope"] or row["subject"] or row["region"]
    derived = door.say("indicator.derived") if row["derived"] else ""
    unsure = door.label("certainty", row["certainty"]) if row["certainty"] not in {None, "sure"} else ""
    value = written.value(door, {**row, "unit": row["unit"] or one["unit"]})
    return _line(door, value, [of, about, who, when, row["denominator_words"], relation, derived, unsure], row)


def _line(door: Door, value: str, told: Iterable[object], row: Row) -> Text:
    gone = bool(row.get("superseded"))
    said = Text(value, style="bold strike" if gone else "bold")
    parts = [*(str(one) for one in told if one), figures.number(door, row["number"])]
    return said.append(" · " + " · ".join(parts), style="not bold dim not strike")


def _finding(door: Door, row: Row, name: str) -> Text:
    """Write a revision or a contradiction: its sort, its numbers, whether they compare and if not why, its entries."""
    said = Text(door.label(name.removesuffix("s"), row["kind"]), style="bold")
    ends = (row.get("before", row.get("value")), row.get("after", row.get("other_value")))
    chain = row.get("bases") or [one for one in ends if one is not None]
    because = [door.label("incomparable", one) for one in row.get("because") or ()]
    compares = door.label("comparable", row.get("comparable"))
    why = f"{compares}{door.say('colon')} {door.say('comma').join(because)}" if because else compares
    told = [" → ".join(written.shown(door, one) for one in chain), why]
    said.append("".join(f" · {one}" for one in told if one), style="not bold")
    return said.append(figures.entries(door, row["entries"]), style="not bold dim")
