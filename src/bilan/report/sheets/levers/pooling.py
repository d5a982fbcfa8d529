"""Pooling as a lever: which blocks services share, which few serve the most, what to build once and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.covering import Reach, covering
from bilan.report.marks.matrix import Needed, matrix
from bilan.report.sheets.lever import Conclusion
from bilan.report.sheets.standing import DIGITS
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_pooling"
# So many rows are shown of a list, and so many services and blocks of the matrix; the rows of the analyses hold all.
MOST: Final = 20
COLUMNS: Final = 60
ISOLATE, POP = "\u2068", "\u2069"
NAMES: Final = """
SELECT key, name_fr, name_ar, name_en, number FROM service
UNION ALL SELECT key, name_fr, name_ar, name_en, number FROM building_block
"""
# What a finding is on may be a need: it is named by its service and its block.
SUBJECTS: Final = "SELECT key, service, block FROM need"
NEEDS: Final = """
SELECT block, service, bool_or(basis = 'stated') AS stated FROM need
WHERE block IN (SELECT key FROM building_block) AND service IN (SELECT key FROM service)
GROUP BY block, service ORDER BY block, service
"""


@dataclass(frozen=True)
class Basis:
    """What is computed from one sort of need: those a source states, or all."""

    counted: str
    blocks: tuple[Row, ...]
    planned: tuple[Row, ...]

    def lines(self, line: str) -> tuple[Row, ...]:
        """Return the rows of the plan of one sort."""
        return tuple(row for row in self.planned if row["line"] == line)

    @cached_property
    def methods(self) -> Mapping[str, Row]:
        """Return the plans that stand side by side."""
        return {row["method"]: row for row in self.lines("method")}

    @property
    def best(self) -> Row:
        """Return the best plan, or the row that says why there is none."""
        return self.methods["optimum"]

    @property
    def is_planned(self) -> bool:
        """Tell whether costs are told, so that there is a plan."""
        return self.best["saving"] is not None

    @property
    def half(self) -> Row | None:
        """Return the row of the fewest blocks that serve half of the services wholly."""
        wanted = (row for row in self.blocks if 2 * row["whole_best"] >= row["services_of"])
        return next(wanted, None)

    @property
    def avoided(self) -> int:
        """Return how many separate builds are avoided if every block is built once."""
        return int(self.blocks[-1]["builds_avoided_by_k"]) if self.blocks else 0


@dataclass(frozen=True)
class Seen:
    """All that the page of the lever shows; where every need is stated there is one basis."""

    bases: tuple[Basis, ...]
    needs: tuple[Row, ...]
    overlaps: tuple[Row, ...]
    names: Mapping[str, Row]
    pairs: Mapping[str, tuple[str, str]]

    @property
    def all(self) -> Basis:
        """Return what is computed from all needs."""
        return self.bases[-1]

    @property
    def stated(self) -> Basis:
        """Return what is computed from the needs that a source states."""
        return self.bases[0]

    def name(self, voice: Voice, key: str) -> str:
        """Return the name of a service or a block, or its key; a need is named by both."""
        if key in self.pairs:
            return " · ".join(self.name(voice, one) for one in self.pairs[key])
        return (figures.name(self.names[key], voice.language) if key in self.names else "") or key


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    blocks, planned = view.ask("pooling"), view.ask("pooling_plan")
    bases = [
        Basis(
            counted,
            tuple(row for row in blocks if row["counted"] == counted and row["block"]),
            tuple(row for row in planned if row["counted"] == counted),
        )
        for counted in ("stated", "all")
    ]
    if len(bases[0].blocks) == len(bases[1].blocks) and bases[0].best["needs_of"] == bases[1].best["needs_of"]:
        bases = bases[:1]
    kinds = ("service", "building_block", "need")
    names = {row["key"]: row for row in view.rows(NAMES, reads=kinds)}
    needs = tuple(view.rows(NEEDS, reads=kinds))
    pairs = {row["key"]: (row["service"], row["block"]) for row in view.rows(SUBJECTS, reads=kinds)}
    return Seen(tuple(bases), needs, tuple(view.ask("pooling_overlaps")), names, pairs)


def money(voice: Voice, value: float | Decimal | None, currency: str | None) -> str:
    """Write an amount in whole units of its currency."""
    return figures.value(voice, {"value": None if value is None else Decimal(round(value)), "unit": currency})


def drawn(voice: Voice, value: float, currency: str | None) -> str:
    """Write an amount that was drawn by chance: to three digits, for no more of it is sure."""
    whole = Decimal(round(value))
    return money(voice, round(whole, DIGITS - 1 - whole.adjusted()) if whole else whole, currency)


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence what could be shared, which few blocks serve half of the services, and what that saves."""
    seen = view.once(gather)
    basis = seen.all
    best = basis.best
    needed = best["needed"] if basis.blocks else ["service_needs", *best["needed"]]
    return Conclusion(
        sentence=" ".join(_said(seen, voice)),
        known=best["needs_counted"],
        of=best["needs_of"],
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(needed),
        entries=tuple(best["entries"]),
        chart=curve(seen, basis, voice, small=True) if basis.blocks else None,
    )


