"""Co-location: the account of each side, how its gain is spread, on which figure it hangs, and what is only opinion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.scales import short
from bilan.report.marks.spreads import Spread, spreads
from bilan.report.marks.tornado import Tilt, tornado
from bilan.report.sheets import agreements
from bilan.report.sheets.agreements import Agreement, country
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms import printed
from bilan.terms.codes import code_list

SUBJECT: Final = "lever_colocation"
# So many accounts are laid out, so many figures turned; the rows of the analyses hold all.
MOST: Final = 20
TURNS: Final = 12
QUANTILES: Final = ("gain_p5", "gain_p25", "gain_p50", "gain_p75", "gain_p95")
# What was said of a gain: with a claim of it, or on an indicator or an agreement of which it is claimed.
OPINIONS: Final = """
SELECT s.* FROM statement s WHERE s.words IS NOT NULL AND (
    s.claim = 'mutual_gain'
    OR s.indicator IN (SELECT indicator FROM statement WHERE claim = 'mutual_gain' AND indicator IS NOT NULL)
) ORDER BY s.public_on, s.number
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a side gives or gets: the figures with the agreement and without it, and those that do not count."""

    what: str
    flow: str | None
    party: str | None
    cells: Mapping[str, Row]
    others: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its gain as it was computed, and its lines."""

    row: Row
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """Return the side as it was stated."""
        return str(self.row["side"])


@dataclass(frozen=True, slots=True)
class Account:
    """The account of an agreement."""

    agreement: Agreement
    whole: Row
    sides: tuple[Side, ...]
    turns: tuple[Row, ...]

    @property
    def has_figures(self) -> bool:
        """Tell whether any figure was stated."""
        return bool(self.whole["figures"] or self.whole["left_out"])


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    accounts: tuple[Account, ...]
    opinions: tuple[Row, ...]
    beside: tuple[Agreement, ...]

    @property
    def figures(self) -> int:
        """Return how many figures count."""
        return sum(one.whole["figures"] for one in self.accounts)

    @property
    def figures_needed(self) -> int:
        """Return how many figures the accounts need."""
        return sum(one.whole["figures_needed"] for one in self.accounts)


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    register = view.once(agreements.gather).agreements
    by_key = {one.key: one for one in register}
    rows = [row for row in view.ask("colocation") if row["agreement"] in by_key]
    figures_of = _grouped(view.ask("colocation_account"), "agreement", "side")
    turns = _grouped(view.ask("colocation_tornado"), "agreement")
    accounts = tuple(
        Account(by_key[whole["agreement"]], whole, _sides(rows, whole, figures_of), _turned(turns, whole))
        for whole in rows
        if whole["side"] is None
    )
    partners = {one.agreement.row["partner_country"] for one in accounts} - {None}
    own = {one.agreement.key for one in accounts}
    beside = tuple(one for one in register if one.row["partner_country"] in partners and one.key not in own)
    return Seen(accounts, tuple(view.rows(OPINIONS, reads=("statement",))), beside)


