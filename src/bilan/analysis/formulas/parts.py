"""Put figures on parts of one whole together: one figure a part, and what may lie where nobody told.

Question: What has each sector, region, size of firm or public, when some are told directly, some only through smaller
    parts, some in another classification and some not at all?
Formula: a figure told of a part itself stands. Else the figures of smaller parts of it are added up where they do not
    overlap; since others may be missing, the sum is a lower bound and its upper bound is open. A figure that may lie in
    several parts (one code of an old classification, several sections of ISIC 4) raises the upper bound of each of
    them and the lower bound of none.
Unit: that of the figures; amounts stay exact.
Missing: `lay_out` gives every part of the whole: those that nobody told of lie between zero and the rest of the total,
    and no part may have more than the others leave.
Errors: none. Parts that exceed the total told contradict it, as rates of regions do that of the country: they are then
    no parts of a whole, and `Laid.contradicts` says so.
Source: sections of ISIC 4 by `bilan.terms.sectors`; editions of regions and sizes of firms by `bilan.terms.codes`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bilan.analysis.formulas.concentration import Part
from bilan.terms.codes import code_list
from bilan.terms.sectors import SECTIONS, sections_of

SIZES: Final = ("micro", "small", "medium", "large")
# Small and medium firms told together leave these parts of all firms.
SIZES_TOGETHER: Final = ("micro", "sme", "large")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of one part: a figure between bounds, how it came about, and the entries behind it."""

    value: Decimal | None
    low: Decimal
    high: Decimal | None
    entries: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    abouts: frozenset[str | None] = frozenset()
    added: int = 1
    split: bool = False

    @property
    def part(self) -> Part:
        """Return its bounds as numbers of statistics."""
        return Part(float(self.low), math.inf if self.high is None else float(self.high))


def added(figures: Iterable[Figure], *, is_open: bool) -> Figure:
    """Return the sum of figures that do not overlap; where others may be missing, it is open."""
    held = list(figures)
    values, highs = [one.value for one in held], [one.high for one in held]
    told_values, told_highs = [one for one in values if one is not None], [one for one in highs if one is not None]
    return Figure(
        value=sum(told_values, Decimal(0)) if len(told_values) == len(values) else None,
        low=sum((one.low for one in held), Decimal(0)),
        high=None if is_open or len(told_highs) < len(highs) else sum(told_highs, Decimal(0)),
        entries=frozenset().union(*(one.entries for one in held)),
        days=frozenset().union(*(one.days for one in held)),
        abouts=frozenset().union(*(one.abouts for one in held)),
        added=sum(one.added for one in held),
    )


