"""Releases of the Open Contracting Data Standard: read packages of a folder, and merge releases one after the other.

A release tells what changed in a contracting process on its day. Merged in the order of their dates, releases give what
was known of the process after each: objects are merged field by field, lists by the `id` of their items, all else is
replaced, and ``null`` takes away (https://standard.open-contracting.org/1.1/en/schema/merging/). A list whose items
have no `id` is replaced as a whole.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bilan.exchange.containers import MEGABYTE, Limits
from bilan.ledger.refusals import shown
from bilan.terms.problems import Place, Problem

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """A package of releases: its file, and what it says."""

    name: str
    told: Told

    @property
    def releases(self) -> list[Told]:
        """Return its releases in the order of their dates."""
        return sorted(objects(self.told, "releases"), key=lambda one: text(one, "date"))


def packages(path: Path, limits: Limits) -> Iterator[Package | Problem]:
    """Give the packages of releases in the JSON files of a folder; other JSON files are left alone."""
    for one in sorted(path.glob("*.json")):
        found = _opened(one, limits)
        if isinstance(found, Problem) or isinstance(found.told.get("releases"), list):
            yield found


def _opened(path: Path, limits: Limits) -> Package | Problem:
    place = Place(file=path.name)
    try:
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
        if len(content) > limits.file_bytes:
            return Problem("file_too_large", place, {"most": str(limits.file_bytes // MEGABYTE)})
        # Numbers are kept as they are written: 0.1 is one tenth, and no reader rounds an amount.
        told = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refused)
    except OSError as wrong:
        return Problem("file_unreadable", place, {"reason": shown(wrong.strerror)})
    except (ValueError, RecursionError) as wrong:
        return Problem("json_unreadable", place, {"reason": shown(str(wrong))})
    return Package(path.name, told if isinstance(told, dict) else {})


def _refused(constant: str) -> None:
    raise ValueError(constant)


def merged(before: Any, now: Any) -> Any:
    """Return what holds after a release.

    >>> merged({"a": 1, "b": [{"id": "x", "c": 1}]}, {"a": None, "b": [{"id": "x", "d": 2}, {"id": "y"}]})
    {'b': [{'id': 'x', 'c': 1, 'd': 2}, {'id': 'y'}]}
    """
    if isinstance(before, dict) and isinstance(now, dict):
        both = {**before, **{name: merged(before.get(name), value) for name, value in now.items()}}
        return {name: value for name, value in both.items() if value is not None}
    if isinstance(now, list) and _have_ids(now):
        # An item may be told twice in one list: both times it is the same item.
        items: dict[str, Any] = {}
        for one in (*(before if isinstance(before, list) and _have_ids(before) else ()), *now):
            items[str(one["id"])] = merged(items.get(str(one["id"]), {}), one)
        return list(items.values())
    return merged({}, now) if isinstance(now, dict) else now


def _have_ids(items: list[Any]) -> bool:
    return all(isinstance(one, dict) and "id" in one for one in items)


def objects(told: Told, name: str) -> list[Told]:
    """Return the objects of a list; what is no object, or no list, is none."""
    found = told.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def inside(told: Told, *names: str) -> Told:
    """Return an object inside an object, empty where it is not told."""
    for name in names:
        found = told.get(name)
        told = found if isinstance(found, dict) else {}
    return told


def text(told: Told, name: str) -> str:
    """Return a text without the spaces around it, empty where it is not told; a number is told as a text too."""
    found = told.get(name)
    return str(found).strip() if isinstance(found, str | int | Decimal) and not isinstance(found, bool) else ""


def day(told: Told, name: str) -> str:
    """Return the day of an instant as it is written, in the time of its place.

    >>> day({"date": "2018-03-31T23:59:59-06:00"}, "date")
    '2018-03-31'
    """
    return text(told, name)[:10]
