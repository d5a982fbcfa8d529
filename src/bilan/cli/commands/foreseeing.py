"""Answer the questions of another program, one line of JSON each: forecasts, and what a declared figure is worth."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed
from bilan.terms import words

if TYPE_CHECKING:
    from bilan.exchange.json_lines import Refused

Stdin = Annotated[bool, typer.Option("--stdin")]


def forecast(context: typer.Context, stdin: Stdin = False) -> None:
    """Answer tasks with quantiles and the chance of each target, beside the peers that are sent before them."""
    door = _asked(context, "forecast", stdin=stdin)
    from bilan.exchange.asked_lines import Forecaster
    from bilan.exchange.json_lines import answers

    _tell(door, answers(sys.stdin.buffer, Forecaster()))


def verified(context: typer.Context, stdin: Stdin = False) -> None:
    """Answer declared figures with the quantiles of what is probably behind each, by the class sent with it."""
    door = _asked(context, "verified_value", stdin=stdin)
    from bilan.exchange.declared_lines import Verifier
    from bilan.exchange.json_lines import answers

    _tell(door, answers(sys.stdin.buffer, Verifier()))


def _asked(context: typer.Context, analysis: str, *, stdin: bool) -> Door:
    if stdin:
        return door_of(context)
    raise Failed("stdin_wanted", Ends.USAGE, command=context.info_name, analysis=analysis)


def _tell(door: Door, answers: "Iterable[str | Refused]") -> None:
    """Write each answer as soon as it is known, so that whoever asks may wait for it before asking on."""
    ends = Ends.WELL
    for one in answers:
        if not isinstance(one, str):
            ends = Ends.PROBLEMS
        sys.stdout.write((one if isinstance(one, str) else _refusal(one, door.language)) + "\n")
        sys.stdout.flush()
    door.end(ends)


def _refusal(refused: "Refused", language: str) -> str:
    problem = refused.problem
    place = {"line": problem.place.row, "field": problem.place.column, "character": problem.place.character}
    said = words.say(problem.code, language, subject="problems", **problem.values)
    return json.dumps({"id": refused.id, "problem": {"code": problem.code, "place": place, "message": said}})
