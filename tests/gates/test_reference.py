"""Hold the reference to the code, and the words that people read to every language.

The pages of `docs/reference` are made by `docs/generate.py`; the rest asks the code what a reader must find there.
"""

import re
import string
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Final

import pytest
from pydantic import TypeAdapter, ValidationError

from bilan.analysis.asking import HEADS, Analysis
from bilan.analysis.catalogue import CATALOGUE
from bilan.config.declared import DECLARED
from bilan.exchange.schema import DictionaryRow, dictionary
from bilan.ledger.kinds import KINDS
from bilan.tables.columns import columns_of
from bilan.terms.codes import code_list, list_names
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
REMEDY: Final = "run .venv/bin/python docs/generate.py and commit what it writes"
WORDS: Final = sorted(path.stem for path in (ROOT / "src/bilan/terms/words").glob("*.csv"))
LINK: Final = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
# French puts a space that does not break before these signs and inside its quotation marks.
SIGNS: Final = re.compile(r"[^\s\u00a0\u202f:;?!%»][:;?!%»](?=\s|$)| [:;?!%»]|«(?![\u00a0\u202f])")


def generator() -> ModuleType:
    """Import the generator, which is run and not imported elsewhere."""
    spec = spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_says_what_the_code_says() -> None:
    wanted: dict[str, str] = generator().pages()
    committed = {
        path.relative_to(DOCS / "reference").as_posix(): path.read_text(encoding="utf-8")
        for path in (DOCS / "reference").rglob("*.md")
    }
    assert sorted(wanted) == sorted(committed), REMEDY
    assert [name for name, text in wanted.items() if text != committed[name]] == [], REMEDY


@pytest.mark.parametrize("analysis", CATALOGUE.values(), ids=lambda one: one.name)
def test_every_analysis_says_all_that_its_readers_must_know(analysis: Analysis) -> None:
    assert [head for head in HEADS if not analysis.told(head)] == []
    assert [one.name for one in analysis.columns if not (one.meaning.endswith(".") and one.unit)] == []
    assert "entries" in {one.name for one in analysis.columns}
    assert analysis.method >= 1


@pytest.mark.parametrize("analysis", CATALOGUE.values(), ids=lambda one: one.name)
def test_every_method_text_stands_in_three_languages_and_its_english_is_what_the_module_says(
    analysis: Analysis,
) -> None:
    subject = f"method_{analysis.name}"
    assert subject in WORDS, f"write src/bilan/terms/words/{subject}.csv: code,fr,ar,en; a row for each of {HEADS}"
    texts = catalogue(subject)
    assert tuple(texts) == HEADS
    assert [head for head, its in texts.items() if not all(its[language] for language in LANGUAGES)] == []
    assert {head: its["en"] for head, its in texts.items()} == {head: analysis.told(head) for head in HEADS}
    assert [head for head, its in texts.items() if "{" in "".join(its.values())] == []


def test_every_method_text_has_its_analysis() -> None:
    assert [
        name for name in WORDS if name.startswith("method_") and name.removeprefix("method_") not in CATALOGUE
    ] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_analysis_has_a_page_of_explanation(name: str) -> None:
    page = DOCS / f"explanation/analyses/{name}.md"
    assert page.is_file(), (
        f"write {page.relative_to(ROOT)}: what it is for, a row of the demonstration, how to misread it"
    )
    assert f"../../reference/analyses/{name}.md" in page.read_text(encoding="utf-8")


def test_every_page_on_an_analysis_has_its_module() -> None:
    pages = {path.stem for path in (DOCS / "explanation/analyses").glob("*.md")}
    assert pages <= {path.stem for path in (ROOT / "src/bilan/analysis").glob("*.py")}


def test_every_field_has_a_meaning_and_an_example() -> None:
    rows = list(dictionary())
    assert rows
    assert [f"{row.kind}.{row.field}" for row in rows if not row.description.endswith(".")] == []
    assert [f"{row.kind}.{row.field}" for row in rows if row.example is None] == []


def test_every_example_of_a_field_is_one() -> None:
    def refused() -> Iterator[str]:
        for row in dictionary():
            field = KINDS[row.kind].model_fields[row.field]
            annotated: Any = Annotated[field.annotation, field]
            try:
                TypeAdapter(annotated).validate_python(several(row))
            except ValidationError as wrong:
                yield f"{row.kind}.{row.field}: {wrong}"

    assert list(refused()) == []


def several(row: DictionaryRow) -> object:
    """Return the example of a field in the form in which the field takes it."""
    return tuple(row.example) if row.several else row.example


def test_every_column_of_every_table_has_a_meaning() -> None:
    columns = [(kind, one) for kind in KINDS for one in columns_of(kind)]
    assert [f"{kind}.{one.name}" for kind, one in columns if not one.meaning.strip()] == []


def test_every_kind_says_what_it_is() -> None:
    assert [kind for kind, its in KINDS.items() if not (its.__doc__ or "").split("\n")[0].endswith(".")] == []


def test_every_code_has_a_label_in_every_language() -> None:
    codes = [(name, key, one) for name in list_names() for key, one in code_list(name).items()]
    assert codes
    assert [f"{name}.{key}" for name, key, one in codes if not all(map(one.label.get, LANGUAGES))] == []


def test_every_variable_that_is_read_is_declared() -> None:
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bBILAN_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert read <= {one.name for one in DECLARED}
    assert [one.name for one in DECLARED if not one.meaning.endswith(".")] == []


@pytest.mark.parametrize("subject", WORDS)
def test_every_sentence_stands_in_every_language(subject: str) -> None:
    sentences = catalogue(subject)
    assert sentences
    assert [code for code, texts in sentences.items() if not all(texts[language] for language in LANGUAGES)] == []


@pytest.mark.parametrize("subject", WORDS)
def test_every_translation_is_filled_with_the_same_values(subject: str) -> None:
    differing = [
        code
        for code, texts in catalogue(subject).items()
        if len({frozenset(placeholders(texts[language])) for language in LANGUAGES}) != 1
    ]
    assert differing == []


def placeholders(text: str) -> set[str]:
    """Return the names of the values that fill a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("subject", WORDS)
def test_french_sentences_keep_their_spaces_before_signs(subject: str) -> None:
    found = {code: SIGNS.findall(texts["fr"]) for code, texts in catalogue(subject).items()}
    assert {code: signs for code, signs in found.items() if signs} == {}


def test_french_labels_keep_their_spaces_before_signs() -> None:
    labels = {f"{name}.{key}": one.label["fr"] for name in list_names() for key, one in code_list(name).items()}
    assert {code: text for code, text in labels.items() if SIGNS.search(text)} == {}


PAGES: Final = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "demo").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    def broken() -> Iterator[str]:
        for file, anchor in LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / file).resolve() if file else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                yield f"{file}#{anchor}"

    assert list(broken()) == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that the headings of a page make."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
