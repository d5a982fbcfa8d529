"""Tags of the registers (undertakings, agreements, territories, services): sources, countries, rhythms."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bilan.report import figures
from bilan.report.sheets.agreements import country as name_of_country
from bilan.report.sheets.levers import skills
from bilan.report.voice import Voice
from bilan.terms import printed
from bilan.web.templatetags.said import tag

register = template.Library()
Context = Mapping[str, Any]
CONCLUSIONS: Final = {"holds": "good", "does_not_hold": "bad", "cannot_determine": "mute"}
PERIODS: Final = re.compile(r"(\d+)([YMWD])")


@register.simple_tag(takes_context=True)
def sourced(context: Context, key: str | None) -> SafeString:
    """Link to a source by its publisher and title; of one that was not public yet, say so."""
    if not key:
        return SafeString("")
    asked = context["asked"]
    told = asked.view.sources.get(key)
    if told is None:
        return format_html("{}", context["voice"].tell("undertaking", "source.later"))
    text = " – ".join(part for part in (told.get("publisher"), told.get("title")) if part) or key
    return format_html('<a href="{}" dir="auto">{}</a>', asked.to("source", key), text)


@register.simple_tag(takes_context=True)
def partied(context: Context, key: str | None, written: str | None = None) -> SafeString:
    """Name a party as it was written, and link to it where it has an entry."""
    asked, voice = context["asked"], context["voice"]
    names = asked.view.names
    text = written or figures.name_of(voice, key, names)
    if key and key in names:
        return format_html('<a href="{}"><bdi>{}</bdi></a>', asked.to("party", key), text)
    return format_html("<bdi>{}</bdi>", text) if text else SafeString("")


@register.simple_tag(takes_context=True)
def labels(context: Context, name: str, codes: Iterable[str]) -> str:
    """Return the labels of several codes of a code list."""
    voice: Voice = context["voice"]
    return voice.say("comma").join(voice.label(name, code) for code in codes)


@register.simple_tag(takes_context=True)
def judged(context: Context, code: str | None) -> SafeString:
    """Write what an analysis concludes as a tag."""
    return tag(CONCLUSIONS[code], context["voice"].label("conclusion", code)) if code else SafeString("")


@register.simple_tag(takes_context=True)
def money(context: Context, value: Decimal | None, currency: str | None) -> str:
    """Write an amount of money."""
    return figures.value(context["voice"], {"value": value, "unit": currency})


@register.simple_tag(takes_context=True)
def rounded(context: Context, value: float | None, digits: int = 2) -> str:
    """Write a number that was worked out, to so many decimals."""
    told = None if value is None else Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits))
    voice: Voice = context["voice"]
    return voice.number(told)


@register.simple_tag(takes_context=True)
def named_by(context: Context, names: figures.Names, key: str) -> str:
    """Name what a key stands for among the names that a page gathered, or the key."""
    return figures.name_of(context["voice"], key, names)


@register.simple_tag(takes_context=True)
def read(context: Context, row: Mapping[str, Any], name: str) -> str:
    """Write a value of an answer with its qualifier."""
    told = {"value": row[name], "qualifier": row[f"{name}_qualifier"]}
    return figures.reading(context["voice"], told) or printed.UNKNOWN


@register.simple_tag(takes_context=True)
def united(context: Context, unit: str | None) -> str:
    """Write a unit in the reader's language."""
    return figures.unit_of(context["voice"], unit)


@register.simple_tag(takes_context=True)
def share_of(context: Context, part: Decimal | None, whole: Decimal | None) -> str:
    """Write which share of another number a number is; none where either is unknown."""
    voice: Voice = context["voice"]
    return voice.share(part / whole if part is not None and whole else None)


@register.simple_tag(takes_context=True)
def occupied(context: Context, row: Mapping[str, Any]) -> str:
    """Name the occupation of a pool."""
    return skills.occupation(context["voice"], row)


@register.simple_tag(takes_context=True)
def occupied_by(context: Context, code: str, scheme: str) -> str:
    """Name an occupation by its code and classification."""
    return skills.occupation(context["voice"], {"occupation": code, "scheme": scheme})


@register.simple_tag(takes_context=True)
def area(context: Context, code: str | None) -> str:
    """Name an area: a region with its edition, or the code of an area of another country."""
    return skills.area(context["voice"], code)


@register.simple_tag(takes_context=True)
def country(context: Context, code: str | None) -> str:
    """Return the name of a country."""
    return name_of_country(code, context["voice"].language)


@register.simple_tag(takes_context=True)
def rhythm(context: Context, duration: str) -> str:
    """Say how often a rule recurs."""
    voice: Voice = context["voice"]
    told = [voice.tell("undertaking", f"rhythm.{sign}", count=count) for count, sign in PERIODS.findall(duration)]
    return voice.say("comma").join(told)
