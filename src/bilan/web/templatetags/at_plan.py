"""Tags of the plan editor: a figure of a row by its column, the key behind an entry."""

from collections.abc import Mapping
from typing import Any

from django import template

from bilan.report import figures

register = template.Library()
KEYS = "SELECT number, key FROM target_known UNION ALL SELECT number, key FROM baseline_known"


@register.filter
def one_number(number: int | None) -> list[int]:
    """Give one number as a list, none where there is none."""
    return [] if number is None else [number]


@register.simple_tag(takes_context=True)
def figure(context: Mapping[str, Any], row: Mapping[str, Any], column: str) -> str:
    """Write the start or the target of an indicator, with its qualifier and unit."""
    told = {"value": row[column], "qualifier": row[f"{column}_qualifier"], "unit": row["unit"]}
    return figures.value(context["voice"], told)


@register.simple_tag(takes_context=True)
def target_key(context: Mapping[str, Any], number: int | None) -> str:
    """Return the key of a target or baseline from the number of its entry."""
    if number is None:
        return ""
    known: dict[int, str] = context["asked"].view.once(_keys)
    return known.get(number, "")


def _keys(view: Any) -> dict[int, str]:
    return {row["number"]: row["key"] for row in view.rows(KEYS, reads=("target", "baseline"))}