def _said(seen: Seen, voice: Voice) -> Iterator[str]:
    basis = seen.all
    if not basis.blocks:
        yield voice.tell(SUBJECT, "said.none")
        return
    counts = {
        "services": basis.blocks[0]["services_of"],
        "blocks": len(basis.blocks),
        "avoided": basis.avoided,
        "stated": seen.stated.avoided,
    }
    code = "said.shared" if len(seen.bases) > 1 else "said.shared.stated"
    yield voice.tell(SUBJECT, code, **{name: voice.number(one) for name, one in counts.items()})
    yield from _saving(basis, voice)


def _saving(basis: Basis, voice: Voice) -> Iterator[str]:
    best = basis.best
    if not basis.is_planned:
        yield voice.tell(SUBJECT, "said.no_costs")
        return
    told = {name: money(voice, best[name], best["currency"]) for name in ("saving", "cost")}
    if best["saving_low"] is not None:
        told |= {name: drawn(voice, best[name], best["currency"]) for name in ("saving_low", "saving_high")}
    code = "said.nothing" if not best["blocks"] else "said.saves" if best["saving_low"] is None else "said.saves.range"
    yield voice.tell(SUBJECT, code, count=voice.number(best["blocks"]), **told)
    if best["qualifier"]:
        yield voice.tell(SUBJECT, "said.at_most")


def curve(seen: Seen, basis: Basis, voice: Voice, *, small: bool = False) -> Drawn:
    """Draw how many services the best k blocks serve wholly, beside the rule of thumb."""
    comma = voice.say("comma")
    given = [
        Reach(
            row["k"],
            seen.name(voice, row["block"]),
            row["needs_met"],
            row["whole_greedy"],
            row["whole_best"],
            row["whole_most"],
            comma.join(seen.name(voice, key) for key in row["best_blocks"]),
        )
        for row in basis.blocks
    ]
    told = half(basis, voice)
    return covering(given, voice, what=voice.tell(SUBJECT, "curve.axis"), sentence=told, small=small)


def half(basis: Basis, voice: Voice) -> str:
    """Say how few blocks serve half of the services wholly, and how many the rule of thumb would."""
    row = basis.half or basis.blocks[-1]
    names = {"k": "k", "whole": "whole_best", "services": "services_of", "thumb": "whole_greedy"}
    counts = {name: voice.number(row[column]) for name, column in names.items()}
    return voice.tell(SUBJECT, "curve.half", blocks=voice.number(len(basis.blocks)), **counts)


