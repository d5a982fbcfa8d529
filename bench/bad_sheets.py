"""Ten thousand bad spreadsheets: each is looked at and, where it may be, submitted; nothing falls or is half done.

``.venv/bin/python -m bench.bad_sheets [COUNT]`` draws them from a seed, the same ones each time. The tests take the
first some hundred.
"""

import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from bench.upkeep import Kept

if TYPE_CHECKING:
    from bilan.acts.access import Person
    from bilan.config.home import Home

COUNT: Final = 10_000
START: Final = datetime(2026, 3, 1, tzinfo=UTC)
HEADINGS: Final = ("key", "indicator", "value", "unit", "nature", "about", "said_on", "speaker_name", "note")
NASTY: Final = (
    "", " ", "0", "-1", "1e400", "1,000.5", "١٢٣", "NaN", "Infinity", "=1+1", "'=1+1", "@SUM(A1)", "+1", "\t", "a\nb",
    '"', ";", "\\", "#REF!", "#N/A", "2012-13", "2012-10", "05/10/2012", "ind-1", "ind-999", "st-1", "declared",
    "audited",
    "x" * 700, "\u202eabc", "\u200f", "é" * 40, "ﷺ", "🙂", "None", "null", "true", "<b>", "&amp;", "../../etc/passwd",
    "_x0041_", "{placeholder}", "%s", "'; DROP TABLE bilan_entry; --", "A" * 97, "Key With Spaces", "yes",
)  # fmt: skip
NAMES: Final = (
    "statement.csv", "STATEMENT.CSV", "target.csv", "figures.csv", "../statement.csv", "statement.xlsx", "x",
    ".csv", "\u202ecsv.exe",
    "statement.csv.xlsx", "redaction.csv", "withdrawal.csv", "node.csv", "party.csv", "con.csv", "a" * 300 + ".csv",
)  # fmt: skip
USUAL: Final = "statement.csv"
KINDS: Final = ("statement", "target", "nonsense")
SHEETS: Final = (
    *("statement",) * 9,
    "Statement",
    "target",
    "_notes",
    "Feuil1",
    "node",
    "\u202eteg",
    "statement ",
    "x" * 31,
)
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
SELDOM: Final = 0.1
PLAIN: Final = '<c {at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
CELLS: Final = (
    "<c {at}><v>{text}</v></c>",
    '<c {at} t="e"><v>#REF!</v></c>',
    '<c {at} t="str"><f>A1&amp;B1</f><v>{text}</v></c>',
    "<c {at}><f>A1</f><v></v></c>",
    '<c {at} t="b"><v>1</v></c>',
    '<c {at} t="d"><v>2012-10-05T00:00:00</v></c>',
    '<c t="inlineStr"><is><t>{text}</t></is></c>',
)
# After one of these no reader goes on.
FATAL: Final = (
    '<c {at} t="s"><v>7</v></c>',
    '<c {at} t="s"><v>-1</v></c>',
    '<c {at} t="nonsense"><v>{text}</v></c>',
    '<c r="ZZZZ0"><v>{text}</v></c>',
)
STARTS: Final = (
    b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"<html>", b"{", b"\0",
    b"\xff\xfe",
)  # fmt: skip
ROOT: Final = f'<Relationship Id="r" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class Case:
    """A file as somebody might send it."""

    number: int
    name: str
    content: bytes
    kind: str | None


class Torn(AssertionError):
    """Something was half done; keeps the case."""

    def __init__(self, case: Case, what: str) -> None:
        """Keep the case."""
        super().__init__(f"case {case.number} ({case.name!r:.40}): {what}")
        self.case = case


def cases(count: int, seed: int = 2026) -> Iterator[Case]:
    """Draw bad spreadsheets."""
    for number in range(count):
        drawn = random.Random(f"{seed}:{number}")
        make = drawn.choice((_text,) * 5 + (_book,) * 5 + (_broken,))
        name, kind = drawn.choice((USUAL, USUAL, drawn.choice(NAMES))), drawn.choice((None,) * 9 + KINDS)
        yield Case(number, name, make(drawn), kind)


