"""The paper says what the ledger says, sign by sign; everybody can read it, and anyone can print the same bytes.

Fixtures: `told` is a small plan whose texts look like markup; `paper` prints a plan and reads the file.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
from tests.editions_of import PLAN, Told, edition_of, entry, indicator, session_of

from bilan.ledger.notes import parse_key
from bilan.report import paper as press
from bilan.report.paper import blocks, cover, glyphs
from bilan.report.paper.pen import Pen
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue

ROOT: Final = Path(__file__).resolve().parents[3]
MARKUP: Final = '#panic("no") *bold* _it_ $x^2$ <label> @ref [a] // \\ `raw` = head -- ~ "q"'
ADDRESS: Final = "https://plan.example.org/"
Paper = Callable[..., pypdf.PdfReader]


@pytest.fixture
def told() -> list[Told]:
    return [
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
    ]  # fmt: skip


@pytest.fixture(scope="module")
def _shelf() -> dict[tuple[str, str, str | None], bytes]:
    """Keep what was printed: one ledger in one language need not be printed twice."""
    return {}


@pytest.fixture
def paper(_shelf: dict[tuple[str, str, str | None], bytes], tmp_path: Path) -> Paper:
    def read(told: list[Told], language: str = "en", *, address: str | None = ADDRESS) -> pypdf.PdfReader:
        asked = (repr(told), language, address)
        if asked not in _shelf:
            _shelf[asked] = printed(told, tmp_path, language, address=address)
        return pypdf.PdfReader(BytesIO(_shelf[asked]))

    return read


def view_of(told: list[Told], home: Path) -> View:
    return View(session_of(told, home, as_of="2013-12-31", known_on="2014-12-31"))


def printed(told: list[Told], home: Path, language: str, *, address: str | None = ADDRESS) -> bytes:
    view = view_of(told, home)
    checkpoint, key = press.signed_state(view.session.edition)
    return press.print_bilan(view, Voice(language), address=address, checkpoint=checkpoint, key=key)


def sheet_of(told: list[Told], home: Path, language: str = "en") -> dict[str, Any]:
    return press.sheet(Pen(view_of(told, home), Voice(language)), address=None, checkpoint="", key="")


def text_of(reader: pypdf.PdfReader) -> str:
    """Return the words of a file; where its lines break is of no interest."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


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


def test_texts_of_the_ledger_are_never_read_as_markup(told: list[Told], paper: Paper) -> None:
    words = text_of(paper(told))
    assert words.count(" ".join(MARKUP.split())) >= 3
    assert "Axis $1$" in words
    assert "Jobs *created*" in words
    assert "A. <Speaker>" in words


def test_the_same_edition_days_and_language_give_the_same_bytes_in_another_process(
    told: list[Told], tmp_path: Path
) -> None:
    edition_of(told, tmp_path)
    code = (
        "import sys; from datetime import date; from pathlib import Path; from hashlib import sha256;"
        "from bilan.report import paper; from bilan.report.view import View; from bilan.report.voice import Voice;"
        "from bilan.tables.editions import open_edition; from bilan.tables.session import open_session;"
        "edition = open_edition(Path(sys.argv[1])); note, key = paper.signed_state(edition);"
        "session = open_session(edition, as_of=date(2013, 12, 31), known_on=date(2014, 12, 31));"
        "made = paper.print_bilan(View(session), Voice('ar'), address='https://a.example', checkpoint=note, key=key);"
        "print(sha256(made).hexdigest(), len(made))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT / "src")},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, folder in (("1", "UTC", tmp_path), ("2", "Asia/Tokyo", ROOT))
    ]
    assert runs[0] == runs[1]
    assert runs[0]


def test_the_paper_bears_the_day_of_knowledge_and_no_other(told: list[Told], paper: Paper) -> None:
    facts = paper(told).metadata
    assert facts
    assert facts.creation_date
    assert facts.creation_date.date() == date(2014, 12, 31)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_tagged_titled_and_in_its_language(told: list[Told], paper: Paper, language: str) -> None:
    reader = paper(told, language)
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
def test_every_picture_has_its_sentence(told: list[Told], paper: Paper, language: str) -> None:
    pictures = [part for part in parts_of(paper(told, language)) if part.get("/S") == "/Figure"]
    assert len(pictures) >= 4  # the code of the address, bars of the plan and of the axis, a course
    assert [part for part in pictures if not str(part.get("/Alt", "")).strip()] == []


def test_only_the_fonts_of_the_house_are_used_and_all_are_in_the_file(told: list[Told], paper: Paper) -> None:
    fonts: dict[str, Any] = {}
    for page in paper(told, "ar").pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a dictionary of the file
            fonts[str(font["/BaseFont"])] = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    assert {re.sub(r"^[A-Z]{6}\+|-.*", "", name.strip("/")) for name in fonts} <= {
        "IBMPlexSans", "IBMPlexSansArabic", "DejaVuSansMono",
    }  # fmt: skip
    assert [name for name, facts in fonts.items() if not {"/FontFile2", "/FontFile3"} & set(facts)] == []


