"""Entries: the list of all, and those behind a figure."""

import re
from collections.abc import Iterator
from typing import Final

from bilan.ledger.kinds import KINDS
from bilan.web.asked import Asked, NotFound, Refused
from bilan.web.pages.lines import lines
from bilan.web.shown import Shown
from bilan.web.templatetags.said import ranges

SUBJECT: Final = "entry"
A_PAGE: Final = 50
MOST: Final = 2_000
NUMBERS: Final = re.compile(r"[0-9]{1,10}(-[0-9]{1,10})?(\+[0-9]{1,10}(-[0-9]{1,10})?)*")


def newest(asked: Asked) -> Shown:
    """List the newest entries."""
    return listed(asked, "1")


def listed(asked: Asked, number: str) -> Shown:
    """List fifty entries, the newest first."""
    size = asked.edition.size
    pages = max(1, -(-size // A_PAGE))
    page = int(number) if number.isascii() and number.isdigit() and len(number) < len(str(size)) + 2 else 0
    if not 1 <= page <= pages:
        raise NotFound("no_page", path=asked.address.path)
    last = size - 1 - (page - 1) * A_PAGE
    first = max(0, last - A_PAGE + 1)
    told = {
        "lines": list(lines(asked, range(first, last + 1)))[::-1],
        "first": first,
        "last": last,
        "page": page,
        "pages": pages,
        "turns": list(_turns(asked, page, pages)),
        "kinds": _kinds(asked) if page == 1 else [],
    }
    title = asked.voice.tell(SUBJECT, "list.title")
    return Shown("entries.html", title, SUBJECT, told, asked.voice.tell(SUBJECT, "list.lede"))


def _turns(asked: Asked, page: int, pages: int) -> Iterator[tuple[str, str]]:
    wanted = (("newest", 1), ("newer", page - 1), ("older", page + 1), ("oldest", pages))
    for code, number in wanted:
        if 1 <= number <= pages and number != page:
            yield code, asked.to("entries") if number == 1 else asked.to("entries_page", number)


def _kinds(asked: Asked) -> list[tuple[str, int]]:
    query = " UNION ALL ".join(f"SELECT '{kind}' AS kind, count(*) AS count FROM base.\"{kind}\"" for kind in KINDS)  # noqa: S608 - our own kinds
    return [(row["kind"], row["count"]) for row in asked.view.rows(query) if row["count"]]


def behind(asked: Asked, numbers: str) -> Shown:
    """List the entries behind a figure."""
    wanted = _numbers(asked, numbers)
    tidy = ranges(wanted)
    if tidy != numbers:
        return Shown("", "", elsewhere=asked.to("behind", tidy))
    shown = wanted[:MOST]
    voice = asked.voice
    told = {
        "lines": list(lines(asked, shown)),
        "count": len(wanted),
        "shown_count": len(shown),
        "rest": len(wanted) - len(shown),
    }
    title = voice.tell(SUBJECT, "behind.headline", count=voice.number(len(wanted)))
    return Shown("behind.html", title, SUBJECT, told, voice.tell(SUBJECT, "behind.lede"))


def _numbers(asked: Asked, text: str) -> list[int]:
    """Read numbers written as ranges; every one must be an entry of the edition."""
    found: set[int] = set()
    if NUMBERS.fullmatch(text):
        for part in text.split("+"):
            first, _, last = part.partition("-")
            run = range(int(first), int(last or first) + 1)
            if not run or run[-1] >= asked.edition.size:
                break
            found.update(run)
        else:
            return sorted(found)
    raise Refused("no_numbers", text=text, last=asked.edition.size - 1)
