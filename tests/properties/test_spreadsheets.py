"""Bad spreadsheets bring nothing down and leave nothing half done; good ones come back as they were written.

The first of those that `bench/bad_sheets.py` draws; there ten thousand are tried.
"""

import os
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bad_sheets import Desk, cases
from bilan.config.home import Home
from bilan.exchange import sheets, workbooks
from bilan.exchange.cells import read_text, write_text
from bilan.exchange.sheets import open_book
from bilan.exchange.unpacking import unpack
from bilan.exchange.workbook_writing import Table, write_book
from bilan.ledger.fields import UNSAFE

COUNT = int(os.environ.get("BILAN_BAD_SHEETS") or 120)
TEXTS = st.from_regex(rf"\A[^{UNSAFE}\ud800-\udfff]{{1,60}}\Z")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpack here: a process for each workbook would cost more than all else."""
    unpacked = lambda path, folder: workbooks.understood(unpack(path, folder), folder)  # noqa: E731 - one line
    monkeypatch.setattr(sheets, "unpacked", unpacked)


def test_bad_spreadsheets_leave_nothing_half_done(home: Home) -> None:
    desk = Desk(home.folder.parent)
    came = Counter(desk.take(case) for case in cases(COUNT))
    assert sum(came.values()) == COUNT
    assert {"blocked", "nothing", "submitted"} <= {*came}


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_comes_back_from_a_workbook_as_it_went(texts: list[str]) -> None:
    from tempfile import TemporaryDirectory

    written = BytesIO()
    write_book(
        [Table("statement", ["key", "note"], [[f"k-{n}", write_text(one)] for n, one in enumerate(texts)])], written
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept"
        path.write_bytes(written.getvalue())
        found = open_book(path, "statement.xlsx", Path(folder))
        read = [read_text(sheet.cells(cells)["note"]) for sheet in found.sheets for _, _, cells, _ in sheet.rows()]
    assert read == texts
