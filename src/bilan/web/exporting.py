"""Write the site down as files that any file server can hand out, or a reader open from a disk.

The pages are those that the site would serve: they are asked of the application itself, link by link from the panorama
of each language. What needs a server - choosing other dates, searching - is replaced by a sentence that says so. A link
that leaves the copy leads to the living site where BILAN_ADDRESS names one, and is no link otherwise.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape, unescape
from multiprocessing import get_context
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any, Final
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from bilan.config.declared import read_setting
from bilan.config.home import open_home
from bilan.web import downloads, editions
from bilan.web.addresses import SAFE, Address
from bilan.web.paths import PATHS
from bilan.web.serving import STILL

# A tag of a page that leads somewhere on this site.
LEADS: Final = re.compile(r'<(?P<tag>[A-Za-z]+)\b[^<>]*?\s(?P<name>href|src)="(?P<to>/[^"]*)"[^<>]*>')
FORM: Final = re.compile(r"<form\b.*?</form>", re.DOTALL)
FEED: Final = re.compile(r'(?P<name>href)="(?P<to>/[^"]*)"')
IN_STYLE: Final = re.compile(r"""url\(["']?([^)"']+)["']?\)""")
# What follows the beginning of an address when it leads to another edition or to other dates.
ELSEWHERE: Final = re.compile(r"e-|[0-9]")
# A name of a file may be so long.
LONGEST: Final = 200
# So many addresses are given to a process at a time.
CHUNK: Final = 6
MARKED: Final = ("text/html", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the site: where it is written, the first page in each language, the edition, the living site."""

    folder: Path
    starts: tuple[str, ...]
    edition: str
    public: str

    def holds(self, address: str) -> bool:
        """Tell whether an address is part of the copy."""
        if "?" in address or any(len(quote(part)) > LONGEST for part in address.split("/")):
            return False
        if address.startswith(("/static/", f"/editions/{self.edition}/", f"/editions/{self.edition}.zip")):
            return True
        rests = (address.removeprefix(start) for start in self.starts if address.startswith(start))
        return any(not ELSEWHERE.match(rest) and rest != PATHS["search"] for rest in rests)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for an address: its bytes, where it leads, and whether the site had such a page."""

    address: str
    size: int
    leads: tuple[str, ...]
    found: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What a copy consists of: files and bytes, and addresses that pages name and the site does not have."""

    files: int
    bytes: int
    broken: tuple[str, ...]


def write_site(
    folder: Path,
    *,
    languages: Iterable[str],
    edition: str | None = None,
    as_of: date | None = None,
    known_on: date | None = None,
    workers: int = 1,
    told: Callable[[int], None] = lambda _: None,
) -> Done:
    """Write the site of the home that is open into an empty folder; `told` hears how many files there are so far."""
    opened, _ = editions.find(edition or editions.current())
    starts = tuple(str(Address(one, "", edition and opened.name, as_of, known_on)) for one in languages)
    copy = Copy(folder, starts, opened.name, read_setting("BILAN_ADDRESS").rstrip("/"))
    files = (f"/editions/{opened.name}/{path}" for path in downloads.paths(opened))
    folder.mkdir(parents=True, exist_ok=True)
    _welcome(copy)
    if workers == 1:
        return _crawl(copy, [*starts, *files], partial(_in_turn, copy), told)
    home = editions.home().parent
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (home, copy)) as pool:
        return _crawl(copy, [*starts, *files], lambda wanted: pool.map(_write_own, wanted, chunksize=CHUNK), told)


Write = Callable[[list[str]], Iterable[Written]]


def _crawl(copy: Copy, wanted: Iterable[str], write: Write, told: Callable[[int], None]) -> Done:
    """Write pages, then what they lead to, until nothing new comes up."""
    seen, newest = set(wanted), sorted(set(wanted))
    files, size, broken = 0, 0, []
    while newest:
        leads: set[str] = set()
        for one in write(newest):
            files, size = files + one.found, size + one.size
            leads.update(one.leads)
            broken += [] if one.found else [one.address]
            told(files)
        newest = sorted(leads - seen)
        seen |= leads
    return Done(files + 1, size + copy.folder.joinpath("index.html").stat().st_size, tuple(broken))


