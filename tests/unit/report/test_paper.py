"""The paper says what the ledger says, sign by sign; everybody can read it, and anyone can print the same bytes.

The ledger `told` is a small plan whose texts look like markup. Fixtures: `view` opens a ledger, `sheet` says what its
paper says, `paper` prints it; each once for all who look at it.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
from tests.editions_of import PLAN, entry, indicator, session_of

from bilan.ledger.notes import parse_key
from bilan.report import paper as press
from bilan.report.paper import blocks, cover, glyphs
from bilan.report.paper.pen import Pen
from bilan.report.paper.press import TYPESETTER
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue

ROOT: Final = Path(__file__).resolve().parents[3]
MARKUP: Final = '#panic("no") *bold* _it_ $x^2$ <label> @ref [a] // \\ `raw` = head -- ~ "q"'
ADDRESS: Final = "https://plan.example.org/"
TOLD: Final = [
    PLAN,
    entry("source", "src", publisher="Press #1", title=MARKUP, source_kind="press", published_on="2011-06-01",
          url="https://example.org/*a*?b=$c$#d"),
    entry("node", "axis", parent="plan", node_kind="axis", name={"en": "Axis $1$"}, aim=MARKUP),
    indicator("ind-a", node="axis", name={"en": "Jobs *created*"}),
    indicator("ind-b", node="axis", name={"en": "Never told"}),
    entry("baseline", "base", indicator="ind-a", value="0", about="2009", published_on="2009-12-31"),
    entry("target", "tgt-1", indicator="ind-a", value="100", due_on="2013", set_on="2009-10-10",
          version="original"),
    entry("target", "tgt-2", indicator="ind-a", value="60", due_on="2013", set_on="2011-10-10", version="revised",
          supersedes="tgt-1"),
    entry("statement", "st-d", indicator="ind-a", value="52", nature="declared", about="2012-06-30",
          said_on="2012-07-01", published_on="2012-07-01", speaker_name="A. <Speaker>", source="src"),
    entry("statement", "st-m", indicator="ind-a", value="31", nature="measured", about="2012-06-30",
          published_on="2012-12-01", source="src"),
    entry("undertaking", "und", what=MARKUP, undertaking_kind="promise", made_on="2010-01-01", due_on="2011",
          published_on="2010-01-01"),
    entry("agreement", "agr", title={"en": MARKUP}, agreement_kind="ppp", signed_on="2010-05-06", source="src"),
    entry("source", "src-odd", publisher="Odd", source_kind="press", published_on="2011", url="urn:isbn:0451450523"),
    entry("undertaking", "und-2", what="Open 中 by \U0001f642 ⵣ", undertaking_kind="promise", made_on="2010",
          published_on="2010-12-31"),
]  # fmt: skip


class Printed:
    """A paper that was printed; what is read in it is read once."""

    def __init__(self, made: bytes) -> None:
        self.made = made
        self.reader = pypdf.PdfReader(BytesIO(made))

    @cached_property
    def text(self) -> str:
        """Return the words of the paper; where its lines break is of no interest."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())


LEDGERS: Final = {
    "told": TOLD,
    "plan": [PLAN],
    "party": [entry("party", "org", name="MCINT", party_kind="organisation")],
}
View_of = Callable[[str], View]
Sheet = Callable[..., dict[str, Any]]
Paper = Callable[..., Printed]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View_of:
    home = tmp_path_factory.mktemp("ledgers")

    @cache
    def opened(of: str) -> View:
        return View(session_of(LEDGERS[of], home, as_of="2013-12-31", known_on="2014-12-31"))

    return opened


@pytest.fixture(scope="module")
def sheet(view: View_of) -> Sheet:
    @cache
    def made(language: str, of: str = "told") -> dict[str, Any]:
        return press.sheet(Pen(view(of), Voice(language)), address=None, checkpoint="", key="")

    return made


@pytest.fixture(scope="module")
def paper(view: View_of) -> Paper:
    @cache
    def printed(language: str, of: str = "told", address: str | None = ADDRESS) -> Printed:
        checkpoint, key = press.signed_state(view(of).session.edition)
        return Printed(press.print_bilan(view(of), Voice(language), address=address, checkpoint=checkpoint, key=key))

    return printed


