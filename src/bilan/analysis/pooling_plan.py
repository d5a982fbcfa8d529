"""Plan which building blocks to build once for all, who leads, and when: the most saving for the money of each year.

Question: Which blocks should be built once and shared, in which order and years, led by whom, so that the services cost
    the least in all - and how sure is the saving?
Formula: the mixed-integer programme of `pooling` (formulas), solved by HiGHS to a proven gap, beside each service
    building alone, a rule of thumb (*greedy*), the plan least regretted over five worlds of costs (*robust*), and the
    cheapest plan in which nobody builds alone (*all_shared*). Saving is what alone costs, less what a plan costs. Low
    and high are the 5 % and 95 % quantiles of the saving when every cost is drawn from its range.
Unit: Money in whole units of the currency of the row; whole years; shares of 1.
Shape: For the needs that a source states (*stated*) and for all (*all*): one row per plan (*method*), per block of
    the best plan (*block*), per year (*year*), and per thing told that it cannot use, or that stands in the way of
    serving every need (*finding*), each with its entry.
Missing: A block without its cost and a need without the cost of building alone are left out and named. A cost of
    running or joining that was not told counts as none, and the saving is then at most what is told (`qualifier`); a
    block whose years of building were not told takes one. The cost of running what each builds alone is no part of the
    saving. Without money told no year has a limit. Without any cost there is no plan, and the row says what is missing.
Source: Entries of kinds building_block, need, service, budget (for shared blocks), plan, node and agreement. Formulas
    of `pooling`, `pooling_plans` and `pooling_case`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.leading import lead
from bilan.analysis.formulas.pooling import NONE, Block, Case, Found, Money, Plan, optimum
from bilan.analysis.formulas.pooling_case import Finding, Read, Told, read
from bilan.analysis.formulas.pooling_plans import Regrets, all_shared, greedy, luck, overrun, robust
from bilan.tables.session import Session

BLOCKS: Final = "SELECT * FROM building_block ORDER BY key"
NEEDS: Final = """
SELECT n.*, s.number AS service_number, s.owner, s.owner_name
FROM need n LEFT JOIN service s ON s.key = n.service ORDER BY n.key
"""
MONEY: Final = "SELECT * FROM budget WHERE purpose = 'shared_blocks' ORDER BY number"
WITHIN: Final = """
SELECT key, parent AS above FROM node UNION ALL SELECT key, node FROM agreement UNION ALL SELECT key, node FROM service
"""
PLAN: Final = "SELECT currency, year(starts_on_from) AS first, year(ends_on_to) AS last FROM plan LIMIT 1"
QUANTILES: Final = {"saving_low": 0.05, "saving_median": 0.5, "saving_high": 0.95}
# How near to its best each world of costs is proven: a regret is told to no more than this of a saving.
REGRETS_TO: Final = 0.001
COSTS: Final = {"block_cost": "no_block_cost", "alone_cost": "no_alone_cost"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever asks chose: how much of the money is there, how near the proof, how chance is drawn."""

    money: float
    gap: float
    seed: int
    draws: int


@dataclass(frozen=True)
class Sheet:
    """All that is computed for one sort of need."""

    counted: str
    told: Told
    found: Read
    asked: Asked

    @cached_property
    def case(self) -> Case:
        """Return the case, with the share of the money that was asked for."""
        one = self.found.case
        money = [Money(each.first, each.last, each.amount * self.asked.money) for each in one.money]
        return Case(one.blocks, one.needs, money, one.first, one.last)

    @cached_property
    def best(self) -> Found:
        """Return the plan that saves the most."""
        return optimum(self.case, gap=self.asked.gap)

    @property
    def needed(self) -> list[str]:
        """Return what is missing for any plan."""
        found = {one.code for one in self.found.findings}
        lacking = [code for code, finding in COSTS.items() if finding in found or not self.told.needs]
        return [*lacking, *(["shared_money"] if "no_money_told" in found else [])]

    def common(self) -> Row:
        """Return what every row of the sheet tells."""
        empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
        counts = {"needs_counted": len(self.case.needs), "needs_of": len(self.told.needs)}
        return {**empty, "counted": self.counted, **counts, "currency": self.found.currency or None}

    def entries(self) -> list[int]:
        """Return the entries that the case was read from."""
        rows = (*self.told.blocks, *self.told.needs, *self.found.money)
        return sorted({row["number"] for row in rows})


