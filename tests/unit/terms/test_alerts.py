"""The sentences of alerts: the same values in every language."""

import csv
import re
from importlib.resources import files

import pytest

from bilan.terms.languages import LANGUAGES

ROWS = list(csv.DictReader(files("bilan.terms").joinpath("words/alerts.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[row["code"] for row in ROWS])
def test_an_alert_asks_for_the_same_values_in_every_language(row: dict[str, str]) -> None:
    asked = [set(re.findall(r"\{(\w+)\}", row[language])) for language in LANGUAGES]
    assert len(asked[0]) > 0
    assert [one for one in asked if one != asked[0]] == []


def test_no_alert_is_worded_twice() -> None:
    assert len({row["code"] for row in ROWS}) == len(ROWS)
