"""What a reader needs to judge the figures: the method, the sources, the words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import CATALOGUE
from bilan.report.paper.blocks import Block, Cell, Heading, Line, Prose, Run, cell, dim, plain, quoted, strong, table
from bilan.report.paper.pen import Pen
from bilan.report.sheets.method import Head, heads
from bilan.terms.codes import code_list

SOURCES: Final = "SELECT * FROM source ORDER BY lower(publisher), published_on_from NULLS LAST, number"
# The addresses that a reader may follow; another is printed and leads nowhere.
SAFE: Final = ("https://", "http://")
WORDS: Final = (
    "verified",
    "expected",
    "progress",
    "coverage",
    "baseline",
    "target",
    "base",
    "undertaking",
    "entry",
    "edition",
    "checkpoint",
)


def method(pen: Pen) -> Iterator[Block]:
    """Return the chapter of the method: what each analysis says of itself, with its method number."""
    yield Heading(pen.say("method"), fresh=True)
    yield Prose(plain(pen.say("method.how")))
    for one in CATALOGUE.values():
        yield Heading(pen.say("method.of", name=one.name, number=one.method), 2)
        rows = [_told(pen, head) for head in heads(pen.voice, one)]
        yield from table(one.name, pen.heads("what", "which"), "26mm 1fr", rows)


def _told(pen: Pen, head: Head) -> tuple[Cell, ...]:
    return cell(dim(pen.say(f"method.{head.name.lower()}"))), cell(plain(head.text.replace("`", "")))


def sources(pen: Pen) -> Iterator[Block]:
    """Return the list of the sources that were public by then, with their addresses."""
    rows = pen.view.rows(SOURCES, reads=("source",))
    yield Heading(pen.say("sources", count=pen.voice.number(len(rows))), fresh=True)
    yield Prose(plain(pen.say("sources.how" if rows else "nothing")), "note")
    heads = pen.heads("source", "published", "address")
    yield from table(
        pen.say("sources", count=len(rows)), heads, "1.5fr 27mm 1.5fr", (_source(pen, row) for row in rows)
    )


def _source(pen: Pen, row: Row) -> tuple[Cell, ...]:
    kind = pen.voice.label("source_kind", row["source_kind"])
    published = pen.voice.partial(row["published_on"]) if row["published_on"] else pen.say("undated")
    return (
        cell(strong(row["publisher"]), quoted(row["title"]), dim(kind, pen.entries([row["number"]]))),
        cell(plain(published)),
        cell(_address(row["url"])) if row["url"] else cell(plain(pen.say("no_address"))),
    )


def _address(url: str) -> Line:
    run = Run(url, "link", to=url, apart=True)
    return (run if url.startswith(SAFE) else replace(run, look="code", to=None),)


def glossary(pen: Pen) -> Iterator[Block]:
    """Return what the natures of a figure, and the other words of the paper, mean."""
    yield Heading(pen.say("glossary"), fresh=True)
    natures = {code: pen.voice.label("nature", code) for code in code_list("nature")}
    yield Heading(pen.say("natures"), 2)
    yield from table(
        pen.say("natures"),
        pen.heads("word", "meaning"),
        "42mm 1fr",
        (_word(pen, code, name) for code, name in natures.items()),
    )
    yield Heading(pen.say("words"), 2)
    yield from table(
        pen.say("words"),
        pen.heads("word", "meaning"),
        "42mm 1fr",
        (_word(pen, code, pen.say(f"word.{code}")) for code in WORDS),
    )


def _word(pen: Pen, code: str, name: str) -> tuple[Cell, ...]:
    return cell(strong(name)), cell(plain(pen.say(f"meaning.{code}")))