def said(sheet: dict[str, Any]) -> str:
    """Return the words of a sheet, one run a line."""
    return "\n".join(_words(sheet["blocks"]))


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and "look" in part and "text" in part:
        yield part["text"]
    elif isinstance(part, dict | list | tuple):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _words(one)


def parts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    """Give every element of the tree of tags."""

    def below(part: Any) -> Iterator[Any]:
        part = part.get_object()
        if isinstance(part, list):
            for one in part:
                yield from below(one)
        elif isinstance(part, dict):
            yield part
            if "/K" in part:
                yield from below(part["/K"])

    yield from below(reader.root_object["/StructTreeRoot"])


def tags_of(reader: pypdf.PdfReader) -> list[str]:
    return [str(part["/S"]) for part in parts_of(reader) if "/S" in part]


def test_texts_of_the_ledger_are_never_read_as_markup(paper: Paper) -> None:
    words = paper("en").text
    assert words.count(" ".join(MARKUP.split())) >= 3
    assert "Axis $1$" in words
    assert "Jobs *created*" in words
    assert "A. <Speaker>" in words


def test_the_same_edition_days_and_language_give_the_same_bytes_in_another_process(
    view: View_of, paper: Paper, tmp_path: Path
) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from bilan.report import paper; from bilan.report.view import View; from bilan.report.voice import Voice;"
        "from bilan.tables.editions import open_edition; from bilan.tables.session import open_session;"
        "edition = open_edition(Path(sys.argv[1])); note, key = paper.signed_state(edition);"
        "session = open_session(edition, as_of=date(2013, 12, 31), known_on=date(2014, 12, 31));"
        "made = paper.print_bilan(View(session), Voice('ar'), address=sys.argv[2], checkpoint=note, key=key);"
        "sys.stdout.buffer.write(made)"
    )
    there = subprocess.run(
        [sys.executable, "-c", code, str(view("told").session.edition.folder.parent), ADDRESS],
        env={"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout
    assert len(there) > 100_000
    assert sha256(there).hexdigest() == sha256(paper("ar").made).hexdigest()


def test_who_sets_type_needs_neither_engine_nor_analyses() -> None:
    code = f"import sys, {TYPESETTER}; print({{'duckdb', 'numpy', 'bilan.analysis'}} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_the_paper_bears_the_day_of_knowledge_and_no_other(paper: Paper) -> None:
    facts = paper("en").reader.metadata
    assert facts
    assert facts.creation_date
    assert facts.creation_date.date() == date(2014, 12, 31)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_tagged_titled_and_in_its_language(paper: Paper, language: str) -> None:
    reader = paper(language).reader
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata
    assert "31" in str(reader.metadata.title)
    found = set(tags_of(reader))
    assert found >= {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/TOC", "/Link"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_its_sentence(paper: Paper, language: str) -> None:
    pictures = [part for part in parts_of(paper(language).reader) if part.get("/S") == "/Figure"]
    assert len(pictures) >= 4  # the code of the address, bars of the plan and of the axis, a course
    assert [part for part in pictures if not str(part.get("/Alt", "")).strip()] == []


def test_only_the_fonts_of_the_house_are_used_and_all_are_in_the_file(paper: Paper) -> None:
    fonts: dict[str, Any] = {}
    for page in paper("ar").reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a dictionary of the file
            fonts[str(font["/BaseFont"])] = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    assert {re.sub(r"^[A-Z]{6}\+|-.*", "", name.strip("/")) for name in fonts} <= {
        "IBMPlexSans", "IBMPlexSansArabic", "DejaVuSansMono",
    }  # fmt: skip
    assert [name for name, facts in fonts.items() if not {"/FontFile2", "/FontFile3"} & set(facts)] == []


def test_a_sign_that_no_font_has_is_shown_to_be_missing(paper: Paper) -> None:
    assert "Open \ufffd by \ufffd \ufffd" in paper("en").text


def test_words_that_the_fonts_have_are_left_alone() -> None:
    text = "Années « 2009–2013 » : 36 % · حصيلة المخطط \u2067١٢\u2069 → “quoted” ≥ €\n"
    assert glyphs.legible(text) == text


@pytest.mark.parametrize(("few", "language", "address"), [("plan", "fr", None), ("party", "ar", ADDRESS)])
def test_a_ledger_that_says_next_to_nothing_can_be_printed(
    few: str, language: str, address: str | None, paper: Paper, sheet: Sheet
) -> None:
    assert len(paper(language, few, address).reader.pages) > 5
    assert Voice(language).tell("paper", "nothing") in said(sheet(language, few))


def test_what_is_not_known_is_shown_as_such_and_not_as_zero(sheet: Sheet) -> None:
    rows = [
        row
        for block in sheet("en")["blocks"]
        if block["block"] == "table"
        for row in block["rows"]
        if row[0]["lines"][0][0]["text"] == "Never told"
    ]
    assert rows
    cells = [[run["text"] for line in cell["lines"] for run in line] for row in rows for cell in row[1:]]
    assert all(cell == ["–"] for cell in cells)


def test_every_newest_figure_has_its_nature_its_date_and_its_entry(sheet: Sheet) -> None:
    words = said(sheet("en")).replace("\u00a0", " ")
    assert "31 jobs\nmeasured\n · \n30 June 2012\n · \nno. 9" in words
    assert "52 jobs\ndeclared\n · \n30 June 2012\n · \nno. 8" in words


def test_a_move_without_a_reason_says_so(sheet: Sheet) -> None:
    words = said(sheet("en"))
    moved = words[words.index("Jobs *created*", words.rindex("100 jobs") - 200) :]
    assert "no reason given" in moved


def test_the_cover_has_the_checkpoint_and_the_key_sign_by_sign(view: View_of, paper: Paper) -> None:
    checkpoint, key = press.signed_state(view("told").session.edition)
    first = paper("fr").reader.pages[0].extract_text()
    assert str(parse_key(key)) == key
    for line in (*checkpoint.split(), key):
        assert line in first.replace("\n", "") or line in first


def test_the_address_is_printed_where_there_is_one(view: View_of, paper: Paper) -> None:
    where = f"https://plan.example.org/en/e-{view('told').session.edition.name}/2013-12-31/2014-12-31/"
    assert cover.permanent_address(view("told"), "en", ADDRESS) == where
    assert where in paper("en").text
    head = Voice("fr").tell("paper", "cover.address")
    assert head in paper("fr").reader.pages[0].extract_text()
    without = paper("fr", "plan", None).text
    assert head not in without
    assert "plan.example.org" not in without
    assert view("plan").session.edition.name in without


def test_only_addresses_of_the_web_can_be_followed(paper: Paper) -> None:
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in paper("en").reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    }
    assert {one.partition(":")[0] for one in links} == {"https"}
    assert "https://example.org/*a*?b=$c$#d" in links
    assert "urn:isbn:0451450523" in paper("en").text


def test_arabic_pages_run_from_right_to_left(sheet: Sheet) -> None:
    assert sheet("ar")["rtl"]
    assert "31 دجنبر 2013" in sheet("ar")["cut"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_is_told_in_the_language_of_the_paper(language: str, sheet: Sheet) -> None:
    words = said(sheet(language))
    rollup = catalogue("method_rollup")
    assert [one for one in LANGUAGES if rollup["Formula"][one] in words] == [language]


def test_names_in_a_line_keep_their_own_direction() -> None:
    first, dot, second = blocks.dim("MCINT (2012)", None, "رقم 7")
    assert (first.apart, dot.apart, second.apart) == (True, False, True)


def test_the_number_of_pages_is_counted(paper: Paper) -> None:
    assert press.pages_of(paper("fr").made) == len(paper("fr").reader.pages)


def test_the_glossary_of_the_paper_is_that_of_the_house() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").replace("*", "").replace("\u00a0", " ")
    told = {code: texts for code, texts in catalogue("paper").items() if code.startswith("meaning.")}
    assert told
    assert [
        (code, language)
        for code, texts in told.items()
        for language in LANGUAGES
        if texts[language].replace("\u00a0", " ") not in glossary
    ] == []