def _rows(drawn: random.Random) -> list[list[str]]:
    headings = [*HEADINGS]
    for _ in range(drawn.choice((0, 0, 0, 0, 0, 0, 1, 2))):
        place = drawn.randrange(len(headings))
        headings[place : place + 1] = drawn.choice(
            ([], ["# remark"], ["colour"], ["number"], ["replaces"], ["key"], [""])
        )
    rows = [_row(drawn, headings) for _ in range(drawn.choice((0, 1, 3, 8)))]
    return [headings, *rows]


def _row(drawn: random.Random, headings: list[str]) -> list[str]:
    number = drawn.randrange(40)
    good = {
        "key": f"st-{number}", "indicator": f"ind-{number}", "value": str(number), "unit": "projects",
        "nature": "declared", "about": "2012-10", "said_on": "2012-10-05", "speaker_name": "Ministry",
        "note": f"Said {number}", "replaces": str(number),
    }  # fmt: skip
    wrong = drawn.choice((0.0, 0.05, 0.3, 1.0))
    cells = [drawn.choice(NASTY) if drawn.random() < wrong else good.get(one, "") for one in headings]
    if drawn.random() < SELDOM:
        cells += [drawn.choice(NASTY)]
    return cells[: drawn.choice((len(cells), len(cells), len(cells), 3))]


def _text(drawn: random.Random) -> bytes:
    quote: Callable[[str], str] = drawn.choice((_quoted,) * 9 + (str,))
    separator, end = drawn.choice((",",) * 9 + (";", "\t", "|")), drawn.choice(("\n", "\n", "\r\n", "\r"))
    text = end.join(separator.join(quote(cell) for cell in row) for row in _rows(drawn))
    encoding = drawn.choice(("utf-8",) * 9 + ("utf-8-sig", "utf-16", "cp1252", "cp1256"))
    return _flipped(drawn, text.encode(encoding, "replace"))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(one in cell for one in ',;\t"\n') else cell


def _flipped(drawn: random.Random, content: bytes) -> bytes:
    """Change a few bytes, or cut the end off; mostly leave it as it is."""
    found = bytearray(content)
    for _ in range(drawn.choice((0,) * 18 + (1, 3, 20))):
        if found:
            found[drawn.randrange(len(found))] = drawn.randrange(256)
    return bytes(found[: drawn.randrange(len(found) + 1)]) if drawn.random() < SELDOM / 2 else bytes(found)