def ask(session: Session, *, money: float, gap: float, seed: float, draws: float) -> list[Row]:
    """Ask for the plan of the session, for both sorts of need."""
    asked = Asked(money, gap, int(seed), int(draws))
    blocks, needs, plan = session.rows(BLOCKS), session.rows(NEEDS), session.rows(PLAN)
    within = {row["key"]: row["above"] for row in session.rows(WITHIN)}
    facts = plan[0] if plan else {"currency": None, "first": None, "last": None}
    money_told, stated = session.rows(MONEY), [row for row in needs if row["basis"] == "stated"]
    told = Told(blocks, needs, money_told, within, facts["currency"], facts["first"], facts["last"])
    every = list(_rows(Sheet("all", told, read(told), asked)))
    if len(stated) == len(needs):
        return [{**row, "counted": "stated"} for row in every] + every
    told = replace(told, needs=stated)
    return [*_rows(Sheet("stated", told, read(told), asked)), *every]


def _rows(sheet: Sheet) -> Iterator[Row]:
    if not sheet.case.needs:
        missing = {"conclusion": "cannot_determine", "needed": sheet.needed or ["alone_cost"]}
        yield {**sheet.common(), "line": "method", "method": "optimum", **missing, "entries": sheet.entries()}
        if any(row[name] is not None for row in sheet.told.blocks for name in ("cost", "cost_low")):
            yield from _findings(sheet)
        return
    yield from _methods(sheet)
    yield from _blocks(sheet)
    yield from _years(sheet)
    yield from _findings(sheet)


def _methods(sheet: Sheet) -> Iterator[Row]:
    case, best = sheet.case, sheet.best
    near = max(sheet.asked.gap, REGRETS_TO)
    regrets = Regrets.of(case, gap=near)
    plans = {
        "optimum": best.plan,
        "robust": robust(case, regrets, gap=near).plan,
        "greedy": greedy(case),
        "alone": NONE,
    }
    drawn = luck(case, list(plans.values()), seed=sheet.asked.seed, draws=sheet.asked.draws)
    ranged = any(one.cost.is_ranged for one in case.blocks) or any(one.alone.is_ranged for one in case.needs)
    for (method, plan), saved in zip(plans.items(), drawn, strict=True):
        regret, world = regrets.worst(case, plan)
        chance = {name: float(np.quantile(saved, share)) for name, share in QUANTILES.items()} if ranged else {}
        surety = {"regret": max(0.0, regret), "regret_in": world, "overrun": overrun(case, plan)}
        sure = {"saves_in": float((saved > 0).mean()) if ranged else None, **chance, **surety}
        yield {**_method(sheet, method, plan), **sure}
    shared = all_shared(case)
    if shared.cost is not None:
        told = {"cost": shared.cost, "saving": case.alone() - shared.cost, "blocks": len(shared.plan)}
        yield {**_method(sheet, "all_shared", shared.plan), **told}


def _method(sheet: Sheet, method: str, plan: Plan) -> Row:
    case, saving = sheet.case, sheet.case.saving(plan)
    proof: Row = {}
    if method == "optimum":
        conclusion = "holds" if saving > 0 else "does_not_hold" if sheet.best.most <= 0 else "cannot_determine"
        proof = {"gap": sheet.best.gap, "most": sheet.best.most, "conclusion": conclusion, "needed": []}
    return {
        **sheet.common(),
        "line": "method",
        "method": method,
        "blocks": len(plan),
        "joins": sum(len(case.joining(case.by_key[key], start)) for key, start in plan.items()),
        "cost": case.alone() - saving,
        "saving": saving,
        "qualifier": "at_most" if plan and sheet.found.is_at_most else None,
        **proof,
        "entries": sheet.entries(),
    }


def _blocks(sheet: Sheet) -> Iterator[Row]:
    case, rows = sheet.case, {row["key"]: row for row in sheet.told.blocks}
    order = sorted(sheet.best.plan.items(), key=lambda one: (one[1], case.stands(case.by_key[one[0]], one[1]), one[0]))
    for place, (key, start) in enumerate(order, 1):
        block, needs = case.by_key[key], [row for row in sheet.told.needs if row["block"] == key]
        yield {**sheet.common(), "line": "block", "method": "optimum", "place": place} | _block(
            sheet, block, start, dict(rows[key]), needs
        )


def _block(sheet: Sheet, block: Block, start: int, row: Row, needs: Sequence[Mapping[str, Any]]) -> Row:
    case = sheet.case
    joins = {one.key for one in case.joining(block, start)}
    found = lead(row["leads"], ((one["owner"], one["owner_name"]) for one in needs))
    return {
        "block": block.key,
        "starts_in": start,
        "stands_in": case.stands(block, start),
        "rests_on": list(block.rests_on),
        "lead": found.party,
        "lead_name": found.name,
        "lead_services": found.services if found.basis else None,
        "lead_basis": found.basis,
        "joins": len(joins),
        "alone": len(case.needs_of[block.key]) - len(joins),
        "amount": block.cost.usual,
        "running": case.running(block, start),
        "saving": case.net(block, start),
        "entries": [row["number"], *(one["number"] for one in needs)],
    }