_OWN: dict[str, Any] = {}


def _begin(home: Path, copy: Copy) -> None:
    """Open the home in a process of its own; what is missing is told at the end, not as it comes up."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    open_home(home, make=False)
    _OWN.update(copy=copy, client=Client())


def _write_own(address: str) -> Written:
    return _write(_OWN["copy"], _OWN["client"], address)


def _in_turn(copy: Copy, wanted: list[str]) -> Iterator[Written]:
    client = Client()
    return (_write(copy, client, one) for one in wanted)


def _write(copy: Copy, client: Client, address: str) -> Written:
    """Ask the site for a page, lead its links to the files beside it, and write it."""
    content, sort = _file(address) if address.startswith("/static/") else _asked(client, address)
    if content is None:
        return Written(address, 0, (), found=False)
    leads: set[str] = set()
    if sort.startswith(MARKED):
        content = _led(copy, address, content.decode(), leads, is_page=sort.startswith("text/html")).encode()
    elif address.endswith(".css"):
        leads |= {normpath(join(dirname(address), one)) for one in IN_STYLE.findall(content.decode())}
    place = copy.folder / unquote(file_of(address)).lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return Written(address, len(content), tuple(leads), found=True)


def _asked(client: Client, address: str) -> tuple[bytes | None, str]:
    """Return what the site answers, and its type; where it leads elsewhere, a page that does so."""
    answer = client.get(address, **{STILL: True})  # type: ignore[arg-type]  # goes beside the request, as its name says
    if location := answer.headers.get("Location"):
        return f'<!DOCTYPE html><title>→</title><a href="{escape(location)}">→</a>'.encode(), "text/html"
    if answer.status_code != 200:  # noqa: PLR2004 - is the status of what is there
        return None, ""
    content = b"".join(answer) if answer.streaming else answer.content
    return content, answer.headers["Content-Type"]


def _file(address: str) -> tuple[bytes | None, str]:
    """Return a file that the site serves as it is."""
    name = unquote(address.removeprefix("/static/"))
    kept = Path(settings.STATIC_ROOT) / name
    found = kept if kept.is_file() else finders.find(name)
    return (Path(found).read_bytes(), "") if found else (None, "")


def file_of(address: str) -> str:
    """Return the file of an address.

    >>> file_of("/fr/data/"), file_of("/fr/data/plan.csv")
    ('/fr/data/index.html', '/fr/data/plan.csv')
    """
    return f"{address}index.html" if address.endswith("/") else address


def _led(copy: Copy, address: str, text: str, leads: set[str], *, is_page: bool) -> str:
    """Lead the links of a page to files; keep in `leads` the addresses that belong to the copy."""

    def turned(match: re.Match[str]) -> str:
        told = unescape(match["to"])
        to, hash_, part = told.partition("#")
        if copy.holds(to):
            leads.add(to)
            target = f"{quote(unquote(relpath(file_of(to), dirname(file_of(address)))), safe=SAFE)}{hash_}{part}"
        elif copy.public:
            target = f"{copy.public}{told}"
        else:
            return _unlinked(match)
        return match[0].replace(f'{match["name"]}="{match["to"]}"', f'{match["name"]}="{escape(target)}"')

    if not is_page:
        return FEED.sub(turned, text)
    return LEADS.sub(turned, FORM.sub("", text))


def _unlinked(match: re.Match[str]) -> str:
    """Make of a tag that leads nowhere one that does not lead."""
    if "tag" not in match.groupdict():
        return match[0]
    return "" if match["tag"] == "link" else match[0].replace(f' {match["name"]}="{match["to"]}"', "")


def _welcome(copy: Copy) -> None:
    """Write the first page: it leads to the panorama in each language."""
    starts = [(start.split("/")[1], f"{start.lstrip('/')}index.html") for start in copy.starts]
    copy.folder.joinpath("index.html").write_text(render_to_string("languages.html", {"starts": starts}), "utf-8")
