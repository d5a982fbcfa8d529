"""Read: the panorama, the analyses, indicators, what changed. The same bytes as the command line gives with --json."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, create_model

from bilan.acts import answering
from bilan.analysis.asking import Analysis
from bilan.analysis.catalogue import CATALOGUE
from bilan.api.asked import Asked, Cut, Day, EditionName, Key, Text, among, answered, asked
from bilan.api.operations import CSV, JSON, LINES, operation, ref
from bilan.api.problems import Wrong
from bilan.exchange.answers import as_csv
from bilan.report.days import read_day
from bilan.report.sheets import indicator as sheet
from bilan.terms.plain import as_document

router = Router()
CSV_TEXT: Final = f"{CSV}; charset=utf-8; header=present"
PLAIN: Final = tuple(one for one in CATALOGUE.values() if not one.options)


@operation(router, "GET", "/panorama", gives={JSON: ref("Panorama")})
def panorama(request: HttpRequest, cut: Query[Cut]) -> HttpResponseBase:
    """Tell where the plan stands: lines of the tree, alerts, what was said lately, what is due."""
    one = asked(request, cut)

    def make() -> str:
        seen = one.view.panorama
        return as_document(answering.panorama(seen, (*one.days.notes, *answering.beyond(one.voice, seen))))

    return answered(one, make, JSON)


@operation(router, "GET", "/indicators/{key}", gives={JSON: ref("Answer")}, name="indicator")
def indicator(request: HttpRequest, key: Key, cut: Query[Cut]) -> HttpResponseBase:
    """Tell of one indicator: definition, baselines, targets, every statement, progress, forecast, what does not fit."""
    one = asked(request, cut)

    def make() -> str:
        told = sheet.look(one.view, key)
        if told is None:
            raise Wrong(404, "no_such_key", key=key, nearest=", ".join(sheet.near(one.view, key)) or "–")
        return as_document(answering.indicator(told, one.days.notes))

    return answered(one, make, JSON)


class Ends(Schema):
    """The two days between which something changed."""

    before: Day
    after: Day
    as_of: Day | None = None
    edition: EditionName | None = None


@operation(router, "GET", "/changes", gives={JSON: ref("Changes")})
def changes(request: HttpRequest, ends: Query[Ends]) -> HttpResponseBase:
    """Tell what changed between what was known on one day and what was known on another, who said so and why."""
    one = asked(request, Cut(as_of=ends.as_of, edition=ends.edition))

    def make() -> str:
        notes: list[str] = []
        days = [read_day(one.voice, text, notes) for text in (ends.before, ends.after)]
        fixed = read_day(one.voice, ends.as_of, notes) if ends.as_of else None
        told = answering.compare(*(one.view_on(fixed or day, day) for day in days))
        return as_document(answering.comparison_of(told, notes))

    return answered(one, make, JSON)


@operation(router, "GET", "/analyses", gives={JSON: ref("Analyses")})
def analyses(request: HttpRequest) -> HttpResponseBase:
    """List the analyses: the question of each, its formula, its columns, its query."""
    return answered(asked(request), lambda: as_document(answering.analyses(CATALOGUE.values())), JSON)


class Rows(Cut):
    """Which rows and columns of an answer, and how they are written."""

    model_config = ConfigDict(extra="ignore")
    columns: Annotated[Text | None, Field(description="Names of columns, separated by commas; else all.")] = None
    where: Annotated[list[Text], Field(description="Column=value: only rows that say so.", max_length=20)] = []  # noqa: RUF012 - pydantic copies it
    format: Annotated[Literal["json", "csv"], Field(description="How the rows are written.")] = "json"


ROWS: Final = {JSON: ref("AnalysisRows"), CSV: LINES}


def _rows(request: HttpRequest, name: str, rows: Rows, options: Mapping[str, float]) -> HttpResponseBase:
    question = answering.Question(name, _wanted(rows), rows.columns, options)
    one = asked(request, rows)
    if rows.format == "csv":
        return answered(one, lambda: as_csv(*_told(one, question)), CSV_TEXT)
    return answered(one, lambda: as_document(_answer(one, question)), JSON)


def _ask(one: Asked, question: answering.Question) -> answering.Told:
    view = one.view
    with view.lock:
        return answering.ask(view.session, question, view.answers)


def _told(one: Asked, question: answering.Question) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    told = _ask(one, question)
    return told.columns, told.rows


def _answer(one: Asked, question: answering.Question) -> dict[str, Any]:
    return answering.analysis(_ask(one, question), one.days.notes)


def _wanted(rows: Rows) -> dict[str, str]:
    pairs = [text.partition("=") for text in rows.where]
    unequal = next((name for name, equals, _ in pairs if not equals), None)
    if unequal is not None:
        raise Wrong(404, "no_such_column", column=unequal, columns="column=value")
    return {name: value for name, _, value in pairs}


def _with_options(one: Analysis) -> None:
    """Make the operation of an analysis that takes numbers: each of them is a parameter of its own."""
    fields: dict[str, Any] = {
        option.name: (float, Field(option.usual, ge=option.low, le=option.high, description=option.meaning))
        for option in one.options
    }
    model: Any = create_model(f"Options_{one.name}", __base__=Rows, **fields)

    def ask(request: HttpRequest, rows: Any) -> HttpResponseBase:
        return _rows(request, one.name, rows, {name: getattr(rows, name) for name in fields})

    ask.__annotations__["rows"] = Query[model]
    ask.__doc__ = f"{one.told('Question')}"
    made = operation(router, "GET", f"/analyses/{one.name}", gives=ROWS, name=f"analysis_{one.name}")
    made(ask)


# Those that take numbers come first: the address of each is more special than that of any analysis.
for _one in CATALOGUE.values():
    if _one.options:
        _with_options(_one)


Named = Annotated[str, *among([one.name for one in PLAIN])]


@operation(router, "GET", "/analyses/{name}", gives=ROWS, name="analysis")
def analysis(request: HttpRequest, name: Named, rows: Query[Rows]) -> HttpResponseBase:
    """Ask an analysis: its rows, each with the entries behind it."""
    return _rows(request, name, rows, {})
