"""Open data: every file of an edition, a CSV and a schema a kind, what each field means, and their catalogue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import PurePath
from typing import Any, Final

from bilan.acts import tabling
from bilan.config.declared import read_setting
from bilan.exchange import dcat
from bilan.exchange.schema import DIALECT, dictionary
from bilan.ledger.kinds import KINDS
from bilan.report.voice import Voice
from bilan.tables.editions import SIGNED, Edition
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.web import downloads, editions
from bilan.web.addresses import Address
from bilan.web.asked import Asked, NotFound
from bilan.web.shown import File, Shown, Stream

SUBJECT: Final = "data"
COUNT: Final = """
SELECT '{kind}' AS kind, count(*) AS in_force, (SELECT count(*) FROM {kind}_known) AS known,
    (SELECT max(recorded_at) FROM {kind}_known) AS recorded_at
FROM {kind}"""


@dataclass(frozen=True, slots=True)
class Held:
    """A file of an edition: its path, what it is, where it is had, its size, its digest."""

    path: str
    title: str
    address: str
    bytes: int
    weight: str
    digest: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the ledger holds of a kind: entries in force and known on the two dates, and the files of its table."""

    kind: str
    in_force: int
    known: int
    files: tuple[Held, ...]


def page(asked: Asked) -> Shown:
    """Show what can be downloaded, and how to verify it."""
    edition, voice = asked.edition, asked.voice
    held = [_held(voice, edition, path) for path in downloads.paths(edition)]
    all_bytes = sum(one.bytes for one in held)
    tables = [_table(row, held) for row in _counts(asked) if row["known"]]
    told = {
        "tables": tables,
        "signed": [one for one in held if one.path in SIGNED],
        "lines": [one for one in held if one.path.startswith("entries/")],
        "tiles": sum(one.path.startswith("tile/") for one in held),
        "weight": weight(voice, all_bytes),
        "whole": whole(edition),
        "editions": [_other(asked, one) for one in editions.listed()],
        "licence": read_setting("BILAN_LICENCE"),
    }
    size, kinds = voice.number(edition.size), voice.number(len(tables))
    title = voice.tell(SUBJECT, "title", size=size, kinds=kinds)
    return Shown("data.html", title, SUBJECT, told, voice.tell(SUBJECT, "lede"))


def dictionary_page(asked: Asked) -> Shown:
    """Show what every field of every kind means, and every code."""
    kinds = [(kind, _told_of(kind), list(rows)) for kind, rows in groupby(dictionary(), lambda one: one.kind)]
    lists = [(name, [(code, asked.voice.label(name, code)) for code in code_list(name)]) for name in sorted(_lists())]
    fields = sum(len(rows) for _, _, rows in kinds)
    told = {"kinds": kinds, "lists": lists}
    title = asked.voice.tell(SUBJECT, "dictionary.title", kinds=len(kinds), fields=asked.voice.number(fields))
    return Shown("dictionary.html", title, SUBJECT, told)


def schema(asked: Asked, kind: str) -> File:
    """Give the JSON Schema of the content of a kind."""
    _known(asked, kind)
    document = {"$schema": DIALECT, **KINDS[kind].model_json_schema()}
    return File(_json(document), "application/schema+json")


def table(asked: Asked, kind: str) -> Stream:
    """Give the entries of a kind that are in force on the two dates, in the format that Bilan loads."""
    _known(asked, kind)
    return Stream(tabling.as_csv(asked.view, kind), "text/csv; charset=utf-8; header=present", f"{kind}.csv")


def catalogue(asked: Asked) -> File:
    """Give the catalogue of the data: DCAT-AP as JSON-LD."""
    public = read_setting("BILAN_ADDRESS").rstrip("/")
    plan, names = asked.view.plan, asked.view.names
    owner = names.get(plan.get("owner") or "", plan)
    changed = max((row["recorded_at"] for row in _counts(asked) if row["recorded_at"]), default=None)
    told = dcat.Described(
        page=f"{public}{asked.to('data')}",
        files=f"{public}/editions/{asked.edition.name}/",
        plan=_label(plan),
        publisher=_label(owner),
        starts_on=plan.get("starts_on_from"),
        ends_on=plan.get("ends_on_to"),
        changed_at=_instant(changed),
        licence=read_setting("BILAN_LICENCE"),
    )
    return File(_json(dcat.catalogue(asked.edition, told)), "application/ld+json")


def _counts(asked: Asked) -> list[dict[str, Any]]:
    return asked.view.rows(" UNION ALL ".join(COUNT.format(kind=kind) for kind in KINDS), reads=tuple(KINDS))


def _table(row: Mapping[str, Any], held: list[Held]) -> Table:
    kind = row["kind"]
    files = tuple(one for one in held if one.path.startswith(f"tables/{kind}/"))
    return Table(kind, row["in_force"], row["known"], files)


def _held(voice: Voice, edition: Edition, path: str) -> Held:
    count = downloads.size(edition, path)
    address = f"/editions/{edition.name}/{path}"
    return Held(path, _title(voice, path), address, count, weight(voice, count), downloads.digest(edition, path))


def _title(voice: Voice, path: str) -> str:
    """Return what a file is."""
    if path in SIGNED:
        return voice.tell(SUBJECT, f"file.{path}")
    if not path.startswith("entries/"):
        return path
    start, stop = (int(part) for part in PurePath(path).stem.split("-"))
    return voice.tell(SUBJECT, "file.lines", start=voice.number(start), stop=voice.number(stop - 1))


def _other(asked: Asked, edition: Edition) -> dict[str, Any]:
    """Return what the list of editions tells of one."""
    page = Address(asked.language, asked.address.path, edition.name)
    return {"name": edition.name, "size": edition.size, "page": page, "whole": whole(edition)}


def whole(edition: Edition) -> str:
    """Return where an edition is had in one file."""
    return f"/editions/{edition.name}.zip"


def weight(voice: Voice, count: int) -> str:
    """Write a number of bytes as people do, in thousands.

    >>> weight(Voice("en"), 12_345), weight(Voice("en"), 999)
    ('12 kB', '999 bytes')
    """
    for code, unit in (("mega", 1_000_000), ("kilo", 1000)):
        if count >= unit:
            return voice.tell(SUBJECT, f"size.{code}", number=voice.number(round(count / unit)))
    return voice.tell(SUBJECT, "size.bytes", number=voice.number(count))


def _known(asked: Asked, kind: str) -> None:
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 3)
        labels = ((asked.voice.label("kind", one), asked.to("table", one)) for one in near)
        raise NotFound("no_key", key=kind, near=tuple(labels))


def _told_of(kind: str) -> str:
    return (KINDS[kind].__doc__ or "").strip()


def _lists() -> set[str]:
    return {row.code_list for row in dictionary() if row.code_list}


def _label(row: Mapping[str, Any]) -> dict[str, str]:
    return {one: text for one in LANGUAGES if (text := row.get(f"name_{one}"))}


def _instant(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at else None


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
