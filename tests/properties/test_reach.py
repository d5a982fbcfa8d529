"""What a role reaches is judged in one way: the clause that filters rows keeps exactly those that one judges fit."""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilan.acts.access import Forbidden, Person, Reach, Role
from bilan.acts.rights import ACTS, ROLES
from bilan.config.home import Home
from bilan.store.desk.models import Account, Paper

AT: Final = datetime(2026, 3, 2, tzinfo=UTC)
KEYS: Final = {"party": ("p", "q", None), "node": ("m", "n", None), "region": ("r", "s", None)}
PLACES: Final = tuple(itertools.product(*KEYS.values()))


@pytest.fixture
def account(home: Home) -> Account:
    """Make a paper at every place that there is."""
    assert home.folder.exists()
    account = Account.objects.create_user("a@example.org", name="A", signs_as="a")
    Paper.objects.bulk_create(
        Paper(kind="statement", state="draft", author=account, made_at=AT, changed_at=AT,
              party=party, node=node, region=region)
        for party, node, region in PLACES
    )  # fmt: skip
    return account


def keys(sort: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([one for one in (*KEYS[sort], "elsewhere") if one]))


reaches = st.builds(Reach, keys("party"), keys("node"), keys("region"))
roles = st.lists(st.builds(Role, st.sampled_from(ROLES), reaches), max_size=3)


def judged(person: Person, act: str) -> Iterable[tuple[str | None, ...]]:
    for party, node, region in PLACES:
        try:
            person.demand_at(act, party=party, node=node, region=region)
        except Forbidden:
            continue
        yield party, node, region


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(held=roles, act=st.sampled_from(sorted(ACTS)))
def test_the_clause_keeps_the_rows_that_a_judge_would_let_through(account: Account, held: list[Role], act: str) -> None:
    person = Person(account, tuple(held))
    kept = Paper.objects.filter(person.within(act)).values_list("party", "node", "region")
    assert sorted(map(str, kept)) == sorted(map(str, judged(person, act)))
    assert person.may(act) == any(act in ACTS and one.name in ACTS[act] for one in held)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(held=roles, only=st.frozensets(st.sampled_from(sorted(ACTS))), act=st.sampled_from(sorted(ACTS)))
def test_a_token_never_reaches_further_than_its_owner(
    account: Account, held: list[Role], only: frozenset[str], act: str
) -> None:
    owner, program = Person(account, tuple(held)), Person(account, tuple(held[:1]), only)
    assert set(judged(program, act)) <= set(judged(owner, act))
    assert act in only or not list(judged(program, act))
