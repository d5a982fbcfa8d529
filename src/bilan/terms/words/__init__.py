"""The catalogue of words people read, in every language: one CSV a subject, one column a language."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bilan.terms.languages import pick
from bilan.terms.problems import Problem


@cache
def catalogue(subject: str) -> Mapping[str, Mapping[str, str]]:
    """Return the words of a subject (a file of this folder) by code, then by language."""
    text = files(__name__).joinpath(f"{subject}.csv").read_text(encoding="utf-8")
    return {row.pop("code"): row for row in csv.DictReader(text.splitlines())}


def say(code: str, language: str, /, *, subject: str = "interface", **values: object) -> str:
    """Return the sentence of a code in a language, its ``{placeholders}`` filled."""
    return pick(dict(catalogue(subject)[code]), language).format(**values)


def explain(problem: Problem, language: str) -> str:
    """Say a problem in a language: where, what, and the remedy."""
    sentence = say(problem.code, language, subject="problems", **problem.values)
    return f"{problem.place}: {sentence}" if str(problem.place) else sentence


def as_object(problem: Problem, language: str) -> dict[str, Any]:
    """Return a problem for JSON, with the sentence that people read."""
    place = {"file": problem.place.file, "row": problem.place.row, "column": problem.place.column}
    told = {"code": problem.code, "severity": problem.severity, "values": dict(problem.values)}
    return {**told, **place, "character": problem.place.character, "said": explain(problem, language)}
