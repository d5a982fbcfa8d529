"""Read the ledger: its entries as they were published, the proofs that the log has them, editions, the checkpoint."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from bilan.acts import answering, editions, tabling
from bilan.acts.looking import look_up
from bilan.acts.proving import receipt
from bilan.api.asked import Asked, Cut, EditionName, Key, among, answered, asked, streamed
from bilan.api.operations import BINARY, CSV, JSON, LINES, NDJSON, PARQUET, TEXT, operation, ref
from bilan.api.problems import Wrong
from bilan.config.home import opened_home
from bilan.ledger.canonical import base64_text
from bilan.ledger.kinds import KINDS
from bilan.report import figures
from bilan.report.sheets import ledger as sheet
from bilan.store import reading
from bilan.store.models import EntryRow
from bilan.terms.plain import as_document

router = Router()
MOST: Final = 1_000
LARGEST: Final = 2**53 - 1
Number = Annotated[int, Path(ge=0, le=LARGEST)]
Kind = Annotated[str, *among(KINDS)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
After = Annotated[int, Field(ge=0, le=LARGEST)]


TableForm = Literal["json", "ndjson", "csv", "parquet"]


class OfEdition(Schema):
    """Of which edition, and how it is written."""

    edition: EditionName | None = None
    format: Literal["json", "note"] = "json"


class Entries(Schema):
    """Which entries of an edition."""

    after: Annotated[After | None, Field(description="Only entries with a greater number.")] = None
    limit: Annotated[Limit, Field(description="So many at most.")] = 100
    kind: Kind | None = None
    key: Key | None = None
    edition: EditionName | None = None
    format: Annotated[Literal["json", "ndjson"], Field(description="ndjson gives all that follow, one a line.")] = (
        "json"
    )


@operation(router, "GET", "/entries", gives={JSON: ref("EntryList"), NDJSON: LINES})
def entries(request: HttpRequest, wanted: Query[Entries]) -> HttpResponseBase:
    """List entries as they are published, in the order of their numbers."""
    one = asked(request, Cut(edition=wanted.edition))
    if wanted.format == "ndjson":
        lines = (line + b"\n" for line in reading.lines_of(_found(one, wanted)))
        return streamed(one, lambda: sent(tabling.batched(lines), NDJSON, "entries.ndjson"))
    return answered(one, lambda: as_document(_page(one, wanted)), JSON)


def _page(one: Asked, wanted: Entries) -> dict[str, Any]:
    told = [json.loads(line) for line in reading.lines_of(_found(one, wanted)[: wanted.limit + 1])]
    page, more = told[: wanted.limit], len(told) > wanted.limit
    return {**answering.edition(one.edition), "entries": page, "next": page[-1]["number"] if more else None}


def _found(one: Asked, wanted: Entries) -> QuerySet[EntryRow]:
    found = EntryRow.objects.filter(number__lt=one.edition.size).order_by("number")
    found = found if wanted.after is None else found.filter(number__gt=wanted.after)
    return found.filter(**{name: value for name in ("kind", "key") if (value := getattr(wanted, name))})


@operation(router, "GET", "/entries/{number}", gives={JSON: ref("Entry")})
def entry(request: HttpRequest, number: Number) -> HttpResponseBase:
    """Tell all of one entry: what it says, its versions, what refers to it, its leaf hash and its proof."""
    one = asked(request)
    _within(one, number)

    def make() -> str:
        seen, view = look_up(opened_home(), number, upto=one.edition.size), one.view
        with view.lock:
            named = answering.referring(view.session, seen.key) if seen.key else []
        return as_document(answering.entry(seen, named))

    return answered(one, make, JSON)


@operation(router, "GET", "/entries/{number}/receipt", gives={JSON: ref("Receipt")}, name="receipt")
def receipt_of(request: HttpRequest, number: Number) -> HttpResponseBase:
    """Give the receipt of an entry: with the key of the log, anyone can verify it without the ledger."""
    one = asked(request)
    _within(one, number)
    return answered(one, lambda: as_document(receipt(opened_home(), number, at=datetime.now(UTC))), JSON)


@operation(router, "GET", "/keys/{key}", gives={JSON: ref("Entry")}, name="entry_of_key")
def entry_of_key(request: HttpRequest, key: Key) -> HttpResponseBase:
    """Tell all of the latest entry of a key."""
    one = asked(request)
    number = EntryRow.objects.filter(key=key, number__lt=one.edition.size).aggregate(last=Max("number"))["last"]
    if number is None:
        raise Wrong(404, "nothing_there")
    return entry(request, number)


class Sizes(Schema):
    """Two sizes of the log."""

    old: Annotated[int, Field(ge=1, le=LARGEST)]
    new: Annotated[int, Field(ge=1, le=LARGEST)]


@operation(router, "GET", "/proofs/consistency", gives={JSON: ref("Consistency")})
def consistency(request: HttpRequest, sizes: Query[Sizes]) -> HttpResponseBase:
    """Prove that the log of the larger size only adds to that of the smaller one (RFC 9162)."""
    one = asked(request)
    if not sizes.old <= sizes.new <= one.edition.size:
        raise Wrong(404, "nothing_there")

    def make() -> str:
        proof = sheet.consistency(one.edition, sizes.old, sizes.new)
        roots = {"old_root": base64_text(proof.old_root), "new_root": base64_text(proof.new_root)}
        told = {"old": proof.old, "new": proof.new, **roots, "proof": [base64_text(step) for step in proof.proof]}
        return as_document({**told, "holds": proof.holds})

    return answered(one, make, JSON)


@operation(router, "GET", "/editions", gives={JSON: ref("Editions")}, name="editions")
def listed(request: HttpRequest) -> HttpResponseBase:
    """List the editions there are, and which is the newest; their files lie under /editions/."""
    one = asked(request)
    return answered(one, lambda: as_document(answering.editions(editions.listed(), one.edition.name)), JSON)


@operation(router, "GET", "/checkpoint", gives={JSON: ref("Checkpoint"), TEXT: LINES})
def checkpoint(request: HttpRequest, cut: Query[OfEdition]) -> HttpResponseBase:
    """Give the signed checkpoint of an edition: the note as other logs publish it, and what it says."""
    one = asked(request, Cut(edition=cut.edition))
    if cut.format == "note":
        return answered(one, lambda: _note(one), f"{TEXT}; charset=utf-8")
    return answered(one, lambda: as_document({**answering.edition(one.edition), "note": _note(one)}), JSON)


def _note(one: Asked) -> str:
    return (editions.home() / one.edition.name / "checkpoint").read_text(encoding="utf-8")


class Tabled(Cut):
    """Which rows of a table, and how they are written."""

    after: Annotated[After | None, Field(description="For JSON: only rows with a greater number.")] = None
    limit: Annotated[Limit, Field(description="For JSON: so many at most.")] = 100
    format: Annotated[
        Literal["json", "ndjson", "csv", "parquet"], Field(description="csv is the file that Bilan loads.")
    ] = "json"


@operation(router, "GET", "/tables/{kind}", gives={JSON: ref("Table"), NDJSON: LINES, CSV: LINES, PARQUET: BINARY})
def table(request: HttpRequest, kind: Kind, wanted: Query[Tabled]) -> HttpResponseBase:
    """Give the rows of a kind that are in force on the two days: a page of them as JSON, else all."""
    one = asked(request, wanted)
    if wanted.format != "json":
        name, media = f"{kind}.{wanted.format}", STREAMS[wanted.format]
        return streamed(one, lambda: sent(tabling.FORMS[wanted.format](one.view, kind), media, name))

    def make() -> str:
        found = tabling.page_of(one.view, kind, after=wanted.after, limit=wanted.limit + 1)
        page, more = found[: wanted.limit], len(found) > wanted.limit
        last = page[-1]["number"] if more else None
        notes = list(one.days.notes)
        return as_document({**figures.state(one.view.session), "notes": notes, "rows": page, "next": last})

    return answered(one, make, JSON)


STREAMS: Final[Mapping[str, str]] = {
    "ndjson": NDJSON,
    "csv": f"{CSV}; charset=utf-8; header=present",
    "parquet": PARQUET,
}


def sent(pieces: Iterator[bytes], media: str, name: str) -> HttpResponseBase:
    """Send pieces as they are made, under a name for whoever keeps them."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=media, headers=named)


def _within(one: Asked, number: int) -> None:
    """Refuse an entry that is not published yet as one that is not there."""
    if number >= one.edition.size:
        raise Wrong(404, "nothing_there")