def _grouped(rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


def _sides(rows: Iterable[Row], whole: Row, figures_of: Mapping[tuple[Any, ...], list[Row]]) -> tuple[Side, ...]:
    own = (row for row in rows if row["agreement"] == whole["agreement"] and row["side"] is not None)
    return tuple(Side(row, _lines(figures_of[row["agreement"], row["side"]])) for row in own)


def _lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    found = []
    for (what, flow, party), own in _grouped(rows, "what", "flow", "party").items():
        told = [row for row in own if row["state"] == "used" or row["needed"]]
        cells = {row["scenario"] or "": row for row in reversed(told)}
        found.append(Line(what, flow, party, cells, tuple(row for row in own if row not in told)))
    return tuple(found)


def _turned(turns: Mapping[tuple[Any, ...], list[Row]], whole: Row) -> tuple[Row, ...]:
    """Return the figures that can turn the conclusion or move the gain, those that move it most first."""
    rows = turns[(whole["agreement"],)]
    return tuple(row for row in rows if row["figure"] and (row["swing"] != 0 or _turns(row)))


def _turns(row: Row) -> bool:
    return row["flip_below"] is not None or row["flip_above"] is not None


def side_name(voice: Voice, name: str) -> str:
    """Return the name of a side: of a country where it is the code of one, else as it was stated."""
    return country(name, voice.language)


def line_name(voice: Voice, what: str) -> str:
    """Return what a line is, in the reader's language where the list has it."""
    return voice.label("gain_line", what) if what in code_list("gain_line") else what


def rounded(value: float | None) -> Decimal | None:
    """Round a number that was drawn to three digits that mean something.

    >>> rounded(4045901.8), rounded(None), rounded(0.0)
    (Decimal('4050000'), None, Decimal('0'))
    """
    return None if value is None else figures.trimmed(Decimal(f"{value:.3g}"))


def exactly(value: float | None) -> Decimal | None:
    """Return a number that was computed exactly, to six digits that mean something.

    >>> exactly(0.6451612903225806), exactly(-5920000.0)
    (Decimal('0.645161'), Decimal('-5920000'))
    """
    return None if value is None else figures.trimmed(Decimal(f"{value:.6g}"))


def money(voice: Voice, value: float | None, currency: str | None) -> str:
    """Write an amount shortly, to three digits, as a drawing does."""
    told = rounded(value)
    return printed.UNKNOWN if told is None else f"{short(float(told), voice.language)} {currency or ''}".strip()


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence whether every side gains, and on how many figures that rests."""
    seen = view.once(gather)
    one = seen.accounts[0] if len(seen.accounts) == 1 else None
    needed = [code for account in seen.accounts for code in account.whole["needed"]]
    first = view.ask("colocation")[0]
    return Conclusion(
        sentence=_sentence(voice, seen, one),
        known=seen.figures,
        of=seen.figures_needed,
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(dict.fromkeys(needed if seen.accounts else first["needed"])),
        entries=tuple(sorted({number for account in seen.accounts for number in account.whole["entries"]})),
        chart=spread(one, voice, small=True) if one and one.has_figures else None,
    )


def _sentence(voice: Voice, seen: Seen, one: Account | None) -> str:
    told = {
        "opinions": voice.number(len(seen.opinions)),
        "figures": voice.number(seen.figures),
        "needed": voice.number(seen.figures_needed),
        "accounts": voice.number(len(seen.accounts)),
    }
    if one is None:
        states = [account.whole["conclusion"] for account in seen.accounts]
        counts = {name: voice.number(states.count(name)) for name in ("holds", "does_not_hold", "cannot_determine")}
        return voice.tell(SUBJECT, "conclusion.many" if states else "conclusion.none", **told, **counts)
    row = one.whole
    if row["conclusion"] == "cannot_determine":
        code = "silent" if not row["figures"] else "partial" if row["basis"] is None else "open"
    else:
        code = row["conclusion"]
    low = money(voice, row["gain_low"], row["currency"])
    high = money(voice, row["gain_high"], row["currency"])
    return voice.tell(SUBJECT, f"conclusion.{code}", **told, share=_chance(voice, row), low=low, high=high)


def _chance(voice: Voice, row: Row) -> str:
    return printed.UNKNOWN if row["probability"] is None else voice.share(row["probability"])


def spread(one: Account, voice: Voice, *, small: bool = False) -> Drawn:
    """Draw how the gain of each side is spread."""
    heads = tuple(voice.tell(SUBJECT, f"spread.{name}") for name in ("side", "basis", "middle", "likely", "bounds"))
    sides = [_spread(side, voice) for side in one.sides]
    said = (voice.tell(SUBJECT, "spread.said", side=side.name, told=side.text) for side in sides)
    zero = voice.tell(SUBJECT, "zero")
    return spreads(sides, voice, heads=heads, sentence=" ".join(said), zero=zero, small=small)


def _spread(side: Side, voice: Voice) -> Spread:
    row = side.row
    basis = voice.label("gain_basis", row["basis"]) if row["basis"] else printed.UNKNOWN
    quantiles = tuple(row[name] for name in QUANTILES) if row["gain_p50"] is not None else None
    middle = row["gain_p50"] if quantiles else row["gain"]
    text = _beside(voice, row, middle)
    likely = _range(voice, row, "gain_p5", "gain_p95")
    cells = (basis, money(voice, middle, row["currency"]), likely, _range(voice, row, "gain_low", "gain_high"))
    name = side_name(voice, side.name)
    return Spread(name, (row["gain_low"], row["gain_high"]), quantiles, middle, text, cells, row["basis"] == "net")


def _beside(voice: Voice, row: Row, middle: float | None) -> str:
    if row["basis"] is None:
        return voice.tell(SUBJECT, "spread.none")
    told = money(voice, middle, row["currency"])
    return told if row["basis"] == "net" else voice.tell(SUBJECT, "spread.gross", value=told)


def _range(voice: Voice, row: Row, low: str, high: str) -> str:
    if row[low] is None and row[high] is None:
        return printed.UNKNOWN
    ends = (money(voice, row[name], row["currency"]) for name in (low, high))
    return voice.say("between", **dict(zip(("low", "high"), ends, strict=True)))


def turning(one: Account, voice: Voice) -> Drawn | None:
    """Draw which stated figures move the smallest gain, and at which value the conclusion turns."""
    rows = [row for row in one.turns if row["swing"]][:TURNS]
    if not rows:
        return None
    heads = tuple(voice.tell(SUBJECT, f"turn.{name}") for name in ("figure", "stated", "low", "high", "at"))
    tilts = [_tilt(row, voice) for row in rows]
    within = [tilt for tilt in tilts if tilt.turns]
    counts = {"count": voice.number(len(tilts)), "within": voice.number(len(within)), "first": tilts[0].name}
    sentence = voice.tell(SUBJECT, "turn.said", **counts)
    return tornado(tilts, rows[0]["gain"], voice, heads=heads, sentence=sentence, zero=voice.tell(SUBJECT, "zero"))


def _tilt(row: Row, voice: Voice) -> Tilt:
    ends = (money(voice, row[name], row["currency"]) for name in ("gain_low", "gain_high"))
    at = turns_at(row, voice)
    return Tilt(
        turn_name(row, voice), row["gain_low"], row["gain_high"], at, bool(row["flips_within"]),
        (stated(row, voice), *ends, at),
    )  # fmt: skip


def turn_name(row: Row, voice: Voice) -> str:
    """Name a figure that is turned: its side, what it is, in which scenario."""
    what = line_name(voice, row["what"])
    if row["part"] == "rate":
        return voice.tell(SUBJECT, "turn.rate", currency=row["what"], unit=row["unit"])
    code = f"turn.{row['part']}" if row["part"] == "worth" else f"turn.{row['scenario']}"
    return voice.tell(SUBJECT, code, side=side_name(voice, row["side"]), what=what)


def stated(row: Row, voice: Voice) -> str:
    """Write between which values a figure was stated."""
    low, high = (exactly(row[name]) for name in ("low", "high"))
    if low == high and low is not None:
        return voice.number(low)
    return voice.say("between", low=voice.number(low), high=voice.number(high))


def turns_at(row: Row, voice: Voice) -> str:
    """Say at which value of a figure the conclusion turns, and whether that lies within what was stated."""
    ends = [exactly(row[name]) for name in ("flip_below", "flip_above") if row[name] is not None]
    if not ends:
        return voice.tell(SUBJECT, "turn.never")
    told = voice.say("comma").join(voice.number(one) for one in ends)
    return voice.tell(SUBJECT, "turn.within" if row["flips_within"] else "turn.beyond", value=told)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written: what was told, between which bounds, what one is worth, what it comes to."""

    row: Row
    text: str
    within: str
    worth: str
    money: str


def cell(row: Row, voice: Voice) -> Cell:
    """Write a figure of an account."""
    read = figures.value(voice, row)
    has_range = row["value"] is not None and row["low"] != row["high"]
    ends = {name: _end(voice, row[name]) for name in ("low", "high")}
    return Cell(
        row=row,
        text=read,
        within=voice.say("between", **ends) if has_range else "",
        worth=_worth(row, voice),
        money=money(voice, row["money"], row["currency"]) if row["worth_of"] or row["rate_of"] else "",
    )


def _end(voice: Voice, value: Decimal | None) -> str:
    return voice.number(figures.trimmed(value)) if value is not None else printed.UNKNOWN


def _worth(row: Row, voice: Voice) -> str:
    """Write what one is worth, and at which rate money was changed."""
    told = []
    if row["worth_of"]:
        worth = {
            "value": row["worth"],
            "low": row["worth_low"],
            "high": row["worth_high"],
            "unit": row["stated_currency"],
        }
        told.append(voice.tell(SUBJECT, "worth", value=figures.value(voice, worth)))
        if row["worth_low"] != row["worth_high"] and row["worth"] is not None:
            ends = {name: _end(voice, row[f"worth_{name}"]) for name in ("low", "high")}
            told.append(voice.say("between", **ends))
    if row["rate_of"]:
        rate = {"value": row["rate"], "low": row["rate_low"], "high": row["rate_high"]}
        pair = f"{row['currency']}/{row['stated_currency']}"
        when = voice.partial(row["rate_about"]) if row["rate_about"] else printed.UNKNOWN
        told.append(voice.tell(SUBJECT, "rate", value=figures.value(voice, rate), pair=pair, day=when))
    return voice.say("comma").join(told)
