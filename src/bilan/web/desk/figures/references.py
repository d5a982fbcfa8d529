"""References to other things of the ledger: what a key stands for, what may have been meant, what can be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.acts.papers import OPEN, SUBMITTED
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import key_problem
from bilan.report.sheets import search
from bilan.store import reading
from bilan.store.desk.models import Paper
from bilan.tables.columns import columns_of
from bilan.terms.languages import LANGUAGES, pick
from bilan.web.desk.door import AtDesk

# More than so many are searched for, and not listed.
LISTED: Final = 400
NEAR: Final = 8
# The fields that name a thing, the first that it has.
NAMING: Final = ("name", "title", "names", "what", "text", "publisher", "role")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be referred to: its key, what it is called, its kind."""

    key: str
    label: str
    kind: str


def name(asked: AtDesk, key: str) -> str:
    """Return what a key stands for, in the ledger or among one's own papers; nothing where it stands for nothing."""
    if key_problem(key):
        return ""
    entry = reading.latest(key)
    if entry:
        return title(entry.content, asked.language)
    drafted = Paper.objects.filter(author=asked.person.account, key=key, state__in=(*OPEN, SUBMITTED)).first()
    return title(drafted.cells, asked.language) if drafted else ""


def title(content: Mapping[str, Any], language: str) -> str:
    """Return what the content of an entry, or the cells of a paper, call the thing."""
    for field in NAMING:
        told = content.get(field) or {
            code: content[f"{field}_{code}"] for code in LANGUAGES if f"{field}_{code}" in content
        }
        if told:
            called = pick(dict(told), language) if isinstance(told, Mapping) else str(told)
            return " – ".join(dict.fromkeys(part for part in (content.get("publisher"), called) if part))
    return ""


def near(asked: AtDesk, kinds: Iterable[str], text: str) -> tuple[Named, ...]:
    """Return the things that have the words that were typed where a key belongs."""
    wanted = set(kinds) or set(KINDS)
    groups = search.search(asked.view, text[: search.LONGEST])
    found = [one for group in groups if group.kind in wanted for one in group.found]
    return tuple(Named(one.key, name(asked, one.key), one.kind) for one in found[:NEAR])


def listing(asked: AtDesk, kinds: tuple[str, ...]) -> str:
    """Return the name of the list to choose from, where there are few enough to be listed."""
    return f"list-{'-'.join(kinds)}" if kinds and 0 < len(_all(asked, kinds)) <= LISTED else ""


def listed(asked: AtDesk, listing: str) -> list[Named]:
    """Return what a list holds, by what it is called."""
    found = _all(asked, tuple(listing.removeprefix("list-").split("-")))
    return sorted(
        (Named(one["key"], _called(one, asked.language), one["kind"]) for one in found), key=lambda one: one.label
    )


def _called(row: Mapping[str, Any], language: str) -> str:
    return row[f"name_{language}"] or ""


def _all(asked: AtDesk, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what is in force of some kinds, with the name in each language; once a view."""
    view, called = asked.view, f"named:{'-'.join(kinds)}"
    with view.lock:
        if called not in view.answers:
            view.answers[called] = [row for kind in kinds for row in view.rows(_query(kind), reads=(kind,))]
        return view.answers[called]


def _query(kind: str) -> str:
    names = {language: _name_of(kind, language) for language in LANGUAGES}
    told = ", ".join(f"{column} AS name_{language}" for language, column in names.items())
    return f"SELECT key, '{kind}' AS kind, {told} FROM \"{kind}\" LIMIT {LISTED + 1}"  # noqa: S608 - our own kinds


def _name_of(kind: str, language: str) -> str:
    """Return the expression that names a row of a kind in a language."""
    if kind == "source":
        return "concat_ws(' – ', publisher, title)"
    there = {column.name for column in columns_of(kind)}
    wanted = [one for field in NAMING for one in (field, *(f"{field}_{code}" for code in (language, *LANGUAGES)))]
    named = [f'"{one}"' for one in dict.fromkeys(wanted) if one in there]
    return f"coalesce({', '.join((*named, 'key'))})"