def squares(seen: Seen, voice: Voice) -> Drawn:
    """Draw which service needs which block."""
    counts: dict[str, int] = {}
    for row in seen.needs:
        counts[row["service"]] = counts.get(row["service"], 0) + 1
    services = sorted(counts, key=lambda key: (-counts[key], key))[:COLUMNS]
    place = {key: at for at, key in enumerate(services)}
    given = []
    for block in seen.all.blocks[:COLUMNS]:
        needs = [row for row in seen.needs if row["block"] == block["block"] and row["service"] in place]
        by = {
            place[row["service"]]: bool(row["stated"]) for row in sorted(needs, key=lambda row: place[row["service"]])
        }
        given.append(Needed(seen.name(voice, block["block"]), by))
    told = {
        "blocks": voice.number(len(given)),
        "services": voice.number(len(services)),
        "needs": voice.number(sum(len(one.by) for one in given)),
        "stated": voice.number(sum(sum(one.by.values()) for one in given)),
    }
    columns = [seen.name(voice, key) for key in services]
    return matrix(given, columns, voice, sentence=voice.tell(SUBJECT, "matrix.says", **told))


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the plan, with the entries it rests on."""

    sentence: str
    entries: Sequence[int]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the plan: what it spends of which money, and what starts in it."""

    row: Row
    spent: str
    told: tuple[Told, ...]


def years(seen: Seen, basis: Basis, voice: Voice) -> list[Year]:
    """Tell the plan year by year."""
    found = []
    for row in basis.lines("year"):
        blocks = () if row["until"] else basis.lines("block")
        told = tuple(
            Told(_starts(seen, one, voice), one["entries"]) for one in blocks if one["starts_in"] == row["year"]
        )
        amounts = {name: money(voice, row[name], row["currency"]) for name in ("spent", "amount")}
        code = "year.spent.free" if row["amount"] is None else "year.spent"
        found.append(Year(row, voice.tell(SUBJECT, code, **amounts), told))
    return found


def leader(view: View, voice: Voice, row: Row) -> str:
    """Name who leads a block, and by which rule; or say that nobody is known."""
    who = row["lead_name"] or figures.name_of(voice, row["lead"], view.names)
    if not who:
        return voice.tell(SUBJECT, "lead.unknown")
    who = f"{ISOLATE}{who}{POP}"  # a name may run the other way than the sentence
    return voice.tell(SUBJECT, f"lead.{row['lead_basis']}", who=who, services=voice.number(row["lead_services"]))


def _starts(seen: Seen, row: Row, voice: Voice) -> str:
    comma = voice.say("comma")
    parts = [
        voice.tell(
            SUBJECT,
            "starts.after" if row["rests_on"] else "starts",
            block=seen.name(voice, row["block"]),
            stands=str(row["stands_in"]),
            others=comma.join(seen.name(voice, key) for key in row["rests_on"]),
        ),
        voice.tell(
            SUBJECT,
            "starts.joins",
            joins=voice.number(row["joins"]),
            alone=voice.number(row["alone"]),
            saving=money(voice, row["saving"], row["currency"]),
        ),
    ]
    return " ".join(parts)


def beside(basis: Basis, voice: Voice) -> list[str]:
    """Say how the best plan stands beside the rule of thumb and the least regretted one, and how sure it is."""
    best, thumb, robust = (basis.methods[name] for name in ("optimum", "greedy", "robust"))
    currency = best["currency"]
    told = [
        voice.tell(
            SUBJECT,
            "beside.thumb" if best["saving"] > thumb["saving"] else "beside.thumb.same",
            thumb=money(voice, thumb["saving"], currency),
            less=money(voice, best["saving"] - thumb["saving"], currency),
        )
    ]
    code = "beside.proven" if best["gap"] == 0 else "beside.gap"
    told.append(voice.tell(SUBJECT, code, most=money(voice, best["most"], currency)))
    if best["saving_median"] is not None:
        median = drawn(voice, best["saving_median"], currency)
        told.append(voice.tell(SUBJECT, "beside.chance", median=median, share=voice.share(best["saves_in"])))
    code = "beside.over" if best["overrun"] > 0 else "beside.within"
    amounts = {
        "over": money(voice, best["overrun"], currency),
        "robust": money(voice, robust["saving"], currency),
        "regret": money(voice, robust["regret"], currency),
    }
    return [*told, voice.tell(SUBJECT, code, **amounts)]
