"""Write the content of an entry, given as JSON, as the cells of a file: whatever it holds, right or wrong."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bilan.exchange import cells
from bilan.exchange.columns import field_types


def cells_of_content(kind: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Return a cell for each field, one a language for a label; what fits no cell stands in it as JSON, to be refused.

    >>> cells_of_content("indicator", {"name": {"fr": "Services"}, "unit": "projects", "headline": True, "note": None})
    {'name_fr': 'Services', 'unit': 'projects', 'headline': 'yes'}
    """
    told = (pair for name, value in content.items() if value is not None for pair in _pairs(name, value))
    bare = {name for name, held in field_types(kind).items() if held.shape == "bare" and not held.several}
    return {name: _cell(value, bare=name in bare) for name, value in told if value is not None}


def _pairs(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((f"{name}_{part}", one) for part, one in value.items())
    else:
        yield name, value


def _cell(value: Any, *, bare: bool) -> str:
    if isinstance(value, bool):
        return cells.write_yes_no(value)
    if isinstance(value, str):
        return value if bare else cells.write_text(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return cells.write_text(cells.write_several(value))
    return json.dumps(value, ensure_ascii=False)