def test_a_sign_that_no_font_has_is_shown_to_be_missing(told: list[Told], paper: Paper) -> None:
    strange = entry("undertaking", "und-2", what="Open 中 by \U0001f642 ⵣ", undertaking_kind="promise", made_on="2010",
                    published_on="2010-12-31")  # fmt: skip
    assert "Open \ufffd by \ufffd \ufffd" in text_of(paper([*told, strange]))


def test_words_that_the_fonts_have_are_left_alone() -> None:
    text = "Années « 2009–2013 » : 36 % · حصيلة المخطط \u2067١٢\u2069 → “quoted” ≥ €\n"
    assert glyphs.legible(text) == text


@pytest.mark.parametrize(
    ("few", "language"),
    [([PLAN], "fr"), ([entry("party", "org", name="MCINT", party_kind="organisation")], "ar")],
)
def test_a_ledger_that_says_next_to_nothing_can_be_printed(
    few: list[Told], paper: Paper, tmp_path: Path, language: str
) -> None:
    assert len(paper(few, language).pages) > 5
    assert Voice(language).tell("paper", "nothing") in said(sheet_of(few, tmp_path, language))


def test_what_is_not_known_is_shown_as_such_and_not_as_zero(told: list[Told], tmp_path: Path) -> None:
    rows = [
        row
        for block in sheet_of(told, tmp_path)["blocks"]
        if block["block"] == "table"
        for row in block["rows"]
        if row[0]["lines"][0][0]["text"] == "Never told"
    ]
    assert rows
    cells = [[run["text"] for line in cell["lines"] for run in line] for row in rows for cell in row[1:]]
    assert all(cell == ["–"] for cell in cells)


def test_every_newest_figure_has_its_nature_its_date_and_its_entry(told: list[Told], tmp_path: Path) -> None:
    words = said(sheet_of(told, tmp_path)).replace("\u00a0", " ")
    assert "31 jobs\nmeasured\n · \n30 June 2012\n · \nno. 9" in words
    assert "52 jobs\ndeclared\n · \n30 June 2012\n · \nno. 8" in words


def test_a_move_without_a_reason_says_so(told: list[Told], tmp_path: Path) -> None:
    words = said(sheet_of(told, tmp_path))
    moved = words[words.index("Jobs *created*", words.rindex("100 jobs") - 200) :]
    assert "no reason given" in moved


def test_the_cover_has_the_checkpoint_and_the_key_sign_by_sign(told: list[Told], tmp_path: Path) -> None:
    view = view_of(told, tmp_path)
    checkpoint, key = press.signed_state(view.session.edition)
    made = press.print_bilan(view, Voice("fr"), address=ADDRESS, checkpoint=checkpoint, key=key)
    first = pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()
    assert str(parse_key(key)) == key
    for line in (*checkpoint.split(), key):
        assert line in first.replace("\n", "") or line in first


def test_the_address_is_printed_where_there_is_one(told: list[Told], paper: Paper, tmp_path: Path) -> None:
    view = view_of(told, tmp_path)
    where = f"https://plan.example.org/en/e-{view.session.edition.name}/2013-12-31/2014-12-31/"
    assert cover.permanent_address(view, "en", ADDRESS) == where
    assert where in text_of(paper(told))
    without = text_of(paper(told, address=None))
    assert "Permanent address" not in without
    assert view.session.edition.name in without


def test_only_addresses_of_the_web_can_be_followed(told: list[Told], paper: Paper) -> None:
    odd = entry(
        "source", "src-odd", publisher="Odd", source_kind="press", published_on="2011", url="urn:isbn:0451450523"
    )
    reader = paper([*told, odd])
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    }
    assert {one.partition(":")[0] for one in links} == {"https"}
    assert "https://example.org/*a*?b=$c$#d" in links
    assert "urn:isbn:0451450523" in text_of(reader)


def test_arabic_pages_run_from_right_to_left(told: list[Told], tmp_path: Path) -> None:
    sheet = sheet_of(told, tmp_path, "ar")
    assert sheet["rtl"]
    assert "31 دجنبر 2013" in sheet["cut"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_is_told_in_the_language_of_the_paper(language: str, told: list[Told], tmp_path: Path) -> None:
    words = said(sheet_of(told, tmp_path, language))
    rollup = catalogue("method_rollup")
    assert [one for one in LANGUAGES if rollup["Formula"][one] in words] == [language]


def test_names_in_a_line_keep_their_own_direction() -> None:
    first, dot, second = blocks.dim("MCINT (2012)", None, "رقم 7")
    assert (first.apart, dot.apart, second.apart) == (True, False, True)


def test_the_number_of_pages_is_counted(told: list[Told], tmp_path: Path) -> None:
    made = printed(told, tmp_path, "fr")
    assert press.pages_of(made) == len(pypdf.PdfReader(BytesIO(made)).pages)


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
