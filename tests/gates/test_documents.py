"""Hold the documents beside the source to the source."""

import re
from pathlib import Path

import pytest

import bilan
from bilan.terms.codes import code_list

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("pyproject.toml", r'^version = "(.+)"$'),
        ("CITATION.cff", r"^version: (.+)$"),
        ("publiccode.yml", r'^softwareVersion: "(.+)"$'),
    ],
)
def test_every_document_names_the_same_version(file: str, line: str) -> None:
    assert re.findall(line, (ROOT / file).read_text(), re.MULTILINE) == [bilan.__version__]


def test_the_changelog_says_which_figures_change_in_each_release() -> None:
    _, *releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert releases
    assert [text.splitlines()[0] for text in releases if "### Figures that change" not in text] == []


def test_the_readme_tells_the_command_that_the_gate_runs() -> None:
    command = (ROOT / ".ci/run").read_text().splitlines()[-1]
    for readme in ("README.md", "README.fr.md"):
        assert re.search(rf"^    {re.escape(command)}  ", (ROOT / readme).read_text(), re.MULTILINE), readme


def test_a_reader_of_the_readme_sees_at_once_where_an_analysis_goes() -> None:
    screen = (ROOT / "README.md").read_text().splitlines()[:24]
    assert any("src/bilan/analysis" in line for line in screen)


@pytest.mark.parametrize("name", ["kind", "nature"])
def test_the_glossary_has_the_words_that_are_printed(name: str) -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    terms = [heading.split(" · ") for heading in re.findall(r"^### (.+)$", glossary, re.MULTILINE)]
    assert {len(term) for term in terms} == {3}
    labels = [(one.label["en"], one.label["fr"], one.label["ar"]) for one in code_list(name).values()]
    # A label may say more than the term: "node of the plan".
    assert [label for label in labels if not any(all(map(str.startswith, label, term)) for term in terms)] == []


def test_each_term_of_the_glossary_stands_once() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    terms = [heading.split(" · ") for heading in re.findall(r"^### (.+)$", glossary, re.MULTILINE)]
    for words in zip(*terms, strict=True):
        assert len(set(words)) == len(words), sorted(word for word in set(words) if words.count(word) > 1)
