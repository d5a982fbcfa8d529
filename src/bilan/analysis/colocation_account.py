"""Lay out the account of an agreement: which figure counts for which side, in which scenario, and which is missing.

Question: Which figures were stated of what each side gives and gets, with the agreement and without it; which of them
    count in the gain; and which would be needed and were never stated?
Formula: a line is one thing (jobs, turnover, ...) that a side or a party of it gives or gets. Of several figures on one
    line in one scenario that of the strongest nature counts, then the newest. A figure that is no money is multiplied
    by what one is worth, as stated with it or with the same thing in the other scenario, never otherwise. Money of
    another currency is multiplied by the newest rate stated as so many of the account's currency for one of the other.
    The account is in the one currency of its figures, else in that of the plan. "About" and its like are the intervals
    of the ledger. Worth in money is the product, at the middles and between exact bounds.
Unit: As stated; money in whole units of the currency of the account.
Shape: One row per figure stated, per scenario missing of a line, and per line that a side needs of which nothing was
    stated. The agreements are those of co-location, those with figures, and those a claim of mutual gain is about.
Missing: Without a worth, a rate, sense (a negative number, one outside its own range, money that also has a worth) or
    the rhythm of the other figures (per year beside a whole period), a figure does not count and the row says why.
    Where fewer than two sides have a figure, the country of the plan and that of the partner are taken as sides. A
    bound that was never told stays open.
Source: Entries of kinds agreement, contribution, benefit, statement, indicator and plan.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.gain import Line, Spread, bounds, spread
from bilan.tables.session import Session
from bilan.terms.codes import code_list
from bilan.terms.numbers import PART_DIGITS, WHOLE_DIGITS, reach
from bilan.terms.units import parts

AGREEMENTS: Final = """
SELECT a.key, a.agreement_kind, a.partner_country, (SELECT max(country) FROM plan) AS home,
       (SELECT max(currency) FROM plan) AS currency, a.number
FROM agreement a
WHERE a.agreement_kind = 'colocation'
   OR a.key IN (SELECT agreement FROM benefit UNION SELECT agreement FROM contribution)
   OR EXISTS (SELECT 1 FROM statement s WHERE s.claim = 'mutual_gain' AND s.claimed IN (a.key, a.agreement_kind))
ORDER BY a.number
"""
FIGURES: Final = """
SELECT f.* FROM (
    SELECT *, 'benefit' AS flow FROM benefit UNION ALL BY NAME SELECT *, 'contribution' AS flow FROM contribution
) f WHERE f.agreement IN (SELECT key FROM agreement) ORDER BY f.number
"""
# The newest rate of each pair, as "MAD per EUR".
RATES: Final = """
SELECT coalesce(s.unit, i.unit) AS pair, s.key, s.value, s.low, s.high, s.qualifier, s.about, s.number
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE i.quantity = 'exchange_rate' AND coalesce(s.value, s.low) > 0
  AND s.subject IS NULL AND s.region IS NULL AND s.scope IS NULL
QUALIFY row_number() OVER (PARTITION BY coalesce(s.unit, i.unit) ORDER BY s.recency DESC) = 1
"""
SCENARIOS: Final = ("with", "without")
NEEDED: Final = {
    "no_worth": "gain_worth",
    "no_rate": "gain_rate",
    "bad_number": "gain_number",
    "other_rhythm": "gain_rhythm",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as stated, and what is made of it: its spread, its worth and rate, whether it counts."""

    row: Row
    quantity: Spread | None = None
    worth: Spread | None = None
    worth_of: str | None = None
    rate: Spread | None = None
    rate_row: Row | None = None
    state: str = "used"
    is_spare: bool = False

    @property
    def line(self) -> tuple[str | None, ...]:
        """Return what the line is: the side, the party, whether it gives or gets, and what."""
        return tuple(self.row[name] for name in ("side", "party", "flow", "what"))

    @property
    def scenario(self) -> str:
        """Return the scenario: with the agreement unless told."""
        return self.row["scenario"] or "with"

    @property
    def money(self) -> str | None:
        """Return the currency it is told or valued in."""
        found: str | None = self.row["currency"] or self.row["unit_currency"]
        return found

    @property
    def strength(self) -> tuple[object, ...]:
        """Return its place among figures on one line: by nature, then by its days."""
        order = int(code_list("nature")[self.row["nature"]].more["order"])
        return (order, self.row["counts_on"], self.row["public_on"], self.row["number"])


def ask(session: Session) -> list[Row]:
    """Lay out the accounts of the session."""
    stated: dict[str, list[Row]] = {}
    for row in session.rows(FIGURES):
        stated.setdefault(row["agreement"], []).append(row)
    rates = {row["pair"]: row for row in session.rows(RATES)}
    return [row for one in session.rows(AGREEMENTS) for row in account(one, stated.get(one["key"], ()), rates)]


