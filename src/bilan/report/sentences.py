"""Sentences computed from a view: the headline of the plan, what stands behind it, and what to beware of."""

from collections.abc import Iterator
from decimal import Decimal

from bilan.analysis.panorama import Alert
from bilan.report import figures
from bilan.report.figures import Names
from bilan.report.sheets import panorama
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT = "panorama"


def headline(view: View, voice: Voice) -> str:
    """Say in one sentence where the plan stands: what an audit establishes, else how much is verified at all."""
    found, rates = panorama.keys(view), panorama.completions(view)
    counts = {"of": voice.number(found.of), "verified": voice.number(found.verified)}
    told = {**counts, "declared": voice.number(found.declared), "silent": voice.number(found.silent)}
    if rates:
        shares = sorted(float(row["reading"]) / 100 for row in rates)
        low, high = voice.share(shares[0]), voice.share(shares[-1])
        code = "headline.audited" if low != high else "headline.audited_once"
        return voice.tell(SUBJECT, code, low=low, high=high, expected=voice.share(found.expected_share))
    if not found.of:
        return voice.tell(SUBJECT, "headline.no_indicator")
    if not found.declared and not found.verified:
        return voice.tell(SUBJECT, "headline.silent", **told)
    return voice.tell(SUBJECT, "headline.verified" if found.verified else "headline.none_verified", **told)


def lede(view: View, voice: Voice) -> Iterator[str]:
    """Say, a sentence each: what is declared, what is verified, what was expected, what nobody has put in figures."""
    found = panorama.keys(view)
    told = {"of": voice.number(found.of), "silent": voice.number(found.silent)}
    told |= {"day": voice.day(view.cut.as_of), "expected": voice.share(found.expected_share)}
    for name, share, known in (
        ("declared", found.declared_share, found.declared),
        ("verified", found.verified_share, found.verified),
    ):
        code = f"lede.{name}" if share is not None else f"lede.{name}.none"
        yield voice.tell(SUBJECT, code, share=voice.share(share), known=voice.number(known), **told)
    if found.expected_share is not None:
        yield voice.tell(SUBJECT, "lede.expected", **told)
    if found.silent:
        yield voice.tell(SUBJECT, "lede.silent", **told)


def countdown(view: View, voice: Voice) -> str:
    """Say how long the plan still runs, or that it is over."""
    months = panorama.months_left(view)
    if months is None:
        return ""
    code = "countdown.left" if months > 0 else "countdown.over" if months < 0 else "countdown.last"
    return voice.tell(SUBJECT, code, months=voice.number(abs(months)))


def alert(voice: Voice, one: Alert, names: Names) -> str:
    """Say what a reader should beware of."""
    values = {name: _value(voice, name, value, names) for name, value in one.values.items()}
    return voice.tell("alerts", one.code, **values)


def _value(voice: Voice, name: str, value: object, names: Names) -> str:
    """Write a value of an alert: a share in percent, a chain with arrows, an indicator by its name."""
    if name.startswith("share") and isinstance(value, float | Decimal):
        return voice.share(value)
    if isinstance(value, Decimal) and abs(value) >= 1 and name.startswith("other"):
        # What was computed to eighteen digits is read to two.
        return figures.shown(voice, round(value, 2))
    if isinstance(value, list | tuple):
        return " → ".join(figures.shown(voice, one) for one in value)
    if isinstance(value, str) and value in names:
        return figures.name_of(voice, value, names)
    said = figures.shown(voice, value)
    # What was said in another script must not reorder the sentence around it.
    return f"\u2068{said}\u2069" if voice.is_rtl and isinstance(value, str) else said
