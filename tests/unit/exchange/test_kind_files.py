"""A file is read whole: what is right becomes steps, all else a problem with file, row, column, value and remedy.

Fixture: `folder` writes the files given, by name, and reads the folder.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bilan.exchange.containers import Limits, Opened
from bilan.exchange.kind_files import read, read_files
from bilan.exchange.steps import Put, Reading, Withdraw
from bilan.ledger.entries import content_of
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import explain

SOURCE = "key,publisher,source_kind"
STATEMENT = "key,indicator,nature,value"
Folder = Callable[..., Reading]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(**files: str | bytes) -> Reading:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        return read(tmp_path)

    return write


def told(reading: Reading) -> list[tuple[str, str]]:
    """Return place and code of each problem, after trying to say each in every language."""
    for problem in reading.problems:
        for language in LANGUAGES:
            assert explain(problem, language)
    return [(str(problem.place), problem.code) for problem in reading.problems]


def keys(reading: Reading) -> list[str | None]:
    return [step.draft.key if isinstance(step, Put) else step.key for step in reading.steps]


def content(reading: Reading) -> dict[str, object]:
    [step] = reading.steps
    assert isinstance(step, Put)
    return content_of(step.draft.content)


def test_a_row_becomes_a_step_with_its_place_and_its_name(folder: Folder) -> None:
    reading = folder(source=f"{SOURCE}\nsrc-1,TelQuel,press\n")
    [step] = reading.steps
    assert isinstance(step, Put)
    assert (step.draft.key, step.draft.kind, step.draft.origin) == ("src-1", "source", "source.csv:src-1")
    assert str(step.place) == "source.csv:2"
    assert (reading.problems, reading.rows, reading.is_clean) == ((), {"source.csv": 1}, True)


def test_every_sort_of_cell_is_read(folder: Folder) -> None:
    header = "key,parent,node_kind,name_fr,name_ar,order,weight,partners,aim,starts_on"
    row = 'axis-1, plan-a ,axis,\'=Axe,محور, 3 ,1.50,org-a; org-b,"two\nlines, one cell",2009-Q1'
    assert content(folder(node=f"{header}\n{row}\n")) == {
        "parent": "plan-a",
        "node_kind": "axis",
        "name": {"fr": "=Axe", "ar": "محور"},
        "order": 3,
        "weight": "1.50",
        "partners": ["org-a", "org-b"],
        "aim": "two\nlines, one cell",
        "starts_on": "2009-Q1",
    }


def test_an_empty_cell_is_an_absent_value_and_an_empty_row_is_none(folder: Folder) -> None:
    rows = "st-1,ind-a,declared,5,yes,  ,\n\n,,,,,,\nst-2,ind-a,declared, 6 ,,,,\n"
    reading = folder(statement=f"{STATEMENT},derived,about,,\n{rows}")
    assert keys(reading) == ["st-1", "st-2"]
    assert [step.place.row for step in reading.steps] == [2, 5]
    assert reading.problems == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_write_between_cells_is_read(folder: Folder, separator: str) -> None:
    text = f"{SOURCE}\nsrc-1,TelQuel,press\n".replace(",", separator)
    assert keys(folder(source=b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())) == ["src-1"]


def test_what_is_referred_to_comes_first(folder: Folder) -> None:
    reading = folder(
        statement="key,indicator,nature,value,related\nst-2,ind-a,declared,1,st-1\nst-1,ind-a,declared,1,\n",
        target="key,indicator,version,value,supersedes\nt-2,ind-a,revised,1,t-1\nt-1,ind-a,original,1,\n",
        indicator="key,node,name_fr,unit,measure\nind-a,axis-2,A,jobs,stock\n",
        node="key,parent,node_kind,name_fr\naxis-2,axis-1,axis,B\naxis-1,plan-a,axis,A\n",
        plan="key,name_fr,starts_on,ends_on\nplan-a,Plan,2009,2013\n",
    )
    assert keys(reading) == ["plan-a", "axis-1", "axis-2", "ind-a", "t-1", "t-2", "st-1", "st-2"]


def test_a_row_may_say_which_entry_it_was_written_against(folder: Folder) -> None:
    [step] = folder(source=f"{SOURCE},replaces\nsrc-1,TelQuel,press,12\n").steps
    assert isinstance(step, Put)
    assert step.draft.replaces == 12


def test_an_entry_is_withdrawn_by_its_key_or_by_its_number(folder: Folder) -> None:
    reading = folder(
        withdrawal="entry,entry_key,reason,published_on\n,st-1,correction,2014-09\n7,,,\n",
        source=f"{SOURCE}\nsrc-1,TelQuel,press\n",
    )
    source, by_number, by_key = reading.steps
    assert isinstance(by_number, Put)
    assert (by_number.draft.key, by_number.draft.origin) == (None, "withdrawal.csv:7")
    assert isinstance(by_key, Withdraw)
    assert (by_key.key, by_key.reason, by_key.published_on) == ("st-1", "correction", "2014-09")
    assert isinstance(source, Put)


def test_one_file_is_known_by_its_headings_when_its_name_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "Book1.csv"
    path.write_text("key,parent,node_kind,name_fr\naxis-1,plan-a,axis,A\n", encoding="utf-8")
    assert keys(read(path)) == ["axis-1"]
    path.write_text("key,agreement,side,what,nature,value\nb-1,agr-1,FR,jobs,declared,5\n", encoding="utf-8")
    assert told(read(path)) == [("Book1.csv", "kind_unclear")]
    assert read(path).problems[0].values == {"choices": "contribution, benefit"}


def test_a_zip_of_files_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("source.csv", f"{SOURCE}\nsrc-1,TelQuel,press\n")
        archive.writestr("Book1.csv", f"{SOURCE}\nsrc-2,TelQuel,press\n")
    assert keys(read(path)) == ["src-1"]
    assert told(read(path)) == [("Book1.csv", "kind_unknown")]


# The files, and every problem in them.
BAD: list[tuple[dict[str, str | bytes], list[tuple[str, str]]]] = [
    ({"statment": STATEMENT}, [("statment.csv", "kind_unknown")]),
    ({"source": ""}, [("source.csv", "file_empty")]),
    ({"source": '"key'}, [("source.csv:1", "quote_not_closed")]),
    ({"source": SOURCE.encode("utf-16")}, [("source.csv:1", "wrong_encoding")]),
    ({"source": f"{SOURCE}\nsrc-1,Libération,press".encode("latin-1")}, [("source.csv:2", "wrong_encoding")]),
    ({"source": f"{SOURCE}\nsrc-1,a long publisher's name\0,press".encode()}, [("source.csv:2", "nul_byte")]),
    ({"source": b"PK\x03\x04"}, [("source.csv", "zip_not_csv")]),
    ({"source": f"{SOURCE},pubisher\nsrc-1,T,press,x"}, [("source.csv:1", "column_unknown")]),
    ({"source": f"{SOURCE},key\nsrc-1,T,press,src-1"}, [("source.csv:1", "column_twice")]),
    ({"source": "key,publisher\nsrc-1,T\nsrc-2,T"}, [("source.csv:1, source_kind", "column_missing")]),
    ({"source": "publisher,source_kind\nT,press"}, [("source.csv:1, key", "column_missing")]),
    ({"node": "key,parent,node_kind\na,b,axis"}, [("node.csv:1, name_fr", "column_missing")]),
    ({"withdrawal": "reason\ncorrection"}, [("withdrawal.csv:1, entry", "column_missing")]),
    ({"source": ",".join(f"c{n}" for n in range(301))}, [("source.csv:1", "too_many_columns")]),
    ({"source": f"{SOURCE}\n,T,press"}, [("source.csv:2, key", "key_missing")]),
    ({"source": f"{SOURCE}\nSrc 1,T,press"}, [("source.csv:2, key", "key_malformed")]),
    ({"source": f"{SOURCE},number\nsrc-1,T,press,x"}, [("source.csv:2, number", "not_a_whole_number")]),
    ({"source": f"{SOURCE},replaces\nsrc-1,T,press,-1"}, [("source.csv:2, replaces", "not_a_whole_number")]),
    ({"source": f"{SOURCE}\nsrc-1,,press"}, [("source.csv:2, publisher", "field_missing")]),
    ({"source": f"{SOURCE}\nsrc-1,T"}, [("source.csv:2", "row_too_short")]),
    ({"source": f"{SOURCE}\nsrc-1,T, Inc,press"}, [("source.csv:2", "row_too_long")]),
    ({"source": f'{SOURCE}\nsrc-1,"T" Inc,press\nsrc-2,T,press'}, [("source.csv:2", "quote_misplaced")]),
    ({"source": f'{SOURCE}\nsrc-1,"T,press\nsrc-2,T,press'}, [("source.csv:2", "quote_not_closed")]),
    ({"source": f"{SOURCE}\nsrc-1,T,press\nsrc-1,U,press"}, [("source.csv:3, key", "key_twice")]),
    (
        {"party": "key,name,party_kind\nx-1,T,state", "source": f"{SOURCE}\nx-1,T,press"},
        [("source.csv:2, key", "key_twice")],
    ),
    ({"withdrawal": "entry_key\nNot a key"}, [("withdrawal.csv:2, entry_key", "key_malformed")]),
    ({"statement": f"{STATEMENT}\nst-1,ind-a,declared,NaN"}, [("statement.csv:2, value", "not_finite")]),
    (
        {"statement": f"{STATEMENT}\nst-1,ind-a,declared,1e{'9' * 1000}"},
        [("statement.csv:2, value", "number_with_exponent")],
    ),
    ({"statement": f'{STATEMENT}\nst-1,ind-a,declared,"1 000,5"'}, [("statement.csv:2, value", "number_grouped")]),
    (
        {"statement": f"{STATEMENT},about\nst-1,ind-a,declared,5,2012-02-30"},
        [("statement.csv:2, about", "impossible_day")],
    ),
    (
        {"statement": f"{STATEMENT},about\nst-1,ind-a,declared,5,03/04/2012"},
        [("statement.csv:2, about", "ambiguous_day")],
    ),
    (
        {"statement": f"{STATEMENT},about\nst-1,ind-a,declared,5,2013/2009"},
        [("statement.csv:2, about", "period_backwards")],
    ),
    (
        {"statement": f"{STATEMENT},region\nst-1,ind-a,declared,5,MA-06"},
        [("statement.csv:2, region", "code_needs_edition")],
    ),
    ({"statement": f"{STATEMENT},unit\nst-1,ind-a,declared,5,a\u202eb"}, [("statement.csv:2:2, unit", "bidi_control")]),
    (
        {"statement": f"{STATEMENT},unit\nst-1,ind-a,declared,5,ab\x1b"},
        [("statement.csv:2:3, unit", "control_character")],
    ),
    ({"statement": f"{STATEMENT}\nst-1,ind-a,audted,5"}, [("statement.csv:2, nature", "unknown_code")]),
    ({"statement": f"{STATEMENT},derived\nst-1,ind-a,declared,5,oui"}, [("statement.csv:2, derived", "not_yes_or_no")]),
    (
        {"statement": f"{STATEMENT},note\nst-1,ind-a,declared,5,{'x' * 10_001}"},
        [("statement.csv:2, note", "text_too_long")],
    ),
    (
        {"statement": f"{STATEMENT}\nst-1,ind-a,rumoured,x\nst-2,Ind,declared,5\n"},
        [
            ("statement.csv:2, value", "not_a_number"),
            ("statement.csv:2, nature", "unknown_code"),
            ("statement.csv:3, indicator", "key_malformed"),
        ],
    ),
]


@pytest.mark.parametrize(("files", "problems"), BAD)
def test_what_is_wrong_is_told_with_its_place(
    folder: Folder, files: dict[str, str | bytes], problems: list[tuple[str, str]]
) -> None:
    reading = folder(**files)
    assert told(reading) == problems
    assert not reading.is_clean


def test_clean_rows_are_read_beside_those_that_are_not(folder: Folder) -> None:
    reading = folder(source=f"{SOURCE}\nsrc-1,T,press\nsrc-2,T,rumour\nsrc-3,T\nsrc-4,T,press\n")
    assert keys(reading) == ["src-1", "src-4"]
    assert reading.refused == {"src-2"}
    assert reading.rows == {"source.csv": 4}


def test_of_two_rows_under_one_key_the_first_is_read(folder: Folder) -> None:
    reading = folder(source=f"{SOURCE}\nsrc-1,T,press\nsrc-1,U,press\n")
    assert [step.place.row for step in reading.steps] == [2]
    assert reading.refused == frozenset()


def test_a_cell_of_ten_megabytes_is_a_problem_of_its_row_alone(folder: Folder) -> None:
    reading = folder(source=f"{SOURCE}\nsrc-1,{'x' * 10_000_000},press\nsrc-2,T,press\n")
    assert told(reading) == [("source.csv:2, publisher", "text_too_long")]
    assert keys(reading) == ["src-2"]
    assert len(reading.problems[0].values["value"]) < 100


def test_a_file_of_rubbish_does_not_fill_the_memory_with_problems(folder: Folder) -> None:
    reading = folder(source=f"{SOURCE}\n" + "x\n" * 100_000)
    assert len(reading.problems) == 501
    assert told(reading)[-1] == ("source.csv:501", "too_many_problems")
    assert reading.rows["source.csv"] == 500


def test_a_chain_of_any_length_is_put_in_order(folder: Folder) -> None:
    size = 5_000
    rows = (f"n-{number},{f'n-{number + 1}' if number < size else 'plan-a'},axis,A" for number in range(size + 1))
    reading = folder(node="key,parent,node_kind,name_fr\n" + "\n".join(rows))
    assert keys(reading) == [f"n-{number}" for number in range(size, -1, -1)]


def test_a_history_is_read_in_the_order_of_its_numbers(folder: Folder) -> None:
    reading = folder(
        source=f"{SOURCE},number,replaces\nsrc-1,T,press,0,\nsrc-1,U,press,2,0\n",
        party="key,name,party_kind,number\norg-1,T,state,1\n",
        withdrawal="entry,number,published_on\n2,3,2014\n",
    )
    assert reading.problems == ()
    assert keys(reading) == ["src-1", "org-1", "src-1", "src-1"]
    assert all(step.once for step in reading.steps)
    assert len({step.origin for step in reading.steps}) == 4
    assert isinstance(reading.steps[-1], Withdraw)
    assert reading.steps[-1].published_on == "2014"


def test_a_number_of_another_ledger_is_never_taken_for_one_of_this(folder: Folder) -> None:
    reading = folder(
        source=f"{SOURCE},number\nsrc-1,T,press,0\n",
        withdrawal="entry,number\n9,3\n",
        redaction="entry,reason_words,authority,number\n0,Telephone number,CNDP,4\n",
    )
    assert told(reading) == [("withdrawal.csv:2, entry", "no_such_entry"), ("redaction.csv:2", "redaction_not_carried")]
    assert keys(reading) == ["src-1"]


def test_files_that_were_uploaded_are_read_without_a_folder() -> None:
    reading = read_files([Opened("source.csv", f"{SOURCE}\nsrc-1,T,press".encode())], Limits(problems=1))
    assert keys(reading) == ["src-1"]
