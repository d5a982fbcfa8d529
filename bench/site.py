"""What the site costs: pages made anew and kept, a past day, the export, memory; beside an empty view and nginx."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import front, rival, serving, territories
from bench.table import Line, milliseconds, seconds
from bench.upkeep import cpu_of
from bilan.config.home import open_home

if TYPE_CHECKING:
    from bilan.tables.editions import Edition

PANORAMA: Final = "/fr/"
PANORAMA_BUDGET: Final = 0.060
KEPT_BUDGET: Final = 0.0007
INDICATOR_BUDGET: Final = 0.030
ENTRIES_BUDGET: Final = 0.008
EXPORT_BUDGET: Final = 3.0
MEMORY_BUDGET: Final = 200
PAST_BUDGET: Final = 2.0
HALF: Final = 0.5
ROUNDS: Final = 5
PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks the site within this process, through all that a request goes through."""

    client: Any

    def cpu(self, path: str) -> float:
        """Return the CPU of one answer, all of it read."""
        return cpu_of(lambda: self._read(path))

    def anew(self, path: str, times: int = 5) -> float:
        """Return the least CPU of making a page again, while the answers that it shows are kept."""
        self._read(path)
        return min(self._without_pages(path) for _ in range(times))

    def cold(self, path: str, times: int = 2) -> float:
        """Return the least CPU of a page that nobody has asked for on this day: its answers are computed, too."""
        return min(self._without_views(path) for _ in range(times))

    def _without_views(self, path: str) -> float:
        from bilan.acts import editions

        editions._view.cache_clear()  # noqa: SLF001 - what is kept is what is measured
        gc.collect()
        return self._without_pages(path)

    def _without_pages(self, path: str) -> float:
        from bilan.web.serving import KEPT

        KEPT.pages.clear()
        KEPT.size = 0
        return self.cpu(path)

    def _read(self, path: str) -> None:
        answer = self.client.get(path)
        if answer.status_code != 200:  # noqa: PLR2004 - what HTTP calls well
            raise AssertionError(path, answer.status_code)
        for _ in answer.streaming_content if answer.streaming else [answer.content]:
            pass


def lines(folder: Path, *, tenth: bool) -> Iterator[Line]:
    """Make the ledger, and measure line by line."""
    home = open_home(folder / "home")
    found: list[Edition] = []
    sites = territories.SITES // 10 if tenth else territories.SITES
    spent = cpu_of(lambda: found.append(territories.make(home, sites)))
    yield Line(f"Record and publish {found[0].size:,} entries", seconds(spent))
    reader = _reader()
    yield from pages(reader)
    yield from downloads(reader, found[0])
    with serving.site(home.folder) as server:
        yield from small_pages(server, found[0], folder)
        yield from memory(server)
    with serving.site(home.folder, workers=2) as server:
        yield from loaded(server)
        yield from front.lines(server, folder)
    yield from front.after_a_checkpoint(folder)


def _reader() -> Reader:
    from django.core.management import call_command
    from django.test import Client

    call_command("collectstatic", interactive=False, verbosity=0)
    return Reader(Client(headers={"accept-encoding": "br"}))


def _judged(what: str, cpu: float, budget: float) -> Line:
    return Line(what, milliseconds(cpu), budget=milliseconds(budget), kept=cpu <= budget)


def pages(reader: Reader) -> Iterator[Line]:
    """Measure pages of today, and those of a past day beside them."""
    past = f"/fr/{territories.PAST}/{territories.PAST}/"
    cold, before = reader.cold(PANORAMA), reader.cold(past)
    yield _judged("Panorama, nothing kept: answers computed anew", cold, PANORAMA_BUDGET)
    anew, before_anew = reader.anew(PANORAMA), reader.anew(past)
    yield _judged("Panorama, answers kept, page made anew", anew, PANORAMA_BUDGET)
    yield _judged("Page of an indicator, answers kept", reader.anew("/fr/indicators/ind-4/"), INDICATOR_BUDGET)
    yield _beside("Panorama of a past day, beside today, nothing kept", before, cold)
    yield _beside("Panorama of a past day, beside today, answers kept", before_anew, anew)


