"""Read public-private partnerships told in OCDS for PPPs (profile 1.0 of the Open Contracting Data Standard).

Each release is a source, published on its day. What holds after it becomes entries, and what a later release changes
becomes their replacements, so that one can ask what was known on any day. A process with a contract becomes:

* the *plan*, of ``planning.project``, over the periods of its contracts; several processes become projects of one plan;
* a *party* for each organisation; who answers for the plan is the procuring entity, else the buyer;
* an *agreement* for each contract;
* its *obligations*: milestones of the contract and of its implementation; each observation of ``agreedMetrics``, with
  what ``implementation.metrics`` observed; ``riskAllocation``; ``performanceFailures`` with their penalties;
* *amendments*, *contributions* (``finance``), the *budget* of planning, and *transactions*.

Read into it, and said in the note of the entry: a milestone due on the day of a target, whose text names its number, is
that target and no second obligation; more of a metric is meant to be better; the penalty is in the only currency of the
process; the word on a milestone is declared, for the profile does not tell who looked. A milestone that is "not met" is
told so on the day it was last reviewed, else on that of the release.

What it cannot carry is counted, one warning for each sort: tariffs, charges, shareholders, documents, items, forecasts,
tender, bids, awards, ratios of finance, a penalty contracted in words, a milestone that was met in part, a measure that
is no number. A list that a later release leaves out still stands, as the standard has it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bilan.exchange import ocds_ppp_contract as contracts
from bilan.exchange.containers import USUAL, Limits
from bilan.exchange.foreign import put
from bilan.exchange.ocds_ppp_contract import Content, key_of
from bilan.exchange.releases import Package, Told, day, inside, merged, objects, packages, text
from bilan.exchange.steps import Put, Reading, Step
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place, Problem

PROFILE: Final = ("/ppp/", "public-private-partnerships")
OWNERS: Final = ("procuringEntity", "buyer")
OTHER_LANGUAGE: Final = "en"

Found = Step | Problem


def detect(path: Path) -> bool:
    """Tell whether a folder holds a package that says it follows the profile."""
    return any(isinstance(one, Package) and _follows(one.told) for one in packages(path, USUAL))


def _follows(told: Told) -> bool:
    named = told.get("extensions")
    return any(part in str(one) for one in (named if isinstance(named, list) else ()) for part in PROFILE)


def read(path: Path, limits: Limits = USUAL) -> Reading:
    """Read the releases of a folder in the order of their dates."""
    found, problems, counts = list[tuple[Package, Told]](), list[Problem](), dict[str, int]()
    for one in packages(path, limits):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            counts[one.name] = len(one.releases)
            found += [(one, release) for release in one.releases]
    found.sort(key=lambda pair: text(pair[1], "date"))
    processes = _Processes.of(found)
    told = [step for package, release in found for step in processes.steps(package, release)]
    problems += [one for one in told if isinstance(one, Problem)]
    problems += [one for process in processes.every.values() for one in process.left_out()]
    return Reading(tuple(one for one in told if not isinstance(one, Problem)), tuple(problems), counts)


@dataclass(slots=True)
class _Process:
    """A contracting process: what holds after the releases read so far, and what was recorded of it."""

    ocid: str
    file: str
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the key of the project: the one it has in planning, else that of the process."""
        return key_of(text(inside(self.told, "planning", "project"), "id") or self.ocid)

    @property
    def title(self) -> str:
        return text(inside(self.told, "planning", "project"), "title") or self.ocid

    def left_out(self) -> Iterator[Problem]:
        """Say what of the process became no entry, and how often it was told."""
        for name, count in contracts.left_out(self.told).items():
            values = {"what": name, "count": str(count), "process": self.ocid}
            yield Problem("left_out_by_format", Place(file=self.file), values, "warning")


