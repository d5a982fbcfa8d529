"""The method: what each analysis asks and how, its rows on these dates, and how a stranger computes them again."""

import json
from typing import Final

from bilan.analysis.asking import Analysis
from bilan.analysis.catalogue import CATALOGUE
from bilan.exchange.answers import as_csv, as_object, as_script
from bilan.report import figures
from bilan.report.sheets import method as sheet
from bilan.tables.base import MACROS
from bilan.terms.plain import as_json
from bilan.web.asked import Asked, NotFound
from bilan.web.pages.cells import table
from bilan.web.shown import File, Shown

SUBJECT: Final = "method"
# So many rows are shown on the page; the CSV gives all.
MOST: Final = 50
# What a reader should know before any figure, in this order.
RULES: Final = ("natures", "verified", "dates", "progress", "rollup", "unknown", "again")


def index(asked: Asked) -> Shown:
    """Tell the rules that hold for every figure, and what the analyses ask."""
    told = {"rules": RULES, "analyses": list(_listed(asked)), "macros": MACROS}
    return Shown("method.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _listed(asked: Asked) -> list[tuple[Analysis, str]]:
    return [(one, sheet.told(asked.voice, one, "Question")) for one in CATALOGUE.values()]


def analysis(asked: Asked, name: str) -> Shown:
    """Tell all that an analysis says of itself, and show its rows on these dates."""
    one = _named(asked, name)
    rows = asked.view.ask(name)
    shown = [column for column in one.columns if any(row[column.name] is not None for row in rows)]
    told = {
        "analysis": one,
        "heads": list(sheet.heads(asked.voice, one)),
        "reads": asked.voice.say("comma").join(asked.voice.label("kind", kind) for kind in one.reads),
        "origins": sheet.origins(one),
        "columns": one.columns,
        "shown_columns": shown,
        "rows": table(asked, shown, rows[:MOST]),
        "count": len(rows),
        "most": MOST,
        "left_out": [column.name for column in one.columns if column not in shown] if rows else [],
        "macros": MACROS if one.query else "",
        "script": f"{name}-{asked.as_of}-{asked.known_on}.sql",
    }
    title, question = asked.voice.tell(SUBJECT, "analysis", name=name), sheet.told(asked.voice, one, "Question")
    return Shown("analysis.html", title, SUBJECT, told, description=question)


def _named(asked: Asked, name: str) -> Analysis:
    """Return an analysis by its name; of another name, tell those that there are."""
    if name not in CATALOGUE:
        near = tuple((one, asked.to("analysis", one)) for one in CATALOGUE)
        raise NotFound("no_analysis", name=name, near=near)
    return CATALOGUE[name]


def rows_csv(asked: Asked, name: str) -> File:
    """Give the rows of an analysis as CSV, as the command line does."""
    one = _named(asked, name)
    text = as_csv([column.name for column in one.columns], asked.view.ask(name))
    return File(text.encode(), "text/csv; charset=utf-8", f"{name}-{asked.as_of}-{asked.known_on}.csv")


def rows_json(asked: Asked, name: str) -> File:
    """Give the rows of an analysis as JSON, as the command line does."""
    one = _named(asked, name)
    answer = as_object(one, [column.name for column in one.columns], asked.view.ask(name), ())
    told = {**figures.state(asked.view.session), **answer}
    return File(f"{json.dumps(told, ensure_ascii=False, indent=2, default=as_json)}\n".encode(), "application/json")


def query(asked: Asked, name: str) -> File:
    """Give the script that computes the rows again in the folder of a downloaded edition."""
    one = _named(asked, name)
    if not one.query:
        raise NotFound("no_query", name=name, near=((name, asked.to("analysis", name)),))
    filled = {path.split("/")[1] for path in asked.edition.files if path.startswith("tables/")}
    script = as_script(one, asked.view.cut, filled=filled)
    return File(script.encode(), "text/plain; charset=utf-8", f"{name}-{asked.as_of}-{asked.known_on}.sql")
