"""A small client: every answer as the site gives it, its bytes untouched; problems as exceptions; proofs verified here.

>>> from bilan.client import Client
>>> with Client("https://plan.example.org") as client:  # doctest: +SKIP
...     client.panorama(as_of="2013-12-31")["lines"][0]["declared_progress"]
0.81
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self
from uuid import uuid4

import httpx

from bilan.client.copies import copy_tables
from bilan.ledger.verifier import verify_receipt

PREFIX: Final = "/api/v1"
SECONDS: Final = 60.0
# What only reads, or has an idempotency key, is asked again so often.
TRIES: Final = 4
FIRST_WAIT: Final = 0.5
LATER: Final = frozenset({502, 503, 504})
PENDING: Final = "idempotency_pending"
A_PAGE: Final = 500
Told = dict[str, Any]


class Refused(Exception):
    """The site refuses: the code, the status and the sentence, and each problem with its place."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        """Keep what was told."""
        said = [told.get("detail") or f"status {status}", *(str(one.get("said")) for one in told.get("problems", ()))]
        super().__init__(" ".join(said))
        self.status = status
        self.code = str(told.get("code", ""))
        self.problems: Sequence[Told] = told.get("problems", ())
        self.told = dict(told)


class Unreachable(Exception):
    """There is no answer from the site; keeps its address and the reason."""

    def __init__(self, url: str, why: object) -> None:
        """Keep both."""
        super().__init__(f"no answer from {url}: {why}")
        self.url, self.why = url, str(why)


class NotProved(Exception):
    """A receipt does not verify: what the site says is not in the log of that key; keeps the findings."""

    def __init__(self, number: int, findings: Sequence[object]) -> None:
        """Keep them."""
        super().__init__(f"the receipt of entry {number} does not verify: {findings}")
        self.number, self.findings = number, findings


@dataclass
class Client:
    """A site of Bilan, asked over HTTP; with a token, somebody's program.

    `transport` is another way to it, such as a WSGI application of the same process.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    language: str = "en"
    transport: httpx.BaseTransport | None = None
    wait: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Make the connection."""
        named = {"Accept-Language": self.language, "User-Agent": "bilan-client"}
        if self.token:
            named["Authorization"] = f"Bearer {self.token}"
        self._http = httpx.Client(
            base_url=self.url.rstrip("/"), headers=named, timeout=SECONDS, transport=self.transport,
            trust_env=self.transport is None,
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self, sort: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    # Read.

    def panorama(self, **cut: str | None) -> Told:
        """Return the panorama; `as_of`, `known_on`, `edition` choose the cut."""
        return self._json(self.text("/panorama", **cut))

    def indicator(self, key: str, **cut: str | None) -> Told:
        """Return all that is told of an indicator."""
        return self._json(self.text(f"/indicators/{key}", **cut))

    def analysis(self, name: str, **asked: Any) -> Told:
        """Return the rows of an analysis; its options are given by name, beside the cut, `columns` and `where`."""
        return self._json(self.text(f"/analyses/{name}", **asked))

    def entry(self, which: int | str) -> Told:
        """Return an entry by its number, or the latest one of a key."""
        return self._json(self.text(f"/entries/{which}" if isinstance(which, int) else f"/keys/{which}"))

    def entries(self, *, after: int | None = None, **asked: str | None) -> Iterator[Told]:
        """Give the entries in their order, page after page; `kind` and `key` choose some."""
        while True:
            page = self._json(self.text("/entries", after=after, limit=A_PAGE, **asked))
            yield from page["entries"]
            after = page["next"]
            if after is None:
                return

    def table(self, kind: str, form: str, into: BinaryIO, **cut: str | None) -> None:
        """Write a whole table into a file that is open: as csv, ndjson or parquet."""
        with self._http.stream("GET", f"{PREFIX}/tables/{kind}", params=_given(format=form, **cut)) as answer:
            if answer.status_code != httpx.codes.OK:
                answer.read()
                raise _refused(answer)
            into.writelines(answer.iter_bytes())

    def receipt(self, number: int, *, key: str) -> Told:
        """Return the receipt of an entry, verified against the key of the log that you hold."""
        told = self._json(self.text(f"/entries/{number}/receipt"))
        report = verify_receipt(told, key)
        if not report.ok or told.get("number") != number:
            raise NotProved(number, report.findings)
        return told

    def editions(self) -> Told:
        """Return the editions there are."""
        return self._json(self.text("/editions"))

    def edition(self, name: str | None = None) -> Path:
        """Return the folder of a copy of an edition, the newest when none is named: anyone can compute from it."""
        known = self.editions()
        wanted = name or known["current"]
        found = [one["edition"] for one in known["editions"] if one["edition"].startswith((wanted or "")[:16])]
        if len(found) != 1:
            raise Refused(httpx.codes.NOT_FOUND, {"code": "edition_missing", "detail": f"no edition {wanted}"})
        return copy_tables(self.file, found[0], self.url)

    def file(self, path: str) -> bytes:
        """Return a file that the site hands out, as one of an edition."""
        return self._ask("GET", path, room="").content

    def text(self, path: str, **asked: Any) -> str:
        """Return an answer as the site wrote it."""
        return self._ask("GET", path, params=_given(**asked)).text

    # Propose and decide.

    def draft(
        self, kind: str, cells: Mapping[str, str] | None = None, *, key: str | None = None, **content: Any
    ) -> Told:
        """Draft an entry from cells as in a file, or from fields by name."""
        body = {"kind": kind, "key": key, "cells": dict(cells or {}), "content": content}
        return self._act("POST", "/drafts", body)

    def change(self, draft: Mapping[str, Any], cells: Mapping[str, str]) -> Told:
        """Change a draft as it was read; not when it was changed since."""
        version = {"If-Match": f'"{draft["version"]}"'}
        return self._act("PUT", f"/drafts/{draft['id']}", {"cells": dict(cells)}, **version)

    def drafts(self, state: str | None = None) -> Iterator[Told]:
        """Give one's own drafts, the newest first."""
        after: str | None = None
        while True:
            page = self._json(self.text("/drafts", state=state, after=after))
            yield from page["drafts"]
            after = page["next"]
            if after is None:
                return

    def submit(self, *drafts: str) -> Told:
        """Submit drafts, all or none."""
        return self._act("POST", "/submissions", {"drafts": drafts})

    def drop(self, draft: str) -> None:
        """Give a draft up."""
        self._act("DELETE", f"/drafts/{draft}", None)

    def queue(self) -> list[Told]:
        """Return what others submitted within one's reach."""
        return list(self._json(self.text("/review", limit=200))["drafts"])

    def accept(self, *drafts: Mapping[str, Any]) -> Told:
        """Accept proposals as they were read."""
        return self._act("POST", "/acceptances", {"drafts": [_seen(one) for one in drafts]})

    def send_back(self, *drafts: Mapping[str, Any], words: str) -> Told:
        """Send proposals back as they were read, with words for their author."""
        return self._act("POST", "/returns", {"drafts": [_seen(one) for one in drafts], "words": words})

    def upload(self, path: str | Path, *, kind: str | None = None) -> Told:
        """Send a table of proposals; it is looked at, and nothing is proposed before `confirm`."""
        place = Path(path)
        with place.open("rb") as file:
            sent = {"file": (place.name, file)}
            return self._json(self._once("POST", "/uploads", files=sent, data={"kind": kind} if kind else None).text)

    def uploaded(self, upload: str) -> Told:
        """Tell how far a table has come."""
        return self._json(self.text(f"/uploads/{upload}"))

    def confirm(self, upload: str) -> Told:
        """Submit what a table proposes."""
        return self._json(self._once("POST", f"/uploads/{upload}/confirm").text)

    def _act(self, method: str, path: str, body: Any, **headers: str) -> Told:
        """Act once, however often it has to be sent: each act has a key of its own."""
        named = {"Idempotency-Key": uuid4().hex, **headers}
        answer = self._ask(method, path, json=body, headers=named)
        return self._json(answer.text) if answer.content else {}

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask, and ask again where that does no harm and may help."""
        for tried in range(TRIES):
            last = tried == TRIES - 1
            try:
                return self._once(method, path, **how)
            except Refused as refused:
                if last or not (refused.status in LATER or refused.code == PENDING):
                    raise
            except Unreachable:
                if last:
                    raise
            self.wait(FIRST_WAIT * 2**tried)
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, path: str, *, room: str = PREFIX, **how: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, f"{room}{path}", **how)
        except httpx.HTTPError as failed:
            raise Unreachable(self.url, failed) from failed
        if answer.is_success:
            return answer
        raise _refused(answer)

    @staticmethod
    def _json(text: str) -> Told:
        told: Told = json.loads(text)
        return told


def token_of_environment() -> str | None:
    """Return the token that the environment gives, in BILAN_TOKEN."""
    return os.environ.get("BILAN_TOKEN") or None


def _refused(answer: httpx.Response) -> Refused:
    try:
        told = answer.json()
    except ValueError:
        told = {}
    return Refused(answer.status_code, told if isinstance(told, dict) else {})


def _given(**asked: Any) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _seen(draft: Mapping[str, Any]) -> Told:
    return {"id": draft["id"], "version": draft["version"]}
