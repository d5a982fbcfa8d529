"""Follow every link of the site from one page, and keep what was found: a sample of each kind of page."""

import http.client
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve
from pydantic import TypeAdapter

START: Final = "/fr/"
DESK: Final = "/desk/"
ROUTES: Final = "bilan.web.urls"
# There are thousands of entries; so many pages of a kind show what each of them does.
MOST: Final = 12
# The same in the other languages; and on other dates or as a form is sent off, in whichever language comes first.
MOST_ELSEWHERE: Final = 2
OF_THE_SITE: Final = "site"
# Pages of one route that have each a template of its own: in no language is one of them an example for the others.
UNLIKE: Final = frozenset({"lever"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What pages have in common: the route and the language.

    A name with ``@`` is a route of which the address says dates or an edition, one with ``?`` a form that was sent off
    as it stands; of these every language counts as one.
    """

    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page: what it answered, where it leads, what can be pointed at in it, the same in other languages."""

    address: str
    status: int
    content_type: str
    size: int
    links: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Return the kind of the page."""
        return kind_of(self.address)

    @property
    def is_page(self) -> bool:
        """Tell whether this is for reading in a browser."""
        return self.content_type.startswith("text/html")


@cache
def kind_of(address: str) -> Kind:
    """Return the kind of what stands at an address; to most of them many links lead."""
    try:
        match = resolve(urlsplit(address).path, urlconf=ROUTES)
    except Resolver404:
        return Kind(OF_THE_SITE)
    told, name = match.kwargs, str(match.url_name)
    if urlsplit(address).query:
        return Kind(f"{name}?")
    if told.get("as_of") or told.get("edition"):
        return Kind(f"{name}@")
    return Kind(name, str(told.get("language") or ""))


class Crawl:
    """A walk along the links of a site, nearest pages first."""

    def __init__(self, site: str) -> None:
        """Begin at the panorama."""
        self.connection = http.client.HTTPConnection(urlsplit(site).netloc)
        self.waiting = deque([START])
        self.met = {START}
        self.taken: Counter[Kind] = Counter()

    def run(self) -> Iterator[Found]:
        """Follow the links until no page of a wanted kind is left."""
        with closing(self.connection):
            while self.waiting:
                found = self.ask(self.waiting.popleft())
                yield found
                for link in (*found.links, *found.alternates):
                    self.take(urldefrag(link).url)

    def take(self, address: str) -> None:
        """Put an address on the list, unless it was met or enough of its kind are there."""
        kind = kind_of(address)
        many = kind.name in UNLIKE or (kind.language in {START.strip("/"), ""} and kind.name[-1] not in "?@")
        most = MOST if many else MOST_ELSEWHERE
        if address not in self.met and self.taken[kind] < most:
            self.met.add(address)
            self.taken[kind] += 1
            self.waiting.append(address)

    def ask(self, address: str) -> Found:
        """Ask for an address and read what it answers."""
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        body = answer.read()
        content_type = answer.headers.get("Content-Type", "")
        found = Found(address, answer.status, content_type, len(body))
        if location := answer.headers.get("Location"):
            return replace(found, links=(urljoin(address, location),))
        if not found.is_page:
            return found
        read = Reader(address)
        read.feed(body.decode())
        return replace(found, links=tuple(read.links), anchors=tuple(read.anchors), alternates=tuple(read.alternates))


class Reader(HTMLParser):
    """Read from a page where it leads and what can be pointed at in it."""

    def __init__(self, address: str) -> None:
        """Read a page at an address."""
        super().__init__()
        self.address = address
        self.links: dict[str, None] = {}
        self.anchors: dict[str, None] = {}
        self.alternates: dict[str, None] = {}
        self.form, self.fields = "", dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the links, anchors, other languages and forms that a tag gives."""
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.anchors[said["id"]] = None
        for link in filter(None, (said.get("href"), said.get("src"))):
            self.note(link, self.alternates if tag == "link" and "hreflang" in said else self.links)
        if said.get("property") == "og:image":
            # A picture has a whole address, for it is others who ask for it.
            self.note(urlsplit(said.get("content", "")).path, self.links)
        if tag == "form":
            self.form, self.fields = said.get("action", ""), {}
        if tag == "input" and said.get("name"):
            self.fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Note where a form leads that is sent off as it stands."""
        if tag == "form":
            self.note(f"{self.form}?{urlencode(self.fields)}", self.links)

    def note(self, link: str, where: dict[str, None]) -> None:
        """Note a link that stays in the public site; the desk opens to nobody who only follows links."""
        address = urljoin(self.address, link)
        if not urlsplit(address).netloc and not urlsplit(address).scheme and not address.startswith(DESK):
            where[address] = None


def write(found: Iterable[Found], file: Path) -> None:
    """Keep what was found for the other processes that test."""
    file.write_bytes(LIST.dump_json(list(found)))


def read(file: Path) -> list[Found]:
    """Read what was found."""
    return LIST.validate_json(file.read_bytes())


LIST: Final = TypeAdapter(list[Found])
