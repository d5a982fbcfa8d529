"""Write the reference from the code: ``.venv/bin/python docs/generate.py``.

Every page of `docs/reference` is made here and nowhere else; `tests/gates/test_reference.py` holds the committed pages
to what the code says today. To say something else, change the docstring, field, list or word that it comes from.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from bilan.acts.rights import ACTS, ROLES
from bilan.analysis.asking import HEADS, Analysis
from bilan.analysis.catalogue import CATALOGUE
from bilan.cli.app import command_line
from bilan.cli.failures import ENDS_OF, Ends
from bilan.cli.help import EXAMPLES, GLOBAL
from bilan.config.declared import DECLARED
from bilan.exchange.schema import DictionaryRow, dictionary
from bilan.ledger.kinds import KINDS
from bilan.tables.columns import ENVELOPE, Column, columns_of
from bilan.terms.codes import Code, code_list, list_names
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue, say

REFERENCE: Final = Path(__file__).resolve().parent / "reference"
LANGUAGE: Final = "en"
EXAMPLE_WIDTH: Final = 60
MADE: Final = "<!-- Made by docs/generate.py from the code. Do not edit. -->"
CODE_OF: Final = "../../../src/bilan/analysis"
EXPLANATION_OF: Final = "../../explanation/analyses"


def main() -> None:
    """Write every page, and remove those that no longer have a reason."""
    wanted = pages()
    for path in sorted(REFERENCE.rglob("*.md")):
        if path.relative_to(REFERENCE).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (REFERENCE / name).parent.mkdir(parents=True, exist_ok=True)
        (REFERENCE / name).write_text(text, encoding="utf-8")
    document = json.dumps(_document(), ensure_ascii=False, indent=1) + "\n"
    (REFERENCE / "openapi.json").write_text(document, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the text of every page of the reference by its path."""
    made = {
        f"{name}.md": _page(title, (*INTRODUCTIONS[name].splitlines()[1:], "", *write()))
        for name, (title, write) in PAGES.items()
    }
    made["README.md"] = _page("Reference", _index())
    for analysis in CATALOGUE.values():
        made[f"analyses/{analysis.name}.md"] = _page(f"Analysis: {analysis.name}", _analysis(analysis))
    return made


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join([MADE, "", f"# {title}", "", *lines]).rstrip() + "\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    heads = list(heads)
    yield _line(heads)
    yield _line("---" for _ in heads)
    yield from (_line(row) for row in rows)
    yield ""


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace("|", r"\|").split())


def _code(value: object) -> str:
    return f"`{value}`"


def _link(name: str, folder: str = "") -> str:
    return f"[`{name}`]({folder}{name})"


def _first(docstring: str | None) -> str:
    return (docstring or "").strip().split("\n", maxsplit=1)[0]


def _index() -> Iterator[str]:
    yield "Made from the code, which is the only place where these facts stand."
    yield ""
    yield from (f"- [{title}]({name}.md)" for name, (title, _) in PAGES.items())


def _kinds() -> Iterator[str]:
    of_kind: dict[str, list[DictionaryRow]] = {kind: [] for kind in KINDS}
    for row in dictionary():
        of_kind[row.kind].append(row)
    for kind, rows in of_kind.items():
        yield f"## {kind}"
        yield ""
        yield _first(KINDS[kind].__doc__)
        yield ""
        yield from _table(("field", "type", "meaning", "example"), map(_field, rows))


def _field(row: DictionaryRow) -> tuple[str, ...]:
    name = _code(row.field) if row.required else f"*{_code(row.field)}*"
    return name, _type(row), row.description, _example(row.example)


def _type(row: DictionaryRow) -> str:
    told = row.type
    if row.code_list:
        told = f"code of [{row.code_list}](codes.md#{row.code_list})"
    elif row.refers_to:
        named = ", ".join(f"[{kind}](#{kind})" if kind in KINDS else "any kind" for kind in row.refers_to)
        told = f"key of {named}"
    return f"several: {told}" if row.several else told


def _example(value: Any) -> str:
    if isinstance(value, Mapping | list | tuple):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return _code(text if len(text) <= EXAMPLE_WIDTH else f"{text[: EXAMPLE_WIDTH - 1]}…")


def _tables() -> Iterator[str]:
    yield from _columns("Every table", ENVELOPE)
    for kind in KINDS:
        yield from _columns(kind, (one for one in columns_of(kind) if one not in ENVELOPE))


