"""People at the desk, as a server sees them: a session each, pages read, forms filled in and sent."""

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import httpx

from bench.serving import CPU

READ: Final = (
    "/fr/", "/ar/", "/fr/indicators/", "/fr/indicators/ind-egov-operational/", "/fr/audit/", "/fr/entries/",
)  # fmt: skip
AT_DESK: Final = ("/desk/", "/desk/figures/", "/desk/calendar/")
INDICATOR: Final = "ind-egov-operational"
THINKS: Final = (0.3, 1.2)
PATIENCE: Final = 120
FOUND: Final = 302
CONFLICT: Final = 409


@dataclass(slots=True)
class Seen:
    """What one person saw: the CPU of each sort of answer, what went wrong, what was acknowledged."""

    cpu: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    submitted: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    overtaken: int = 0


@dataclass(slots=True)
class Visitor:
    """Somebody with a session; `random` makes each one's day another."""

    client: httpx.Client
    random: random.Random
    seen: Seen

    def get(self, path: str, sort: str) -> httpx.Response:
        """Read a page."""
        return self._told(self.client.get(path), sort)

    def send(self, path: str, sort: str, fields: Mapping[str, str]) -> httpx.Response:
        """Send a form."""
        token = self.client.cookies.get("bilan_csrf") or ""
        return self._told(self.client.post(path, data={**fields, "csrfmiddlewaretoken": token}), sort)

    def read(self) -> None:
        """Read some page of the site or of the desk."""
        path = self.random.choice((*READ, *AT_DESK))
        self.get(path, "a page of the desk" if path in AT_DESK else "a page of the site")

    def draft(self) -> None:
        """Fill in a figure, page by page, and submit it."""
        begin = f"/desk/figures/new/statement/?indicator={INDICATOR}"
        first = self.get(begin, "an empty form")
        value = str(self.random.randrange(20, 40))
        sent = self.send(begin, "a draft", {"token": hidden(first, "token"), "indicator": INDICATOR, "then": "next"})
        paper = sent.headers.get("location", "").split("/")[3:4]
        for stage, cells in self._cells(value).items():
            if not paper or sent.status_code != FOUND:
                self.seen.wrong.append(f"{stage}: {sent.status_code}")
                return
            here = sent.headers["location"]
            version = hidden(self.get(here, "a form"), "version")
            sent = self.send(here, "a draft", {**cells, "version": version, "then": "next"})
        self._submit(sent.headers["location"], paper[0], value)

    def _submit(self, check: str, paper: str, value: str) -> None:
        page = self.get(check, "the check of a draft")
        answers = dict.fromkeys(re.findall(r'name="(answer-[\w-]+)"', page.text), "as the ministry says")
        sent = self.send(check, "a submission", {**answers, "version": hidden(page, "version"), "then": "submit"})
        if sent.status_code == FOUND:
            self.seen.submitted[paper] = value
        else:
            self.seen.wrong.append(f"submit: {sent.status_code}")

    def _cells(self, value: str) -> dict[str, dict[str, str]]:
        month = self.random.randrange(1, 13)
        return {
            "value": {"value": value, "unit": "projects"},
            "when": {"about": f"2012-{month:02}", "said_on": "2013-02-05"},
            "who": {"nature": "declared", "organisation": "org-mcint"},
            "source": {"source": "src-telquel-2014-09-cour"},
        }

    def judge(self) -> None:
        """Look at the oldest figure that waits, or one near it, and accept it."""
        queue = self.get("/desk/review/", "the queue")
        waiting = re.findall(r'href="/desk/review/([0-9a-f]{32})/', queue.text)
        if not waiting:
            return
        paper = self.random.choice(waiting[:5])
        page = self.get(f"/desk/review/{paper}/", "a figure in review")
        if page.status_code != httpx.codes.OK:
            return
        version = hidden(page, "version")
        if not version:  # the page says that somebody else has decided meanwhile, and has no form
            self.seen.overtaken += 1
            return
        sent = self.send(f"/desk/review/{paper}/accept/", "an acceptance", {"version": version})
        if sent.status_code == FOUND:
            self.seen.accepted.add(paper)
        elif sent.status_code == CONFLICT:
            self.seen.overtaken += 1
        else:
            self.seen.wrong.append(f"accept: {sent.status_code}")

    def _told(self, answer: httpx.Response, sort: str) -> httpx.Response:
        self.seen.cpu.setdefault(sort, []).append(float(answer.headers.get(CPU, "nan")))
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            self.seen.wrong.append(f"{sort}: {answer.status_code}")
        return answer


def hidden(page: httpx.Response, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page.text)
    return found[1] if found else ""


def day_of(visitor: Visitor, acts: tuple[Callable[[Visitor], None], ...], until: float) -> None:
    """Let somebody work until the day ends."""
    while time.monotonic() < until:
        try:
            visitor.random.choice(acts)(visitor)
        except httpx.HTTPError as gone:
            visitor.seen.wrong.append(repr(gone))
        time.sleep(visitor.random.uniform(*THINKS))


@contextmanager
def visiting(address: str, session: str, seed: int) -> Iterator[Visitor]:
    """Open the browser of somebody who has a session."""
    with httpx.Client(base_url=address, cookies={"bilan_session": session}, timeout=PATIENCE) as client:
        yield Visitor(client, random.Random(seed), Seen())


def crowd(address: str, officers: list[str], verifiers: list[str], seconds: float) -> list[Seen]:
    """Let all work at once; return what each saw."""
    until, seen = time.monotonic() + seconds, list[Seen]()

    def work(session: str, seed: int, acts: tuple[Callable[[Visitor], None], ...]) -> None:
        with visiting(address, session, seed) as visitor:
            seen.append(visitor.seen)
            day_of(visitor, acts, until)

    kinds = [
        *((one, (Visitor.read, Visitor.read, Visitor.draft)) for one in officers),
        *((one, (Visitor.read, Visitor.judge, Visitor.judge, Visitor.judge)) for one in verifiers),
    ]
    threads = [threading.Thread(target=work, args=(one, seed, acts)) for seed, (one, acts) in enumerate(kinds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return seen
