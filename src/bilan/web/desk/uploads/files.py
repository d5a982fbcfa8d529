"""Workbooks and tables to take away: what is due, what the ledger says now, what is wrong with a file."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from bilan.acts import sheets_out
from bilan.exchange.workbook_writing import Table, write_book, write_csv
from bilan.ledger.kinds import KINDS
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, page
from bilan.web.desk.uploads.listing import NEVER
from bilan.web.desk.uploads.previewing import found

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY: Final = 1 << 20


@page("upload")
def template(asked: AtDesk) -> HttpResponseBase:
    """Hand out a workbook with a row for each figure that is due."""
    return workbook(sheets_out.template(asked.person, asked.view, asked.voice), f"bilan-{asked.today}.xlsx")


@page("upload")
def present(asked: AtDesk, kind: str, form: str) -> HttpResponseBase:
    """Hand out what the ledger says now, of one kind and within reach."""
    if kind not in KINDS or kind in NEVER:
        raise NotFound("page")
    return _handed([sheets_out.present(asked.person, kind)], f"{kind}", form)


@page("upload")
def problems(asked: AtDesk, batch: str, form: str) -> HttpResponseBase:
    """Hand out the rows that have a problem, each with what is wrong."""
    tables = sheets_out.problems(found(asked, batch), asked.language)
    if not tables:
        raise NotFound("page")
    return _handed(tables, f"{tables[0].name}-problems", form)


def _handed(tables: Sequence[Table], stem: str, form: str) -> HttpResponseBase:
    if form == "xlsx":
        return workbook(tables, f"{stem}.xlsx")
    if form != "csv":
        raise NotFound("page")
    answer = StreamingHttpResponse(_encoded(write_csv(tables[0])), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
    return answer


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"  # so that spreadsheets read it as UTF-8
    for line in lines:
        yield line.encode("utf-8", "replace")


def workbook(tables: Sequence[Table], name: str) -> FileResponse:
    """Return tables as a workbook to be downloaded."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_book(tables, kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=name, content_type=WORKBOOK)
