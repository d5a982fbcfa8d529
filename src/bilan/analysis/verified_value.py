"""Say what an audit is likely to find behind the newest declared figure of each thing.

Question: Somebody declared so much: which verified value stands behind it, with which chance is the target really met?
Formula: of the pairs of `candour_pairs`, as percent of the target, what audits found where others declared about as
    much, shifted by what they found behind the figures of the same reporter (`bilan.analysis.formulas.verifying`).
    Low, median and high are the values at 10, 50 and 90 percent; the same for a reporter without a record is what the
    class alone says. The chance that the target is met is held between 3 and 97 percent.
Unit: Values in the unit of the indicator; the chance as a share of 1.
Shape: One row per indicator, subject and region whose newest figure was declared.
Missing: Without a better direction, a number above zero and, where there is a target, one above zero, `cannot` says
    why. A figure without a target is held against itself. Where a verified figure is about a day as late or later,
    nothing is left to guess. While fewer than 30 figures of the plan were verified, a table that ships joins the class:
    ratings of World Bank projects by their teams and by independent evaluators.
Source: The answers of `progress` and `candour_pairs`; entries of kinds indicator and statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.forecasting.asked import chance
from bilan.analysis.formulas.verifying import Comparables, Declaration, Verified, verified
from bilan.analysis.formulas.verifying.percent import UNNUMBERED, Aim, pairs_of, thing
from bilan.tables.session import Session

LOW, MIDDLE, HIGH = 1, 9, 17
NOBODY: Final = "\x00"
SPECK: Final = 1e-6
FIGURES: Final = """
SELECT p.indicator, p.subject, p.region, p.node, p.headline, p.unit, p.measure, p.direction, p.target, p.target_entry,
       p.declared, p.declared_counts_on AS declared_on, p.declared_entry,
       p.verified, p.verified_counts_on AS verified_on, p.verified_entry, i.floor,
       coalesce(i.ceiling, CASE WHEN p.measure = 'rate' AND p.unit LIKE 'percent%' AND p.unit NOT LIKE '% per %'
                                THEN 100 END) AS upper,
       coalesce(s.organisation, s.organisation_name, s.speaker, s.speaker_name) AS reporter
FROM progress p JOIN indicator i ON i.key = p.indicator JOIN statement_known s ON s.number = p.declared_entry
ORDER BY p.indicator, p.subject, p.region
"""


def ask(session: Session) -> list[Row]:
    """Return a row per thing that was declared."""
    pairs = session.rows(sql("forecast_pairs"))
    known, behind = Comparables.of(pairs_of(pairs), upper=None), _entries_of(pairs)
    return [_row(told, known, behind.get(told["reporter"], [])) for told in session.rows(FIGURES)]


def _entries_of(pairs: Iterable[Row]) -> dict[str | None, list[int]]:
    """Return the entries of the pairs of each reporter."""
    found: dict[str | None, list[int]] = {None: []}
    for row in pairs:
        if row["reporter"] is not None:
            found.setdefault(row["reporter"], []).extend(row["entries"])
    return found


def _row(told: Row, known: Comparables, behind: list[int]) -> Row:
    aim, reporter = Aim.of(told), told["reporter"] or NOBODY
    row = {name: told[name] for name in TOLD} | dict.fromkeys(FOUND) | {"cannot": _cannot(told, aim)}
    row |= {"class_pairs": known.class_pairs, "basis": None, "entries": _entries(told, behind)}
    if aim is None or row["cannot"]:
        return row
    asked = Declaration(reporter, thing(told), told["declared_on"], aim.percent(float(told["declared"])))
    found, alone = verified(asked, known), verified(replace(asked, reporter=NOBODY), known)
    values, of_class = _values(found.quantiles, aim, told), _values(alone.quantiles, aim, told)
    row |= {"reporter_pairs": found.reporter_pairs, "reporter_audits": found.audits, "basis": _basis(found)}
    row |= {"quantiles": values, "low": values[LOW], "median": values[MIDDLE], "high": values[HIGH]}
    row |= {"class_low": of_class[LOW], "class_high": of_class[HIGH]}
    if told["target"] is not None:
        row["chance_met"] = chance(values, float(told["target"]), told["direction"])
    return row


def _cannot(told: Row, aim: Aim | None) -> str | None:
    """Say why nothing is told of the value behind a declared one."""
    if told["measure"] in UNNUMBERED:
        return "unnumbered"
    if told["direction"] is None:
        return "no_direction"
    if told["verified_on"] is not None and told["verified_on"] >= told["declared_on"]:
        return "verified"
    return None if aim and told["declared"] is not None and told["declared"] > 0 else "no_number"


def _basis(found: Verified) -> str:
    return "record" if found.reporter_pairs else "table" if found.with_table else "class"


def _values(percents: Sequence[float], aim: Aim, told: Row) -> list[float]:
    """Return quantiles as values of the indicator, in order, those that pile up at its bounds a speck apart."""
    values = sorted(aim.figure(one) for one in percents)
    low, high = (None if told[name] is None else float(told[name]) for name in ("floor", "upper"))
    speck = SPECK * max(abs(aim.value), 1.0)
    if low is not None:
        values = [max(one, low + speck * step) for step, one in enumerate(values, 1)]
    if high is not None:
        values = [min(one, high - speck * step) for step, one in zip(range(len(values), 0, -1), values, strict=True)]
    return values


def _entries(told: Row, behind: Iterable[int]) -> list[int]:
    own = (told["declared_entry"], told["target_entry"], told["verified_entry"])
    return sorted({*behind, *(one for one in own if one is not None)})


TOLD: Final = (
    "indicator", "subject", "region", "node", "headline", "unit", "measure", "direction", "target",
    "reporter",
    "declared", "declared_on", "declared_entry", "verified", "verified_on", "verified_entry",
)  # fmt: skip
FOUND: Final = (
    "reporter_pairs", "reporter_audits", "quantiles", "low", "median", "high", "class_low", "class_high", "chance_met",
)  # fmt: skip

ANALYSIS: Final = Analysis(
    name="verified_value",
    method=1,
    reads=("indicator", "statement"),
    after=("progress", "candour_pairs"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        unit | text | Unit of its values.
        measure | code | What sort of quantity it is.
        direction | code | Which way is better.
        target | unit | What it should reach.
        reporter | text | The organisation that declared, else the person, by key or as written.
        declared | unit | The newest declared value.
        declared_on | day | The day it is about.
        declared_entry | entry | The statement.
        verified | unit | The newest verified value of the thing.
        verified_on | day | The day it is about.
        verified_entry | entry | The statement.
        reporter_pairs | count | Declared figures of this reporter that were verified.
        reporter_audits | count | The days those verified figures are about.
        class_pairs | count | Declared figures of the plan that were verified, the newest 48 of each reporter.
        basis | code | What the answer rests on (code list verified_basis).
        quantiles | unit | The verified value behind it: the quantiles at 5, 10 … 95 percent.
        low | unit | The quantile at 10 percent.
        median | unit | The quantile at 50 percent.
        high | unit | The quantile at 90 percent.
        class_low | unit | The quantile at 10 percent for a reporter without a record.
        class_high | unit | The quantile at 90 percent for a reporter without a record.
        chance_met | share | The chance that the verified value meets the target today, from 0.03 to 0.97.
        cannot | code | Why nothing is told (code list verified_cannot).
        entries | entries | The declared figure, the target, the newest verified figure and the pairs of the reporter.
    """),
)