def _years(sheet: Sheet) -> Iterator[Row]:
    case = sheet.case
    spent = case.spending(sheet.best.plan)
    by_year = {one.first: one.amount for one in case.money if one.first == one.last}
    for year in case.years:
        of_year = [row["number"] for row in sheet.found.money if _touches(row, year, sheet.told)]
        told = {"year": year, "amount": by_year.get(year), "spent": spent[year], "entries": of_year}
        yield {**sheet.common(), "line": "year", "method": "optimum", **told}
    for one in case.money:
        if one.first != one.last:
            total = sum(spent[year] for year in range(one.first, one.last + 1))
            told = {"year": one.first, "until": one.last, "amount": one.amount, "spent": total}
            yield {
                **sheet.common(),
                "line": "year",
                "method": "optimum",
                **told,
                "entries": _numbers(sheet.found.money),
            }


def _touches(row: Mapping[str, Any], year: int, told: Told) -> bool:
    first = row["period_from"].year if row["period_from"] else told.first
    last = row["period_to"].year if row["period_to"] else told.last
    return bool(first is not None and last is not None and first <= year <= last)


def _numbers(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    return [row["number"] for row in rows]


def _findings(sheet: Sheet) -> Iterator[Row]:
    numbers = {row["key"]: row["number"] for row in sheet.told.needs}
    obstacles = all_shared(sheet.case).obstacles if sheet.case.needs else ()
    found = [
        *sheet.found.findings,
        *(
            Finding(one.code, one.key, amount=one.lacks, year=one.year, entries=(numbers[one.key],) if one.key else ())
            for one in obstacles
        ),
    ]
    for one in found:
        facts = {"finding": one.code, "subject": one.subject, "rests_on": list(one.others), "year": one.year}
        yield {**sheet.common(), "line": "finding", **facts, "amount": one.amount, "entries": list(one.entries)}


ANALYSIS: Final = Analysis(
    name="pooling_plan",
    method=1,
    reads=("building_block", "need", "service", "budget", "plan", "node", "agreement"),
    explanation=__doc__ or "",
    ask=ask,
    options=(
        Option("money", 1.0, 0.0, 100.0, "Share of the money told that is there."),
        Option("gap", 0.0, 0.0, 1.0, "How near to the best a plan has to be proven, as a share of its saving."),
        Option("seed", 1.0, 0.0, 2.0**32 - 1, "Seed of the draws."),
        Option("draws", 2000.0, 10.0, 100_000.0, "How many times costs are drawn from their ranges."),
    ),
    columns=fields("""
        counted | code | Which needs are counted: stated by a source, or all (code list needs_counted).
        line | code | What the row tells of (code list pooling_line).
        method | code | Which plan (code list pooling_method).
        place | count | Of a block: its place in the order of the plan.
        block | key | The block.
        blocks | count | Of a plan: blocks built once.
        starts_in | year | Year in which its building starts.
        stands_in | year | Year at whose end it stands.
        rests_on | keys | Blocks that must stand before; of a finding, what else it concerns.
        lead | key | The party that leads; empty where none is known by its key.
        lead_name | text | Its name as written, where it has no key.
        lead_services | count | Services that need the block for which it answers.
        lead_basis | code | Decided, or by the rule (code list lead_basis).
        joins | count | Needs that join.
        alone | count | Of a block: needs that are due earlier, or for which joining costs more.
        year | year | The year, or the first of several; of a finding, the first year that could be, or the due year.
        until | year | The last of several years that an amount is for.
        finding | code | What cannot be used, or stands in the way (code list pooling_finding).
        subject | key | The entry it concerns.
        amount | currency | Cost of building the block once; money told for the year; of a finding, what lacks.
        running | currency | Running the block in the later years of the plan.
        spent | currency | What the plan spends of the shared money in the year.
        cost | currency | What all needs cost with the plan: building, running, joining, and building alone.
        saving | currency | What it saves against each service building alone.
        saving_low | currency | The saving that 95 % of the draws exceed.
        saving_median | currency | The saving that half of the draws exceed.
        saving_high | currency | The saving that 5 % of the draws exceed.
        saves_in | share | Share of the draws in which it saves anything.
        regret | currency | The most that a plan which keeps to the money in all worlds would save more.
        regret_in | code | The world of costs in which that is (code list pooling_world).
        overrun | currency | By how much it exceeds an amount of money when shared blocks cost the most.
        gap | share | How much more another plan could save at the very most, as a share of the saving.
        most | currency | What no plan can save more than.
        qualifier | code | Whether the saving is at most what is told, for a cost that is not known.
        needs_counted | count | Needs the plan is computed from.
        needs_of | count | Needs told.
        currency | code | Currency (ISO 4217).
        conclusion | code | Of the best plan: whether building once saves anything (code list conclusion).
        needed | codes | What is missing to say so (code list needed).
        entries | entries | The entries behind the row.
    """),
)
