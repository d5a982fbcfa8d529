"""What holds for every lever: it concludes, or it names what is missing; it never leaves a reader without a word.

Fixture: `silent` is a session of a plan that says nothing.
"""

import pytest
from tests.editions_of import PLAN, session_of

from bilan.analysis import catalogue
from bilan.report.sheets.levers.every import CONCLUSIONS
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import Session
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES

CANNOT = "cannot_determine"


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session_of([PLAN], tmp_path_factory.mktemp("silent"))


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_of_a_plan_that_says_nothing_a_lever_names_what_is_missing(name: str, silent: Session) -> None:
    rows = catalogue.ask(silent, name).rows
    assert rows
    assert [row for row in rows if row["conclusion"] != CANNOT or not row["needed"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONCLUSIONS)
def test_of_such_a_plan_it_says_so_in_one_sentence(name: str, language: str, silent: Session) -> None:
    said = CONCLUSIONS[name](View(silent), Voice(language))
    assert said.sentence
    assert (said.known, said.state) == (0, "cannot")
    assert set(said.needed) <= set(code_list("needed"))


@pytest.mark.parametrize("name", [one for one in catalogue.CATALOGUE if one in CONCLUSIONS])
def test_the_answer_of_a_lever_has_a_conclusion_and_what_it_lacks(name: str) -> None:
    columns = {one.name: one.unit for one in catalogue.CATALOGUE[name].columns}
    assert (columns["conclusion"], columns["needed"]) == ("code", "codes")


def test_every_lever_is_an_analysis_of_the_catalogue_and_of_the_list() -> None:
    assert set(CONCLUSIONS) == set(code_list("lever")) <= set(catalogue.CATALOGUE)
