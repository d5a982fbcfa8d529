"""Numbers, days and truths as programs read them: in JSON, and in one cell of a CSV file."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any


def as_json(value: object) -> Any:
    """Turn what JSON has no word for into text: numbers without the zeros of their column, days as ISO 8601.

    >>> as_json(Decimal("36.00")), as_json(date(2012, 8, 8))
    ('36', '2012-08-08')
    """
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def as_document(answer: Mapping[str, Any]) -> str:
    """Write an answer as the one document of JSON that every door gives, to the byte."""
    return json.dumps(answer, ensure_ascii=False, indent=2, default=as_json) + "\n"


def as_cell(value: object) -> str:
    """Write a value as CSV and filters do: several joined by ``;``, what is not known empty.

    >>> as_cell(True), as_cell([1, 2]), as_cell(None)
    ('yes', '1;2', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(as_cell(one) for one in value)
    if isinstance(value, str | int | float):
        return str(value)
    return str(as_json(value))