def _columns(title: str, columns: Iterable[Column]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from _table(("column", "type", "meaning"), ((_code(one.name), one.type, one.meaning) for one in columns))


def _analyses() -> Iterator[str]:
    rows = ((f"[{one.name}](analyses/{one.name}.md)", one.told("Question"), one.method) for one in CATALOGUE.values())
    yield from _table(("analysis", "question", "method"), rows)


def _analysis(analysis: Analysis) -> Iterator[str]:
    yield f"{_first(analysis.explanation)} [How to read it.]({EXPLANATION_OF}/{analysis.name}.md)"
    yield ""
    yield from (f"- *{head}.* {analysis.told(head)}" for head in HEADS)
    yield f"- *Method number.* {analysis.method}"
    yield f"- *Reads.* {', '.join(f'[{kind}](../tables.md#{kind})' for kind in analysis.reads)}"
    if analysis.after:
        yield f"- *After.* {', '.join(f'[{name}]({name}.md)' for name in analysis.after)}"
    yield ""
    yield "## Columns"
    yield ""
    yield from _table(
        ("column", "unit", "meaning"), ((_code(one.name), one.unit, one.meaning) for one in analysis.columns)
    )
    yield from _query(analysis) if analysis.query else _module(analysis)


def _query(analysis: Analysis) -> Iterator[str]:
    yield from (
        "## Query",
        "",
        f"In the dialect of DuckDB: [`{analysis.name}.sql`]({CODE_OF}/{analysis.name}.sql).",
        "",
    )
    yield from ("```sql", (analysis.query or "").rstrip(), "```")


def _module(analysis: Analysis) -> Iterator[str]:
    yield from ("## Code", "", f"It is not one query: [`{analysis.name}.py`]({CODE_OF}/{analysis.name}.py).")


def _commands() -> Iterator[str]:
    rows = ((_code(one), say(f"help.{one.split()[0]}", LANGUAGE)) for one in GLOBAL)
    yield from _table(("for every command", "meaning"), rows)
    yield from _of_group(command_line(LANGUAGE))


def _of_group(group: Any, before: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        yield from _of_group(one, f"{name} ") if hasattr(one, "commands") else _command(one, f"{before}{name}")


def _command(command: Any, name: str) -> Iterator[str]:
    yield from (f"## {name}", "", _cell(command.help), "")
    rows = [(_parameter(one), one.help) for one in command.params if one.name != "help"]
    if rows:
        yield from _table(("argument or option", "meaning"), rows)
    yield from ("```text", *(f"./bilan {one}" for one in EXAMPLES[name]), "```", "")


def _parameter(one: Any) -> str:
    if one.param_type_name == "argument":
        name = f"{one.name.upper()}{'…' if one.nargs == -1 else ''}"
        return _code(name if one.required else f"[{name}]")
    names = ", ".join((*one.opts, *one.secondary_opts))
    return _code(names if one.is_flag else f"{names} {one.metavar or one.name.upper()}")


def _codes() -> Iterator[str]:
    for name in list_names():
        codes = code_list(name)
        more = list(next(iter(codes.values())).more)
        yield f"## {name}"
        yield ""
        yield from _table(("code", *LANGUAGES, *more), (_labels(key, one, more) for key, one in codes.items()))


def _labels(key: str, one: Code, more: Iterable[str]) -> tuple[str, ...]:
    return (_code(key), *(one.label[language] for language in LANGUAGES), *(one.more[name] for name in more))


def _roles() -> Iterator[str]:
    rows = (
        (_code(act), code_list("act")[act].label[LANGUAGE], *("yes" if role in held else "" for role in ROLES))
        for act, held in ACTS.items()
    )
    yield from _table(("act", "meaning", *ROLES), rows)


def _settings() -> Iterator[str]:
    rows = (
        (_code(one.name), _code(one.default) if one.default else "", f"{one.meaning}{' **Secret.**' * one.secret}")
        for one in DECLARED
    )
    yield from _table(("variable", "without it", "meaning"), rows)


def _document() -> Any:
    """Return the OpenAPI document of the interface; for that Django has to know what there is."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.config.settings")
        django.setup()
    from bilan.api.v1 import api

    return api.get_openapi_schema()


def _api() -> Iterator[str]:
    told = [(path, method, one) for path, methods in _document()["paths"].items() for method, one in methods.items()]
    for tag, title in (("read", "Read"), ("propose", "Propose"), ("decide", "Decide")):
        rows = [_operation(path, method, one) for path, method, one in told if one["tags"] == [tag]]
        yield from (f"## {title}", "", *_table(("operation", "act", "what it does", "parameters"), rows))


def _operation(path: str, method: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    given = (_code(each["name"]) for each in one["parameters"] if each["in"] == "query")
    act = f"[{one['x-act']}](roles.md)" if one["x-act"] else "–"
    return _code(f"{method.upper()} {path}"), act, one["description"], ", ".join(given)


def _exit_codes() -> Iterator[str]:
    from_what = {end: ", ".join(_code(name) for name, its in ENDS_OF.items() if its == end) for end in Ends}
    yield from _table(
        ("code", "name", "meaning", "exceptions that end so"),
        ((int(end), _code(end.name), say(f"ends.{end.name.lower()}", LANGUAGE), from_what[end]) for end in Ends),
    )


def _sentences(subject: str) -> Iterator[str]:
    rows = ((_code(code), texts[LANGUAGE]) for code, texts in catalogue(subject).items())
    yield from _table(("code", "sentence"), rows)


INTRODUCTIONS: Final[Mapping[str, str]] = {
    "kinds": """
An entry is of one kind. Its file is a CSV named after the kind, with a column `key` and one a field (a label has one a
language: `name_fr`, `name_ar`, `name_en`). Fields in *italics* may be absent; an absent value is an empty cell.
""",
    "tables": """
Each kind of entry is a table of the edition, `tables/<kind>/*.parquet`, with a row for each entry that is not redacted.
A session cuts it into two views. `<kind>_known` holds every version that a citizen could know on `known_on`. `<kind>`
holds the ones in force: of those, what no later version has superseded, what no withdrawal has taken back, and what
counts by `as_of`. The table `cut` has one row: `as_of`, `known_on`, and `starts_on` and `ends_on` of the plan.
""",
    "analyses": """
Each is asked of a session: the tables of an edition, as of one day, as known on another. Every row of an answer names
the entries behind it.
""",
    "commands": """
`./bilan COMMAND` sets up what is missing and runs the command. What holds for every command may stand anywhere in the
line. [Exit codes](exit-codes.md) tell how it ended.
""",
    "codes": """
A code means something only within its list and, where a list has editions, within its edition: `MA-06@1997`.
""",
    "roles": """
Who may do what at the desk, by form and by program alike; each cell is tried by request. A role may hold for some
parties, branches of the plan and regions alone. Nobody accepts what they drafted, whatever their roles. The labels of
[acts](codes.md#act) and [roles](codes.md#role) in all languages stand among the codes.
""",
    "api": """
The interface for programs, version 1, below the address of the site; its document is `/api/v1/openapi.json` (OpenAPI
3.1, also kept as [openapi.json](openapi.json)). What wants an act wants a token for it: `Authorization: Bearer …`. What
goes wrong is told as `application/problem+json` (RFC 9457) with the codes of the [problems](problems.md). How to:
[read by the API](../how-to/read-by-the-api.md), [write by the API](../how-to/write-by-the-api.md),
[receive webhooks](../how-to/receive-webhooks.md).
""",
    "settings": """
Settings are variables of the environment. An empty variable counts as absent.
""",
    "exit-codes": """
How a command ended, by family of what happened.
""",
    "alerts": """
What the panorama tells its reader to beware of. Each is shown with its values and the entries behind it. This is the
English sentence; all stand in `src/bilan/terms/words/alerts.csv`.
""",
    "problems": """
What may be found in a file, in a body of the API or in an edition. Each is shown with its place and its values. This is
the English sentence; all stand in `src/bilan/terms/words/problems.csv`.
""",
}
PAGES: Final[Mapping[str, tuple[str, Callable[[], Iterator[str]]]]] = {
    "kinds": ("Kinds of entry", _kinds),
    "tables": ("Tables of an edition", _tables),
    "analyses": ("Analyses", _analyses),
    "commands": ("Commands", _commands),
    "codes": ("Code lists", _codes),
    "roles": ("Roles and acts", _roles),
    "api": ("The API", _api),
    "settings": ("Settings", _settings),
    "exit-codes": ("Exit codes", _exit_codes),
    "problems": ("Problems", partial(_sentences, "problems")),
    "alerts": ("Alerts", partial(_sentences, "alerts")),
}

if __name__ == "__main__":
    main()
