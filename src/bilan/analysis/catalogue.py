"""The catalogue: every analysis, in an order in which each comes after those it reads.

To add one: write its module and name it here. Its command, CSV, JSON and page of the reference follow from this line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from bilan.analysis import (
    agreements,
    backtest,
    benchmark_class,
    benchmark_rank,
    benchmarks,
    benefit,
    benefit_concentration,
    benefit_told,
    candour,
    candour_pairs,
    claims,
    cohorts,
    cohorts_stays,
    cohorts_survival,
    colocation,
    colocation_account,
    colocation_tornado,
    contradictions,
    due,
    forecast,
    forecast_panel,
    forecast_path,
    forecast_points,
    forecast_together,
    obligations,
    offshoring,
    offshoring_sites,
    pace,
    panorama,
    partners,
    pooling,
    pooling_overlaps,
    pooling_plan,
    practices,
    progress,
    quality,
    rater_calibration,
    rates,
    rating_clash,
    reliability,
    revision_noise,
    revisions,
    rollup,
    schedule,
    skills,
    skills_cells,
    skills_clusters,
    skills_related,
    skills_shift,
    skills_special,
    spending,
    trade,
    trade_shares,
    undertakings,
    verified_value,
)
from bilan.analysis.asking import Analysis, Row
from bilan.tables.editions import Edition
from bilan.tables.session import IN_MEMORY, Session, open_session

MODULES: Final = (
    progress, pace, rollup, revisions, rates, contradictions, quality, spending, undertakings, candour_pairs, candour,
    verified_value, schedule, due,
    obligations, agreements, partners,
    skills_cells, skills, skills_shift, skills_special, skills_related, skills_clusters,
    cohorts_stays, cohorts_survival, cohorts,
    colocation_account, colocation, colocation_tornado,
    offshoring, offshoring_sites, benefit_told, benefit, benefit_concentration,
    trade, trade_shares, practices, benchmark_class, benchmark_rank, benchmarks,
    claims,
    pooling, pooling_overlaps, pooling_plan,
    forecast_points, forecast_panel, revision_noise, forecast, forecast_path, forecast_together,
    backtest, reliability, rating_clash, rater_calibration,
)  # fmt: skip
CATALOGUE: Final[Mapping[str, Analysis]] = {one.ANALYSIS.name: one.ANALYSIS for one in MODULES}


# So many earlier days are kept answered, of all editions together.
DAYS_KEPT: Final = 48


class UnknownAnalysis(LookupError):
    """No analysis of that name; `name` is what was asked for."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"no analysis {name!r}; there are {', '.join(CATALOGUE)}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an analysis, with what they were computed from."""

    analysis: Analysis
    session: Session
    rows: list[Row]


Known = dict[str, list[Row]]


def ask(
    session: Session, name: str, options: Mapping[str, float] | None = None, *, known: Known | None = None
) -> Answer:
    """Ask an analysis of a session, after those whose answers it reads; `options` are numbers chosen for it.

    `known` are answers that this session gave already where nothing was chosen; those of others are added to it.
    """
    analysis = _prepared(session, name)
    chosen: dict[str, Any] = dict(analysis.chosen(options or {}))
    kept = {} if known is None else known
    given: dict[str, Any] = {}
    if analysis.given:
        given["answers"] = {one: _given(session, one, _shared(one, chosen), kept) for one in analysis.given}
    if analysis.replays:
        days = analysis.origins(session, **chosen)
        # One day after the other: what is done with is forgotten.
        given["replayed"] = ((day, _on(session, day, analysis.replays)) for day in days)
    return Answer(analysis, session, analysis.ask(session, **chosen, **given))


def _given(session: Session, name: str, options: Mapping[str, float], known: Known) -> list[Row]:
    """Return the rows of an analysis, asked once where nothing was chosen."""
    if options != CATALOGUE[name].chosen({}):
        return ask(session, name, options).rows
    if name not in known:
        known[name] = ask(session, name, known=known).rows
    return known[name]


def _on(session: Session, day: date, names: tuple[str, ...]) -> Known:
    """Answer as on an earlier day: with what is about days until then, and was public then.

    Of an edition that is held in memory the answers are kept: whoever looks at one day of it soon looks at another.
    """
    edition = session.edition
    same = _Same(edition, sha256(repr(sorted(edition.files.items())).encode()).digest())
    return (_kept if edition.size <= IN_MEMORY else _asked_on)(same, day, names)


@dataclass(frozen=True, slots=True)
class _Same:
    """An edition, the same as another when all its files are."""

    edition: Edition = field(compare=False)
    digest: bytes


def _asked_on(same: _Same, day: date, names: tuple[str, ...]) -> Known:
    earlier = open_session(same.edition, as_of=day, known_on=day)
    known: Known = {}
    return {name: _given(earlier, name, CATALOGUE[name].chosen({}), known) for name in names}


_kept: Final = lru_cache(maxsize=DAYS_KEPT)(_asked_on)


def _shared(name: str, chosen: Mapping[str, float]) -> dict[str, float]:
    """Return those options that an analysis whose rows are given takes too: it is asked with the same numbers."""
    return {one.name: chosen[one.name] for one in CATALOGUE[name].options if one.name in chosen}


def hold(session: Session, name: str) -> None:
    """Keep the answer of an analysis that is one query as a table of the session; none of its rows is fetched."""
    analysis = _prepared(session, name)
    if analysis.query is None:
        raise UnknownAnalysis(name)
    session.keep(name, analysis.query)


def _prepared(session: Session, name: str) -> Analysis:
    """Let stand what an analysis reads: the tables of entries, and the answers of others."""
    if name not in CATALOGUE:
        raise UnknownAnalysis(name)
    analysis = CATALOGUE[name]
    for earlier in analysis.after:
        hold(session, earlier)
    session.need(analysis.reads)
    return analysis


def see(session: Session, answer: Callable[[str], list[Row]] | None = None) -> panorama.Panorama:
    """Ask what the panorama needs, and assemble it; whoever keeps answers gives them by name."""
    for name in panorama.HOLDS:
        hold(session, name)
    asked = answer or (lambda name: ask(session, name).rows)
    return panorama.assemble(session, {name: asked(name) for name in panorama.NEEDS})