@dataclass(slots=True)
class _Processes:
    """The processes of a folder, and the content of every entry made of them so far."""

    every: dict[str, _Process]
    frame: Content
    standing: dict[str, Content] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[tuple[Package, Told]]) -> "_Processes":
        """Look ahead at all releases: a plan has one name and one period, whenever they were told."""
        every: dict[str, _Process] = {}
        days: list[str] = []
        held = list(found)
        for package, release in held:
            one = every.setdefault(text(release, "ocid"), _Process(text(release, "ocid"), package.name))
            one.told = merged(one.told, release)
        for one in every.values():
            days += contracts.period_days(one.told)
        days = days or [day(release, "date") for _, release in held if day(release, "date")]
        frame: Content = {"starts_on": min(days, default=None), "ends_on": max(days, default=None)}
        frame["note"] = "Period of the contracts, from the first to the last day told."
        if len(every) == 1:
            frame |= {"key": next(iter(every.values())).key, "title": next(iter(every.values())).title}
        elif held:
            publisher = text(inside(held[0][0].told, "publisher"), "name") or held[0][0].name
            frame |= {"key": key_of("ppp", publisher), "title": f"Public-private partnerships told by {publisher}"}
        return cls({ocid: _Process(ocid, one.file) for ocid, one in every.items()}, frame)

    def steps(self, package: Package, release: Told) -> Iterator[Found]:
        """Give the steps of the next release: its source, and every entry that it makes or changes."""
        process = self.every[text(release, "ocid")]
        process.told = merged(process.told, release)
        origin = f"ocds-ppp:{process.ocid}:{text(release, 'id')}"
        source = key_of("src", process.ocid, text(release, "id"))
        place = Place(file=package.name)
        yield from _once(put("source", source, _source(package, release), plan=origin, place=place))
        for kind, key, content in self._entries(process, release):
            said = {name: value for name, value in content.items() if value not in (None, "")}
            if self.standing.get(key) == said:
                continue
            self.standing[key] = said
            sourced = {"source": source} if kind != "party" else {}
            yield from _once(put(kind, key, {**said, **sourced}, plan=origin, place=place))

    def _entries(self, process: _Process, release: Told) -> Iterator[tuple[str, str, Content]]:
        language = text(release, "language")
        parties = dict(_parties(process.told, language))
        yield from (("party", key, content) for key, content in parties.items())
        alone = len(self.every) == 1
        name = {_language(language): self.frame["title"]}
        owner = _owner(process.told) if alone else None
        period = {one: self.frame[one] for one in ("starts_on", "ends_on", "note")}
        currency = contracts.currency(process.told) if alone else None
        yield "plan", self.frame["key"], {"name": name, **period, "owner": owner, "currency": currency}
        node = self.frame["key"]
        if not alone:
            node = key_of("process", process.ocid)
            title = {_language(language): process.title}
            yield "node", node, {"parent": self.frame["key"], "node_kind": "project", "name": title}
        seen = contracts.Seen(process.ocid, process.told, node, _language(language), day(release, "date"))
        yield from seen.entries()


def _once(found: Iterable[Put | Problem]) -> Iterator[Found]:
    """Make of a state an event of the past: what a release told is not asked again when it is read again."""
    return (one if isinstance(one, Problem) else replace(one, once=True) for one in found)


def _source(package: Package, release: Told) -> Content:
    publisher, address = text(inside(package.told, "publisher"), "name"), text(package.told, "uri")
    told = {
        "title": f"{text(release, 'ocid')}, release {text(release, 'id')}",
        "publisher": publisher or package.name,
        "url": address if address.startswith(("http://", "https://")) else "",
        "published_on": day(release, "date"),
        "language": text(release, "language"),
        "source_kind": "data",
    }
    return {name: value for name, value in told.items() if value}


def _language(code: str) -> str:
    """Return the language of a label; a text in a language that labels do not have stands as English ones do."""
    return code if code in LANGUAGES else OTHER_LANGUAGE


def _named(told: Told) -> list[Told]:
    """Return the parties that have an identifier or a name."""
    return [one for one in objects(told, "parties") if text(one, "id") or text(one, "name")]


def _parties(told: Told, language: str) -> Iterator[tuple[str, Content]]:
    for one in _named(told):
        roles = set(map(str, one["roles"])) if isinstance(one.get("roles"), list) else set()
        identifier = inside(one, "identifier")
        scheme, number = text(identifier, "scheme"), text(identifier, "id")
        content: Content = {
            "name": text(one, "name") or text(one, "id"),
            "names": {_language(language): text(one, "name")} if text(one, "name") else None,
            "party_kind": "organisation",
            "role": "owner" if roles & set(OWNERS) else "partner" if roles else None,
            "role_words": ", ".join(sorted(roles)),
            "identifier": f"{scheme}-{number}" if contracts.is_identifier(f"{scheme}-{number}") else None,
        }
        yield contracts.party_key(one), content


def _owner(told: Told) -> str | None:
    """Return the party that answers for the process: the procuring entity, else the buyer."""
    for role in OWNERS:
        for one in _named(told):
            if isinstance(one.get("roles"), list) and role in one["roles"]:
                return contracts.party_key(one)
    return None
