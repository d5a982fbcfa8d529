"""A code means something within its list, and within the edition of the list."""

import pytest

from bilan.terms.codes import code_list, editions_of, label, list_names
from bilan.terms.languages import LANGUAGES


@pytest.mark.parametrize("name", list_names())
def test_every_code_has_a_label_in_every_language(name: str) -> None:
    codes = code_list(name)
    assert codes
    for key, code in codes.items():
        assert set(code.label) == set(LANGUAGES), key
        assert all(text.strip() == text != "" for text in code.label.values()), key


def test_a_region_was_another_place_before_the_reform() -> None:
    assert editions_of("region", "MA-06") == ("1997", "2015")
    assert label("region", "MA-06@1997", "fr") == "Meknès-Tafilalet"
    assert label("region", "MA-06@2015", "fr") == "Casablanca-Settat"
    assert "MA-06" not in code_list("region")


def test_morocco_had_sixteen_regions_and_has_twelve() -> None:
    count = dict.fromkeys(("1997", "2015"), 0)
    for code in code_list("region").values():
        if code.more["country"] == "MA":
            count[code.edition or ""] += 1
    assert count == {"1997": 16, "2015": 12}


def test_a_code_of_no_list_is_shown_as_it_is() -> None:
    assert label("nature", "rumoured", "fr") == "rumoured"
    assert editions_of("nature", "declared") == ()


def test_a_list_keeps_what_else_it_says() -> None:
    assert code_list("qualifier")["more_than"].more == {"sign": ">"}