def in_sections(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return what each section of ISIC 4 has, from figures told in any classification.

    Of one section, a code of ISIC 4 itself stands before a section of another classification, and that before smaller
    parts; these are added up within one classification, the one that tells most of them, and without what lies within
    another of them.
    """
    sure: dict[str, list[str]] = {}
    for code in figures:
        sections = sections_of(code)
        if len(sections) == 1:
            sure.setdefault(f"{sections[0]}@ISIC4", []).append(code)
    whole = {section: figures[one] for section, codes in sure.items() if (one := _whole_of(codes))}
    found = {section: whole.get(section) or _smaller(codes, figures) for section, codes in sure.items()}
    for code, figure in figures.items():
        sections = sections_of(code)
        for section in (f"{one}@ISIC4" for one in sections if len(sections) > 1):
            # What is told of the section itself holds, whatever is in the other figure.
            if section not in whole:
                found[section] = _raised(found.get(section), figure)
    return found


def _whole_of(codes: Sequence[str]) -> str | None:
    """Return the code that is a whole section, that of ISIC 4 if there is one."""
    whole = sorted((code for code in codes if code.partition("@")[0].isalpha()), key=lambda code: "@ISIC4" not in code)
    return whole[0] if whole else None


def _smaller(codes: Sequence[str], figures: Mapping[str, Figure]) -> Figure:
    by_scheme: dict[str, list[str]] = {}
    for code in sorted(codes):
        by_scheme.setdefault(code.partition("@")[2], []).append(code)
    most = max(by_scheme.values(), key=len)
    bare = {code.partition("@")[0] for code in most}
    apart = [code for code in most if not any(_within(code, one) for one in bare)]
    return added((figures[code] for code in apart), is_open=True)


def _within(code: str, other: str) -> bool:
    own = code.partition("@")[0]
    return own != other and own.startswith(other)


def _raised(known: Figure | None, figure: Figure) -> Figure:
    """Return what is known of a section to which a figure that may lie in several may belong."""
    base = known or Figure(None, Decimal(0), Decimal(0), added=0)
    high = None if base.high is None or figure.high is None else base.high + figure.high
    return replace(base, high=high, entries=base.entries | figure.entries, split=True)


def places(by: str, scheme: str | None, codes: Iterable[str]) -> tuple[str, ...] | None:
    """Return the parts that make the whole of a dimension; none where that is open, or where parts overlap.

    >>> places("size", None, ["sme"])
    ('micro', 'sme', 'large')
    """
    told = set(codes)
    if by == "sector":
        return tuple(f"{section}@ISIC4" for section in SECTIONS)
    if by == "region" and scheme:
        country, _, edition = scheme.partition("@")
        listed = (code for code in code_list("region") if code.startswith(country) and code.endswith(f"@{edition}"))
        return tuple(listed)
    if by == "size":
        sizes = SIZES_TOGETHER if "sme" in told else SIZES
        return sizes if told <= set(sizes) else None
    return None


@dataclass(frozen=True, slots=True)
class Laid:
    """The parts of one whole: each told figure or none, and the total when it was told or follows."""

    figures: Mapping[str, Figure | None]
    is_whole: bool
    total: Figure | None = None
    contradicts: bool = False
    parts: Mapping[str, Part] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """Return of how many parts a figure is told."""
        return sum(one is not None and one.added > 0 for one in self.figures.values())

    @property
    def of(self) -> int | None:
        """Return how many parts there are, none where that is open."""
        return len(self.figures) if self.is_whole else None


def lay_out(figures: Mapping[str, Figure], where: Sequence[str] | None, total: Figure | None) -> Laid:
    """Return the parts of a whole, those nobody told of between zero and the rest of the total."""
    laid: dict[str, Figure | None] = {code: figures.get(code) for code in where or sorted(figures)}
    is_whole = where is not None
    contradicts = is_whole and total is not None and _beyond(laid, total)
    held = None if contradicts else total
    if is_whole and total is None and all(one and one.added and not one.split for one in laid.values()):
        every = added((one for one in laid.values() if one), is_open=False)
        held = None if every.value is None else every
    if is_whole and held is not None:
        laid = {code: one and _capped(one, laid, held) for code, one in laid.items()}
    rest = _rest(laid, held) if is_whole else None
    parts = {code: one.part if one else Part(0, math.inf if rest is None else rest) for code, one in laid.items()}
    return Laid(laid, is_whole, held, contradicts, parts)


def _beyond(laid: Mapping[str, Figure | None], total: Figure) -> bool:
    left = _left(laid, total)
    return left is not None and left < 0


def _capped(one: Figure, laid: Mapping[str, Figure | None], total: Figure) -> Figure:
    """Return a figure that leaves the others what they have at least."""
    rest = _left(laid, total)
    if rest is None:
        return one
    most = rest + one.low
    return replace(one, high=most if one.high is None else min(one.high, most))


def _left(laid: Mapping[str, Figure | None], total: Figure) -> Decimal | None:
    """Return what of the total is left when every part has what it has at least."""
    lows = sum((one.low for one in laid.values() if one), Decimal(0))
    return None if total.high is None else total.high - lows


def _rest(laid: Mapping[str, Figure | None], total: Figure | None) -> float | None:
    left = None if total is None else _left(laid, total)
    return None if left is None else float(left)
