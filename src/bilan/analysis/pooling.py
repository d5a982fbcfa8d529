"""Say which building blocks services share, what building each once avoids, and which few blocks serve the most.

Question: Which blocks do several services need, how many separate builds would building each once avoid, who would lead
    it, and if only k blocks were built, how many needs would be met and how many services would have all they need?
Formula: builds avoided = services that need the block - 1. The k blocks that most services need meet the most needs.
    The most services wholly served by k blocks is the optimum of a mixed-integer programme (formulas of `cover`),
    beside the rule of thumb that takes again and again the block that completes the most services. Who answers for most
    of the services that need a block leads it, unless a leader is decided. Building once costs less when its cost and
    those of joining are less than what all these services would pay to build alone.
Unit: Counts of blocks, needs and services; money in whole units of the currency of the row.
Shape: One row per block, the most needed first, once for the needs that a source states (*stated*) and once for all,
    inferred ones too (*all*). The k-th row also tells what k blocks cover. One row without a block where there is none.
Missing: A need of a service or of a block that is not in force is left out, and counted in `left_out`; a service that
    needs nothing is no service here. Where a cost of the block or of any of its needs was not told, or not in one
    currency, it cannot be determined whether building once costs less. Without the years of running, the yearly cost is
    told and not added: `years_paid` says how many years of it the difference pays for. An amount without a currency is
    in that of the plan.
Source: Entries of kinds building_block, need, service and plan. Formulas of `cover` and `leading`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.cover import Step, curve
from bilan.analysis.formulas.leading import lead
from bilan.tables.session import Session

BLOCKS: Final = """
SELECT * REPLACE (coalesce(currency, (SELECT min(currency) FROM plan)) AS currency) FROM building_block ORDER BY key
"""
NEEDS: Final = """
SELECT n.* REPLACE (coalesce(n.currency, (SELECT min(currency) FROM plan)) AS currency),
    s.number AS service_number, s.owner, s.owner_name
FROM need n LEFT JOIN service s ON s.key = n.service ORDER BY n.key
"""


@dataclass(frozen=True, slots=True)
class Needed:
    """The blocks in force, and the needs of one sort: one for each service and block."""

    counted: str
    blocks: Mapping[str, Row]
    needs: Sequence[Row]
    left_out: int

    @classmethod
    def of(cls, counted: str, blocks: Sequence[Row], needs: Sequence[Row]) -> "Needed":
        """Keep the needs that count, each service and block once."""
        known = {row["key"]: row for row in blocks}
        counting = [row for row in needs if counted == "all" or row["basis"] == "stated"]
        kept = [row for row in counting if row["block"] in known and row["service_number"] is not None]
        pairs = {(row["service"], row["block"]): row for row in reversed(kept)}
        return cls(counted, known, list(reversed(pairs.values())), len(counting) - len(kept))

    @property
    def wants(self) -> dict[str, frozenset[str]]:
        """Return the blocks that each service needs."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.needs:
            found[row["service"]].add(row["block"])
        return {service: frozenset(blocks) for service, blocks in found.items()}

    def of_block(self, block: str) -> list[Row]:
        """Return the needs of a block."""
        return [row for row in self.needs if row["block"] == block]


def ask(session: Session) -> list[Row]:
    """Ask which blocks are shared, and which few cover the most."""
    blocks, needs = session.rows(BLOCKS), session.rows(NEEDS)
    stated, every = (Needed.of(counted, blocks, needs) for counted in ("stated", "all"))
    found = list(_rows(every))
    if every.needs and stated.needs == every.needs and stated.left_out == every.left_out:
        return [{**row, "counted": "stated"} for row in found] + found
    return [*_rows(stated), *found]


def _rows(needed: Needed) -> Iterator[Row]:
    empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
    steps = curve(needed.wants)
    common = {"counted": needed.counted, "left_out": needed.left_out, "needs_of": len(needed.needs)}
    if not steps:
        missing = "stated_needs" if needed.counted == "stated" else "service_needs"
        conclusion = {"conclusion": "cannot_determine", "needed": [missing]}
        yield {**empty, **common, **conclusion, "entries": [row["number"] for row in needed.blocks.values()]}
    for step in steps:
        row, needs = needed.blocks[step.block], needed.of_block(step.block)
        told = {**_covered(step), "services_of": len(needed.wants), **_led(row, needs), **_costs(row, needs)}
        yield {**empty, **common, **told, "entries": [row["number"], *(one["number"] for one in needs)]}


