"""Search the keys, names and quoted words of what is in force: every word must be found, whatever its accents.

Case, accents, vowel signs and the forms of alef, yeh and teh marbuta make no difference. Each kind is searched in its
own table; what is found is ranked by where it was found: the key itself, then a name, then what was said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Final
from unicodedata import category, combining, normalize

from bilan.analysis.asking import Row
from bilan.report.view import View

# So many of a kind are shown, and the number of all is told.
MOST: Final = 20
# More words than this narrow nothing any more.
WORDS: Final = 12
LONGEST: Final = 200
NEAR: Final = 4
EXAMPLES: Final = 8
# Letters that Arabic readers type for one another, and the stroke that only stretches a word.
ALIKE: Final = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "ٱ": "ا", "’": "'", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Findable:
    """What of a kind can be found: the columns of its names, of what was said, and of what is shown beside it."""

    kind: str
    names: tuple[str, ...]
    said: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


FINDABLE: Final = (
    Findable("plan", ("name_fr", "name_ar", "name_en", "long_name_fr", "long_name_ar", "long_name_en")),
    Findable("node", ("name_fr", "name_ar", "name_en"), ("aim", "owner_name")),
    Findable("indicator", ("name_fr", "name_ar", "name_en"), ("definition",)),
    Findable("undertaking", ("what",), ("quotation", "made_by_name", "organisation_name"), ("due_on",)),
    Findable("party", ("name", "names_fr", "names_ar", "names_en"), ("role_words",)),
    Findable("agreement", ("title_fr", "title_ar", "title_en"), ("parties_words", "quotation", "outcome")),
    Findable("service", ("name_fr", "name_ar", "name_en", "brand"), ("owner_name", "status_words")),
    Findable("site", ("name_fr", "name_ar", "name_en", "city"), ("operator", "focus"), ("region",)),
    Findable("source", ("title", "publisher"), ("url",)),
    Findable(
        "statement",
        (),
        ("quotation", "words", "speaker_name", "organisation_name", "occasion"),
        ("indicator", "nature", "said_on", "public_on"),
    ),
)
KINDS: Final = tuple(one.kind for one in FINDABLE)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found: its row, its names by column, and the words in which it was found."""

    kind: str
    row: Row
    names: Mapping[str, str]
    said: str
    rank: int

    @property
    def key(self) -> str:
        """Return its key."""
        key: str = self.row["key"]
        return key


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind: the best of it, and how much there is in all."""

    kind: str
    count: int
    found: tuple[Found, ...]


def cleaned(text: str) -> str:
    r"""Take out what is no writing: control and format characters, halves of pairs; keep single spaces.

    >>> cleaned("a\x00b\u202e  c")
    'a b c'
    """
    return " ".join("".join(" " if category(one)[0] == "C" else one for one in text).split())


def folded(text: str) -> str:
    """Write a text so that what reads alike is alike.

    >>> folded("Éducation"), folded("المُؤَسَّسة") == folded("الموسسه")
    ('education', True)
    """
    return "".join(one for one in normalize("NFKD", text.casefold().translate(ALIKE)) if not combining(one)).translate(
        ALIKE
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of what was typed, folded, each once."""
    return tuple(dict.fromkeys(folded(cleaned(text)).split()))[:WORDS]


def search(view: View, text: str) -> list[Group]:
    """Return what has every word, by kind, the best first."""
    words = words_of(text)
    if not words:
        return []
    whole = folded(cleaned(text))
    every = (_found(one, row, words, whole) for one in FINDABLE for row in _rows(view, one))
    found = sorted((one for one in every if one), key=lambda one: (KINDS.index(one.kind), one.rank, one.key))
    groups = [_group(kind, list(those)) for kind, those in groupby(found, key=lambda one: one.kind)]
    # What bears the very key that was typed comes before everything else.
    return sorted(groups, key=lambda group: group.found[0].rank > 0)


def _group(kind: str, those: list[Found]) -> Group:
    return Group(kind, len(those), tuple(those[:MOST]))