def _book(drawn: random.Random) -> bytes:
    names = [drawn.choice(SHEETS) for _ in range(drawn.choice((1, 1, 1, 2, 3)))]
    listed = "".join(f'<sheet name="{escape(one)}" sheetId="{at}" r:id="r{at}"/>' for at, one in enumerate(names, 1))
    linked = "".join(
        f'<Relationship Id="r{at}" Type="{LINKS}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{ROOT}</Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{linked}</Relationships>',
        **{f"xl/worksheets/s{at}.xml": _sheet(drawn) for at in range(1, len(names) + 1)},
    }
    _spoil(drawn, parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", drawn.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return _flipped(drawn, out.getvalue())


def _sheet(drawn: random.Random) -> str:
    start = drawn.choice((1, 1, 1, 4))
    rows = "".join(
        f'<row r="{at}">' + "".join(_cell(drawn, at, column, cell) for column, cell in enumerate(row)) + "</row>"
        for at, row in enumerate(_rows(drawn), start)
    )
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(drawn: random.Random, row: int, column: int, text: str) -> str:
    safe = escape("".join(one for one in text if one >= " " or one in "\t\n"))
    form = drawn.choice((PLAIN,) * 190 + CELLS * 2 + (drawn.choice(FATAL),))
    return form.format(at=f'r="{chr(ord("A") + column)}{row}"', text=safe)


def _spoil(drawn: random.Random, parts: dict[str, str]) -> None:
    """Do to a workbook what people and attackers do; mostly nothing."""
    name = drawn.choice([*parts])
    match drawn.choice(("nothing",) * 24 + ("gone", "entity", "macro", "many", "cut", "namespace", "deep", "bomb")):
        case "gone":
            del parts[name]
        case "entity":
            parts[name] = parts[name].replace(
                "?>", '?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
            )
        case "macro":
            parts[drawn.choice(("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"))] = "x"
        case "many":
            parts |= {f"xl/media/{at}": "" for at in range(3_000)}
        case "cut":
            parts[name] = parts[name][: drawn.randrange(len(parts[name]))]
        case "namespace":
            parts[name] = parts[name].replace(MAIN, "urn:other")
        case "deep":
            parts[name] = parts[name].replace("?>", "?>" + "<a>" * 5_000)
        case "bomb":
            parts["xl/worksheets/s1.xml"] = parts["xl/workbook.xml"] + " " * 3_000_000


def _broken(drawn: random.Random) -> bytes:
    return drawn.choice(STARTS) + drawn.randbytes(drawn.choice((0, 1, 30, 3_000)))


class Desk:
    """A desk before which the files come: an officer of a small ledger."""

    def __init__(self, folder: Path) -> None:
        """Set it up."""
        self.home: Home = Kept(folder).home
        from bilan.acts.access import person
        from bilan.store.desk.models import Account, Grant

        account = Account.objects.create_user("officer@example.org", name="Officer", signs_as="desk/officer")
        Grant.objects.create(account=account, role="officer", given_by="bench", given_at=START)
        self.person: Person = person(account)

    def take(self, case: Case) -> str:
        """Let a file come; tell how far it came, or raise `Torn`."""
        from bilan.acts import batches, uploading
        from bilan.store import reading
        from bilan.store.desk.models import Batch, Paper

        at, before = START + timedelta(seconds=case.number), (reading.size(), Paper.objects.count())
        try:
            batch, new = uploading.receive(self.home, self.person, case.name, [case.content], kind=case.kind, at=at)
        except uploading.NotTaken:
            return "not taken"
        if new:
            uploading.look(self.home, batch, at=at)
        self._looked(case, batch, before)
        try:
            batches.confirm(self.person, batch, at=at)
            count = batches.submit(self.home, self.person, Batch.objects.get(pk=batch.pk), at=at)
        except batches.NotSubmitted as why:
            if (reading.size(), Paper.objects.count()) != before:
                raise Torn(case, f"not submitted ({why.code}), and yet something is there") from why
            return why.code
        papers = Paper.objects.filter(batch=batch, state="submitted").count()
        if papers != count or reading.size() != before[0] + 1:
            raise Torn(case, f"{count} proposed, {papers} there")
        return "submitted"

    def _looked(self, case: Case, batch: object, before: tuple[int, int]) -> None:
        from bilan.store import reading
        from bilan.store.desk.models import Batch, Paper, Row

        found = Batch.objects.get(pk=batch.pk)  # type: ignore[attr-defined]
        if found.state != "looked" or Row.objects.filter(batch=found).count() != sum(found.counts.values()):
            raise Torn(case, f"{found.state} {found.counts}")
        if (reading.size(), Paper.objects.count()) != before:
            raise Torn(case, "a look left something behind")


def main() -> None:
    """Let them all come, and tell what became of them."""
    count = int(sys.argv[1]) if sys.argv[1:] else COUNT
    with tempfile.TemporaryDirectory(prefix="bilan-bench-") as folder:
        desk, came, started = Desk(Path(folder)), Counter[str](), time.process_time()
        for case in cases(count):
            came[desk.take(case)] += 1
        print(f"{count:,} files in {time.process_time() - started:.0f} s:", dict(came.most_common()))


if __name__ == "__main__":
    main()
