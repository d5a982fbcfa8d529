"""The columns of a table follow from the class of its kind."""

from typing import Any

import pytest

from bilan.ledger.kinds import KINDS
from bilan.tables.columns import columns_of


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_a_name_of_its_own_a_type_and_a_meaning(kind: str) -> None:
    columns = columns_of(kind)
    assert len({one.name for one in columns}) == len(columns)
    assert all(one.type and len(one.meaning) > 3 for one in columns)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_a_column(kind: str) -> None:
    assert {one.field for one in columns_of(kind)} - {None} == set(KINDS[kind].model_fields)


@pytest.mark.parametrize(
    ("kind", "name", "kind_of_column"),
    [
        ("node", "name_ar", "VARCHAR"),
        ("node", "order", "BIGINT"),
        ("node", "partners", "VARCHAR[]"),
        ("evidence", "size", "BIGINT"),
        ("indicator", "headline", "BOOLEAN"),
        ("statement", "value", "DECIMAL(38, 18)"),
        ("statement", "about_to", "DATE"),
        ("statement", "recency", "BIGINT"),
        ("source", "public_on", "DATE"),
    ],
)
def test_a_type_of_field_gives_a_type_of_column(kind: str, name: str, kind_of_column: str) -> None:
    types: dict[str, Any] = {one.name: one.type for one in columns_of(kind)}
    assert types[name] == kind_of_column
