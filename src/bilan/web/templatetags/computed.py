"""Tags for what was computed: amounts, rates and ratios, to three digits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bilan.report import figures
from bilan.report.sheets.standing import rounded
from bilan.report.voice import Voice

register = template.Library()
Context = Mapping[str, Any]


@register.simple_tag(takes_context=True)
def sum(context: Context, value: float | None, currency: str | None) -> SafeString:  # noqa: A001 - as templates say it
    """Write an amount that was computed, in whole units of its currency; its sign stays before it in any direction."""
    whole = None if value is None else Decimal(round(value))
    return format_html("<bdi>{}</bdi>", figures.value(context["voice"], {"value": whole, "unit": currency}))


@register.simple_tag(takes_context=True)
def rate(context: Context, value: float | None) -> str:
    """Write a share in percents, to three digits."""
    number = None if value is None else rounded(100 * value)
    return figures.value(context["voice"], {"value": number, "unit": "percent"}) if value is not None else "–"


@register.simple_tag(takes_context=True)
def ratio(context: Context, value: float | None) -> str:
    """Write a number that was computed, to three digits."""
    voice: Voice = context["voice"]
    return voice.number(None if value is None else figures.trimmed(rounded(value)))