def account(agreement: Row, stated: Iterable[Row], rates: Mapping[str, Row]) -> list[Row]:
    """Return the rows of one agreement: its figures, and those that are missing."""
    figures = [_read(row) for row in stated]
    currencies = {one.money for one in figures if one.money}
    currency = currencies.pop() if len(currencies) == 1 else agreement["currency"]
    figures = [_in_money(one, currency, rates) for one in _with_worths(figures)]
    figures = _chosen(_in_rhythm(figures))
    rows = [_row(agreement, currency, one) for one in figures]
    rows += [_absent(agreement, currency, facts) for facts in _missing(agreement, figures)]
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[object, ...]:
    """Order the lines of a side as their list does; with the agreement comes before without it, what counts first."""
    places = list(code_list("gain_line"))
    line = places.index(row["what"]) if row["what"] in places else len(places)
    told = (row["flow"] or "", row["party"] or "", row["scenario"] or "", row["state"] != "used", row["figure"] or "")
    return (row["side"], line, row["what"], *told)


def _read(row: Row) -> Figure:
    """Read the quantity of a figure, and its own worth."""
    quantity = _spread(row["value"], row["low"], row["high"], row["qualifier"])
    value, low, high = row["unit_value"], row["unit_value_low"], row["unit_value_high"]
    stated = (value, low, high) != (None, None, None)
    worth = _spread(value, low, high, None) if stated and row["unit_currency"] else None
    nonsense = quantity is None or (stated and (worth is None or row["currency"] is not None))
    state = "bad_number" if nonsense else "used"
    return Figure(row, quantity, worth, row["key"] if worth else None, state=state)


def _spread(value: Decimal | None, low: Decimal | None, high: Decimal | None, qualifier: str | None) -> Spread | None:
    if value is not None and low is None and high is None:
        low, high = reach(value, qualifier)
    told, least, most = (None if one is None else Fraction(one) for one in (value, low, high))
    return spread(told, least, most)


def _with_worths(figures: list[Figure]) -> Iterator[Figure]:
    """Give what is no money its worth: its own, or that of the same thing; worths stated alike are one unknown."""
    known: dict[tuple[object, ...], Figure] = {}
    for one in sorted(
        (one for one in figures if one.worth and one.state == "used"), key=attrgetter("strength"), reverse=True
    ):
        known.setdefault(_thing(one), one)
        known.setdefault((*_thing(one), one.worth, one.money), one)
    for one in figures:
        like = known.get((*_thing(one), one.worth, one.money) if one.worth else _thing(one))
        if one.state != "used" or one.row["currency"]:
            yield one
        elif like is None:
            yield replace(one, state="no_worth")
        else:
            row = {**one.row, "unit_currency": like.money}
            yield replace(one, row=row, worth=like.worth, worth_of=like.worth_of)


def _thing(one: Figure) -> tuple[object, ...]:
    return tuple(one.row[name] for name in ("side", "what", "unit"))


def _in_money(one: Figure, currency: str | None, rates: Mapping[str, Row]) -> Figure:
    """Give what is told in another currency its rate."""
    if one.state != "used" or one.money == currency:
        return one
    row = rates.get(f"{currency} per {one.money}")
    rate = _spread(row["value"], row["low"], row["high"], row["qualifier"]) if row else None
    return replace(one, rate=rate, rate_row=row) if rate else replace(one, state="no_rate")


def _in_rhythm(figures: list[Figure]) -> Iterator[Figure]:
    """Leave out what is told per year where most is told for the whole period, or the other way round."""
    counted = Counter(_rhythm(one) for one in figures if one.state == "used" and one.row["currency"])
    usual = min(counted, key=lambda name: (-counted[name], name), default="")
    for one in figures:
        odd = one.state == "used" and one.row["currency"] and _rhythm(one) != usual
        yield replace(one, state="other_rhythm") if odd else one


def _rhythm(one: Figure) -> str:
    return parts(one.row["unit"] or "")[1]


def _chosen(figures: Iterable[Figure]) -> list[Figure]:
    """Keep of each line and scenario the figure that counts; where none can, the strongest tells why."""
    told = sorted(figures, key=lambda one: (one.state == "used", one.strength), reverse=True)
    taken: set[tuple[object, ...]] = set()
    found = []
    for one in told:
        place = (*one.line, one.scenario)
        again = place in taken
        state = "told_again" if again and one.state == "used" else one.state
        found.append(replace(one, state=state, is_spare=again))
        taken.add(place)
    return found


def _missing(agreement: Row, figures: Iterable[Figure]) -> Iterator[Row]:
    """Name what no figure was stated of: the other scenario of a line, and every line of a side that has none."""
    lines: dict[tuple[str | None, ...], set[str]] = {}
    for one in figures:
        lines.setdefault(one.line, set()).add(one.scenario)
    for line, told in lines.items():
        side, party, flow, what = line
        for scenario in SCENARIOS:
            if scenario not in told:
                yield {"side": side, "party": party, "flow": flow, "what": what, "scenario": scenario}
    sides = {line[0] for line in lines}
    countries = {one for one in (agreement["home"], agreement["partner_country"]) if one}
    for side in sorted(countries - sides) if len(sides) < len(SCENARIOS) else ():
        for what in code_list("gain_line"):
            yield {"side": side, "what": what}