def _covered(step: Step) -> Row:
    return {
        "k": step.k,
        "block": step.block,
        "needs_met": step.needs_met,
        "builds_avoided_by_k": step.needs_met - step.k,
        "whole_by_needs": step.whole_by_needs,
        "greedy_block": step.greedy[-1],
        "whole_greedy": step.whole_greedy,
        "best_blocks": list(step.best),
        "whole_best": step.whole_best,
        "whole_most": step.most,
    }


def _led(block: Row, needs: Sequence[Row]) -> Row:
    found = lead(block["leads"], ((one["owner"], one["owner_name"]) for one in needs))
    return {
        "services": len(needs),
        "builds_avoided": len(needs) - 1,
        "stated": sum(one["basis"] == "stated" for one in needs),
        "lead": found.party,
        "lead_name": found.name,
        "lead_services": found.services if found.basis else None,
        "lead_basis": found.basis,
    }


def _costs(block: Row, needs: Sequence[Row]) -> Row:
    """Compare building once with building alone, where every figure was told in one currency."""
    figures = {
        "block_cost": [block["cost"]],
        "alone_cost": [one["cost"] for one in needs],
        "joining_cost": [one["joining_cost"] for one in needs],
    }
    needed = [code for code, told in figures.items() if None in told]
    currencies = {one["currency"] for one in (block, *needs)}
    if not needed and len(currencies) > 1:
        needed = ["one_currency"]
    if needed:
        return {"conclusion": "cannot_determine", "needed": needed}
    alone, once = sum(figures["alone_cost"]), block["cost"] + sum(figures["joining_cost"])
    yearly = block["yearly_cost"]
    return {
        "alone": alone,
        "once": once,
        "yearly": yearly,
        "years_paid": float((alone - once) / yearly) if yearly and alone > once else None,
        "currency": currencies.pop(),
        "conclusion": "holds" if once < alone else "does_not_hold",
        "needed": [],
    }


ANALYSIS: Final = Analysis(
    name="pooling",
    method=1,
    reads=("building_block", "need", "service", "plan"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        counted | code | Which needs are counted: stated by a source, or all (code list needs_counted).
        k | count | Place of the block by the services that need it; the number of blocks that the row tells of.
        block | key | The block; empty where nothing is needed.
        services | count | Services that need it.
        stated | count | Of these needs, those that a source states.
        builds_avoided | count | Separate builds that building it once avoids.
        needs_met | count | Needs that the first k blocks meet; no other k meet more.
        needs_of | count | All needs counted, each service and block once.
        builds_avoided_by_k | count | Separate builds that building the first k once avoids.
        whole_by_needs | count | Services wholly served by the first k blocks.
        greedy_block | key | The k-th block by the rule of thumb.
        whole_greedy | count | Services wholly served by the first k blocks of the rule of thumb.
        best_blocks | keys | The k blocks that serve the most services wholly, of those found.
        whole_best | count | Services they serve wholly.
        whole_most | count | How many no k blocks pass; the same where the best is proven.
        services_of | count | Services that need any block.
        lead | key | The party that would lead; empty where none is known by its key.
        lead_name | text | Its name as written, where it has no key.
        lead_services | count | Services that need the block for which it answers.
        lead_basis | code | Decided, or by the rule (code list lead_basis).
        alone | currency | What these services would pay to build alone.
        once | currency | What building once and joining costs.
        yearly | currency | A year of running it.
        years_paid | years | Years of running that the difference pays for.
        currency | code | Currency (ISO 4217); empty when none was named.
        conclusion | code | Whether building once costs less (code list conclusion).
        needed | codes | What is missing to say so (code list needed).
        left_out | count | Needs left out: their service or block is not in force.
        entries | entries | The block and its needs.
    """),
)