def _rows(view: View, one: Findable) -> list[Row]:
    """Return the texts of a kind, folded once a view."""
    name = f"findable:{one.kind}"
    with view.lock:
        if name not in view.answers:
            columns = ", ".join(f'"{column}"' for column in (*one.names, *one.said, *one.beside))
            rows = view.rows(f'SELECT number, key, {columns} FROM "{one.kind}"', reads=(one.kind,))  # noqa: S608 - our own kinds
            view.answers[name] = [{**row, **_folded(one, row)} for row in rows]
        return view.answers[name]


def _folded(one: Findable, row: Row) -> dict[str, tuple[str, ...]]:
    return {
        "names:folded": tuple(folded(row[column]) for column in one.names if row[column]),
        "said:folded": tuple(folded(row[column]) for column in one.said if row[column]),
    }


def _found(one: Findable, row: Row, words: tuple[str, ...], whole: str) -> Found | None:
    key, names, said = folded(row["key"]), row["names:folded"], row["said:folded"]
    everything = "\n".join((key, *names, *said))
    if not all(word in everything for word in words):
        return None
    named = {column: row[column] for column in one.names if row[column]}
    return Found(one.kind, row, named, _said(one, row, words), _rank(key, names, words, whole))


def _rank(key: str, names: tuple[str, ...], words: tuple[str, ...], whole: str) -> int:
    """Return how well it was found: 0 by its key, then by its whole name, the start of it, in it, and elsewhere."""
    if whole == key:
        return 0
    if whole in names:
        return 1
    if any(name.startswith(whole) for name in names):
        return 2
    if any(all(word in name for word in words) for name in names):
        return 3
    return 4 if all(word in key for word in words) else 5


def _said(one: Findable, row: Row, words: tuple[str, ...]) -> str:
    """Return the text in which most of the words were found, beyond key and names."""
    texts = [row[column] for column in one.said if row[column]]
    told = [(sum(word in folded(text) for word in words), text) for text in texts]
    best = max(told, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] or not one.names else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it was searched for."""

    text: str
    marked: bool


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """Cut a text where words were found in it, accents and all.

    >>> [piece.text for piece in marked("L'éducation", ["education"]) if piece.marked]
    ['éducation']
    """
    letters, origin = _letters(text)
    hits = sorted((at, at + len(word)) for word in set(words) if word for at in _places(letters, word))
    pieces: list[Piece] = []
    done = 0
    for start, stop in hits:
        first, last = max(origin[start], done), origin[stop - 1] + 1
        while last < len(text) and combining(text[last]):
            last += 1
        if last <= first:
            continue
        pieces += [Piece(text[done:first], marked=False)] * (first > done)
        pieces.append(Piece(text[first:last], marked=True))
        done = last
    return [*pieces, Piece(text[done:], marked=False)] if done < len(text) else pieces


def _letters(text: str) -> tuple[str, list[int]]:
    """Return a folded text, and of each of its letters the place in the text it came from."""
    told = [(letter, place) for place, sign in enumerate(text) for letter in folded(sign)]
    return "".join(letter for letter, _ in told), [place for _, place in told]


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def near(view: View, text: str) -> tuple[str, ...]:
    """Return what may have been meant: the words typed, one of them as it is written in names and keys."""
    known = _vocabulary(view)
    typed = words_of(text)
    close = [get_close_matches(word[:LONGEST], known, 2, 0.72) if word not in known else [word] for word in typed]
    if not all(close):
        return tuple(dict.fromkeys(one for those in close for one in those))[:NEAR]
    first = " ".join(those[0] for those in close)
    return tuple(dict.fromkeys([first, *(one for those in close for one in those)]))[:NEAR]


def _vocabulary(view: View) -> dict[str, None]:
    told: dict[str, None] = {}
    for one in FINDABLE:
        for row in _rows(view, one):
            for text in (folded(row["key"]), *row["names:folded"]):
                told |= dict.fromkeys(re.findall(r"\w{3,}", text))
    return told


def examples(view: View, language: str) -> tuple[str, ...]:
    """Return what one might search for: the commonest long words in the names of indicators and nodes."""
    counted: Counter[str] = Counter()
    for one in FINDABLE:
        for row in _rows(view, one) if one.kind in {"node", "indicator", "service"} else ():
            counted.update({word.casefold() for word in re.findall(r"\w{6,}", row[f"name_{language}"] or "")})
    ranked = sorted(counted, key=lambda word: (-counted[word], word))
    return tuple(ranked[:EXAMPLES])