def _row(agreement: Row, currency: str | None, one: Figure) -> Row:
    quantity = one.quantity or Spread(None, Fraction(0), None)
    told = {name: one.row[name] for name in ("party", "what", "flow", "qualifier", "nature", "about", "public_on")}
    rate = one.rate_row or {}
    return {
        **_absent(agreement, currency, {"side": one.row["side"]}),
        **told,
        "figure": one.row["key"],
        "scenario": one.scenario,
        "state": one.state,
        "needed": [] if one.is_spare else _needed(one.state),
        "value": one.row["value"],
        "low": _decimal(quantity.low) if one.quantity else one.row["low"],
        "high": _decimal(quantity.high) if one.quantity else one.row["high"],
        "unit": one.row["unit"] or one.row["currency"],
        "worth_of": one.worth_of,
        **_ends("worth", one.worth),
        "stated_currency": one.money,
        "rate_of": rate.get("key"),
        **_ends("rate", one.rate),
        "rate_about": rate.get("about"),
        **_money(one),
        "entries": [number for number in (one.row["number"], rate.get("number")) if number is not None],
    }


def _needed(state: str) -> list[str]:
    return [NEEDED[state]] if state in NEEDED else []


def _ends(name: str, one: Spread | None) -> Row:
    """Return the told number and the bounds of a spread, each empty where none was told."""
    told = None if one is None or not one.is_told else one.middle
    ends = (one.low, one.high) if one else (None, None)
    return {name: _decimal(told), f"{name}_low": _decimal(ends[0]), f"{name}_high": _decimal(ends[1])}


def _money(one: Figure) -> Row:
    """Return what a figure that counts is worth in the currency of the account."""
    spreads = {"q": one.quantity, "w": one.worth, "r": one.rate}
    told = {name: found for name, found in spreads.items() if found}
    if one.state != "used" or "q" not in told:
        return {"money": None, "money_low": None, "money_high": None}
    line = Line(1, "q", "w" if "w" in told else None, "r" if "r" in told else None)
    middle = Fraction(1)
    for name in line.names:
        middle *= told[name].middle
    low, high = bounds([line], told)
    return {"money": float(middle), "money_low": _finite(low), "money_high": _finite(high)}


def _finite(bound: Fraction | float) -> float | None:
    return float(bound) if isinstance(bound, Fraction) else None


def _decimal(number: Fraction | None) -> Decimal | None:
    """Return a number that came from a decimal as the decimal it is."""
    if number is None or number.denominator == 1:
        return None if number is None else Decimal(number.numerator)
    with localcontext(prec=2 * (WHOLE_DIGITS + PART_DIGITS)):
        return Decimal(number.numerator) / Decimal(number.denominator)


def _absent(agreement: Row, currency: str | None, facts: Mapping[str, Any]) -> Row:
    """Return the row of a figure that was never stated; the facts of one that was go over it."""
    empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
    told = {"agreement": agreement["key"], "agreement_kind": agreement["agreement_kind"], "currency": currency}
    needed = [f"gain_{facts.get('scenario') or facts.get('what')}"]
    return {**empty, **told, **facts, "state": "missing", "needed": needed, "entries": [agreement["number"]]}


ANALYSIS: Final = Analysis(
    name="colocation_account",
    method=1,
    reads=("agreement", "benefit", "contribution", "indicator", "plan", "statement"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        agreement | key | The agreement.
        agreement_kind | code | What sort of agreement it is.
        side | text | The side: a country, the State, the firms, as stated.
        party | key | The party of that side, where one is told.
        flow | code | Whether the side gives it (contribution) or gets it (benefit).
        what | text | What it is: a code of the list gain_line, or as written.
        scenario | code | With the agreement, or without it; empty where either is missing.
        state | code | Whether the figure counts, or why it does not (code list figure_state).
        needed | codes | What is missing, where something is.
        figure | key | The entry that states it.
        qualifier | code | How exactly it was said.
        value | unit | The number told.
        low | unit | Its lower bound; empty when none was told.
        high | unit | Its upper bound; empty when none was told.
        unit | text | Of what.
        worth_of | key | The entry that states what one is worth; figures with the same share that unknown.
        worth | currency | What one is worth, as told.
        worth_low | currency | Its lower bound.
        worth_high | currency | Its upper bound.
        stated_currency | code | The currency it was stated or valued in.
        rate_of | key | The statement that tells the rate of exchange.
        rate | number | The rate, as told.
        rate_low | number | Its lower bound.
        rate_high | number | Its upper bound.
        rate_about | day | The date the rate is about.
        currency | code | The currency of the account.
        money | currency | What the figure comes to, with everything at its middle.
        money_low | currency | Its exact lower bound; empty when open.
        money_high | currency | Its exact upper bound; empty when open.
        nature | code | Of which nature the figure is.
        about | day | The date or period it is for.
        public_on | day | The day by which it was public.
        entries | entries | The figure and the rate; of a missing figure, the agreement.
    """),
)