def _beside(what: str, ours: float, beside: float) -> Line:
    ratio = ours / beside
    return Line(what, milliseconds(ours), milliseconds(beside), f"{ratio:.2f}", "2", ratio <= PAST_BUDGET)


def downloads(reader: Reader, edition: "Edition") -> Iterator[Line]:
    """Measure the whole edition in one file, and the CSV of its statements."""
    whole = reader.cpu(f"/editions/{edition.name}.zip")
    size = sum(int(facts["bytes"]) for facts in edition.files.values()) / 1e6
    yield Line(
        f"The whole edition, streamed ({size:,.0f} MB)", seconds(whole), budget="3 s", kept=whole <= EXPORT_BUDGET
    )
    yield Line("The statements as CSV, streamed", seconds(reader.cpu("/fr/data/statement.csv")))


def small_pages(server: serving.Server, edition: "Edition", folder: Path) -> Iterator[Line]:
    """Measure pages of fifty entries, each another one, by the CPU of the server; beside Datasette on as many rows."""
    last = edition.size // 50
    server.get(f"/fr/entries/page/{last // 2}/")
    numbers = count(last // 2 + 1)
    ours = _each(server, lambda: f"/fr/entries/page/{next(numbers)}/")
    line = _judged("Page of fifty entries", ours, ENTRIES_BUDGET)
    with rival.datasette(edition, folder) as other:
        if other is None:
            yield line
            return
        after = count(edition.size // 2, 50)
        theirs = _each(other, lambda: rival.page(next(after)))
    yield Line(
        line.what + ", beside Datasette",
        line.ours,
        milliseconds(theirs),
        f"{ours / theirs:.1f}",
        line.budget,
        line.kept,
    )


def _each(server: serving.Server, path: Callable[[], str]) -> float:
    def ask() -> None:
        for _ in range(PAGES):
            if server.get(path()).status != 200:  # noqa: PLR2004 - as above
                raise AssertionError

    ask()
    return min(server.spent(ask) for _ in range(ROUNDS)) / PAGES


def memory(server: serving.Server) -> Iterator[Line]:
    """Measure what a worker holds after it has made pages of every sort."""
    yield Line("Memory of a worker after fifty entries a page", f"{server.memory():.0f} MB")
    paths = ["", "plan/", "indicators/", "territories/", *(f"indicators/ind-{one}/" for one in range(3))]
    for path in paths:
        server.get(f"/fr/{path}")
    held = server.memory()
    yield Line(
        "and after panorama, road map, indicators, territories",
        f"{held:.0f} MB",
        budget="200 MB",
        kept=held <= MEMORY_BUDGET,
    )


def loaded(server: serving.Server) -> Iterator[Line]:
    """Load the panorama that every worker has kept, beside an empty view of the same server."""
    for _ in range(8):
        server.get(PANORAMA, accept_encoding="br")
    rates = [(server.load(PANORAMA, accept_encoding="br"), server.load("/empty")) for _ in range(ROUNDS)]
    cpu, least = (min(pair[which].cpu for pair in rates) for which in (0, 1))
    yield Line(
        "Panorama from what was kept, CPU of the server, beside an empty view",
        milliseconds(cpu), milliseconds(least), f"{cpu / least:.1f}", milliseconds(KEPT_BUDGET), cpu <= KEPT_BUDGET,
    )  # fmt: skip
    # Others use the machine as well: of the pairs measured one after the other, the one in the middle.
    ours, empty = sorted(rates, key=lambda pair: pair[0].a_second / pair[1].a_second)[ROUNDS // 2]
    share = ours.a_second / empty.a_second
    yield Line(
        "the same, 8 clients",
        f"{ours.a_second:,.0f}/s",
        f"{empty.a_second:,.0f}/s",
        f"{share:.2f}",
        "0.5",
        share >= HALF,
    )
