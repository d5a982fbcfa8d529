"""Every word that people read is there in every language, and every problem has its sentence.

Codes are found by reading the source: the first argument of what makes a problem, the answers of functions that name
one, the tables that map to one.
"""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place, Problem
from bilan.terms.words import catalogue, explain, say

SOURCE = Path(__file__).parents[3] / "src/bilan"
MAKERS = {"Problem", "_problem", "refusal", "NotADay", "NotANumber"}
COLLECTORS = {"add"}  # of bilan.ledger.segments.Findings
NAMERS = {"_why", "unsafe_character"}
TABLES = {"_CODES", "_MALFORMED", "_SIGNS"}
SUBJECTS = [one.name.removesuffix(".csv") for one in files("bilan.terms.words").iterdir() if one.name.endswith(".csv")]


def constants(node: ast.AST) -> Iterator[str]:
    """Give the texts that an expression may come to."""
    parts: list[ast.expr] = []
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            parts = [one, other]
        case ast.BoolOp(values=several):
            parts = several
        case ast.Tuple(elts=[first, *_]):  # the code first, its values after it
            parts = [first]
    for part in parts:
        yield from constants(part)


def raised(tree: ast.AST) -> Iterator[str]:
    """Give the codes that a module surely makes problems of."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[code, *_]) if name in MAKERS:
                yield from constants(code)
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[code, *_]) if name in COLLECTORS:
                yield from constants(code) if ast.unparse(owner) in {"found", "self.found"} else ()
            case ast.Assign(targets=[ast.Name(id="code")], value=value):
                yield from (text for text in constants(value) if "." not in text)  # a dot: words of the interface
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in TABLES:
                yield from tabled(value)
            case ast.FunctionDef(name=name) if name in NAMERS:
                yield from named(node)


def named(function: ast.FunctionDef) -> Iterator[str]:
    """Give the answers of a function that names a code, and the codes of its table."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value:
            yield from constants(node.value)
        elif isinstance(node, ast.Dict):
            yield from (text for key in node.keys if key for text in constants(key))


def tabled(table: ast.expr) -> Iterator[str]:
    """Give the codes of a table: the values of a mapping, the last of each pair."""
    if isinstance(table, ast.Dict):
        yield from (text for value in table.values for text in constants(value))
    elif isinstance(table, ast.Tuple):
        yield from (text for pair in table.elts if isinstance(pair, ast.Tuple) for text in constants(pair.elts[-1]))


# What is shown makes no problems; its codes are of other word lists.
SHOWN = {"report", "web"}
ROOMS = {path: path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py")}
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path, room in ROOMS.items() if room not in SHOWN]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_sentence_is_there_in_every_language_with_the_same_values(subject: str) -> None:
    for code, words in catalogue(subject).items():
        assert tuple(words) == LANGUAGES, code
        assert all(text.strip() for text in words.values()), code
        assert len({tuple(sorted(set(re.findall(r"{(\w+)}", text)))) for text in words.values()}) == 1, code


def test_every_problem_that_is_raised_has_a_sentence() -> None:
    codes = {code for tree in TREES for code in raised(tree)}
    assert len(codes) > 100
    assert codes - set(catalogue("problems")) == set()


def test_what_is_shown_makes_no_problems() -> None:
    texts = [path.read_text(encoding="utf-8") for path, room in ROOMS.items() if room in SHOWN]
    assert not [text for text in texts if re.search(r"\bProblem\(", text)]


def test_every_sentence_of_a_problem_is_of_one_that_is_raised() -> None:
    texts = {text for tree in TREES for node in ast.walk(tree) for text in constants(node)}
    assert set(catalogue("problems")) - texts == set()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_french_keeps_high_punctuation_with_its_word(subject: str) -> None:
    for code, words in catalogue(subject).items():
        assert not re.search(r" [:;?!%»]|« ", words["fr"]), code


def test_the_sentence_of_a_problem_is_whole() -> None:
    for code, words in catalogue("problems").items():
        assert all(text.strip() == text and text[-1] in ".?؟" for text in words.values()), code


def test_a_sentence_is_said_in_the_language_asked_for() -> None:
    assert say("file_twice", "fr", subject="problems").startswith("L'archive contient deux fichiers")


def test_a_problem_is_explained_with_its_place_and_its_values() -> None:
    problem = Problem("range_backwards", Place("target.csv", 4, "low"), {"low": "9", "high": "3"})
    assert explain(problem, "en").startswith("target.csv:4, low: The range runs from 9 down to 3")
    assert explain(Problem("nothing_said"), "en").startswith("The statement gives no number")
