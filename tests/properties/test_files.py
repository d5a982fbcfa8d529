"""Whatever is exported is read again as it was: every kind, every field, any text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.exchange.columns import FieldType, field_types
from bilan.exchange.containers import Opened
from bilan.exchange.export import write_files
from bilan.exchange.kind_files import read_files
from bilan.exchange.steps import Put
from bilan.ledger.entries import WITHOUT_KEY, Entry, content_of, read_content
from bilan.ledger.fields import InList, IsDay, IsExact, unsafe_character
from bilan.ledger.kinds import KINDS
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.terms.numbers import plain

AT = datetime(2014, 9, 21, tzinfo=UTC)
TRICKY = st.text(alphabet=" \\;,\"'=+-@\t\nab1é", min_size=1, max_size=12)
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: not unsafe_character(text)
)
TEXTS = TRICKY | ANY
KEYS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
DAYS = st.sampled_from(["2012", "2012-10", "2012-10-05", "2012-Q3", "2012-S1", "2009/2013", "2002/..", "../2012"])
NUMBERS = st.decimals(min_value=Decimal(-(10**19)), max_value=Decimal(10**19), places=9).map(plain) | st.sampled_from(
    ["80", "80.0", "-0"]
)


def values_of(kind: str, name: str, held: FieldType) -> st.SearchStrategy[Any]:
    """Draw a value of a field, as JSON has it."""
    codes = [mark.name for mark in held.marks if isinstance(mark, InList)]
    one: st.SearchStrategy[Any] = st.just((KINDS[kind].model_fields[name].examples or [None])[0])
    if held.shape == "label":
        return st.dictionaries(st.sampled_from(LANGUAGES), TEXTS, min_size=1)
    if held.shape == "yes_no":
        return st.booleans()
    if held.shape == "text":
        one = TEXTS
    elif codes:
        one = st.sampled_from(list(code_list(codes[0])))
    elif any(isinstance(mark, IsDay) for mark in held.marks):
        one = DAYS
    elif any(isinstance(mark, IsExact) for mark in held.marks):
        one = NUMBERS
    elif held.several:
        one = KEYS
    return st.lists(one, min_size=1, max_size=3) if held.several else one


@st.composite
def contents(draw: st.DrawFn) -> tuple[str, Mapping[str, Any]]:
    kind = draw(st.sampled_from(list(KINDS)))
    held = field_types(kind)
    chosen = [name for name, one in held.items() if one.required or draw(st.booleans())]
    return kind, {name: draw(values_of(kind, name, held[name])) for name in chosen}


@settings(max_examples=300)
@given(st.lists(contents(), min_size=1, max_size=4))
def test_what_is_exported_is_read_again_as_it_was(drawn: list[tuple[str, Mapping[str, Any]]]) -> None:
    entries = [
        Entry(number, AT, "desk", kind, None if kind in WITHOUT_KEY else f"key-{number}", None, content, "c2FsdA")
        for number, (kind, content) in enumerate(drawn)
    ]
    assert all(content_of(read_content(entry.kind, entry.content)) == entry.content for entry in entries)
    files = (Opened(name, text.encode()) for name, text in write_files(entries).items())
    reading = read_files(files)
    assert reading.problems == ()
    found = [
        (step.draft.kind, step.draft.key, content_of(step.draft.content))
        for step in reading.steps
        if isinstance(step, Put)
    ]
    assert sorted(found, key=repr) == sorted(((one.kind, one.key, one.content) for one in entries), key=repr)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told_to_be_wrong(content: bytes) -> None:
    for kind in ("statement", "node", "withdrawal"):
        reading = read_files([Opened(f"{kind}.csv", content)])
        assert reading.problems or f"{kind}.csv" in reading.rows


@given(st.text(alphabet="key,value\n\";\t'x1é ", max_size=120))
def test_any_text_is_read_or_told_to_be_wrong_in_its_file(text: str) -> None:
    header = "key,indicator,nature,value,name_fr,number,replaces\n"
    for problem in read_files([Opened("statement.csv", (header + text).encode())]).problems:
        assert problem.place.file == "statement.csv"
