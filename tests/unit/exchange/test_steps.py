"""A step finds out, on the ledger as it is, what it replaces or withdraws."""

from bilan.exchange.preview import Nothing, never
from bilan.exchange.steps import Put, Withdraw, resolve
from bilan.ledger.entries import Draft, content_of, read_content
from bilan.ledger.rules import Held
from bilan.terms.problems import Place, Problem

SAID = read_content("source", {"publisher": "TelQuel", "source_kind": "press"})
OTHER = read_content("source", {"publisher": "Médias24", "source_kind": "press"})
PUT = Put(Draft(SAID, "src-1", origin="source.csv:src-1"))


class One(Nothing):
    """A ledger that holds one source, as entry 7."""

    def __init__(self, *, live: bool = True) -> None:
        self.held = Held(7, "source", "src-1", content_of(SAID), live=live)

    def under(self, key: str) -> Held | None:
        return self.held if key == "src-1" else None


def test_a_new_key_is_a_new_entry() -> None:
    assert resolve(PUT, Nothing(), recorded=never) == PUT.draft


def test_the_same_again_is_nothing() -> None:
    assert resolve(PUT, One(), recorded=never) is None


def test_other_content_is_a_replacement_of_what_is_held() -> None:
    step = Put(Draft(OTHER, "src-1", origin="source.csv:src-1"))
    assert resolve(step, One(), recorded=never) == Draft(OTHER, "src-1", 7, "source.csv:src-1@7")


def test_a_row_written_against_another_entry_is_left_for_the_rules_to_refuse() -> None:
    found = resolve(Put(Draft(OTHER, "src-1", 3)), One(), recorded=never)
    assert found == Draft(OTHER, "src-1", 3)


def test_what_was_withdrawn_is_said_again_as_a_replacement() -> None:
    assert resolve(PUT, One(live=False), recorded=never) == Draft(SAID, "src-1", 7, "source.csv:src-1@7")


def test_the_key_of_another_kind_is_left_for_the_rules_to_refuse() -> None:
    party = Draft(read_content("party", {"name": "T", "party_kind": "state"}), "src-1")
    assert resolve(Put(party), One(), recorded=never) == party


def test_an_event_of_the_past_is_asked_once() -> None:
    event = Put(Draft(OTHER, "src-1", origin="e-1"), once=True)
    assert resolve(event, One(), recorded={"e-1"}.__contains__) is None
    assert resolve(event, One(), recorded=never) == Draft(OTHER, "src-1", 7, "e-1")


def test_a_withdrawal_finds_the_number_of_its_key() -> None:
    step = Withdraw("src-1", "w-1", published_on="2014", reason="correction", reason_words="Twice")
    found = resolve(step, One(), recorded=never)
    assert isinstance(found, Draft)
    assert found.origin == "w-1@7"
    assert content_of(found.content) == {
        "entry": 7,
        "published_on": "2014",
        "reason": "correction",
        "reason_words": "Twice",
    }


def test_a_withdrawal_of_nothing_is_a_problem() -> None:
    step = Withdraw("src-2", "w-1", place=Place("withdrawal.csv", 2))
    problem = Problem("unknown_key", Place("withdrawal.csv", 2, "entry_key"), {"key": "src-2"})
    assert resolve(step, One(), recorded=never) == problem


def test_a_publication_that_says_the_same_of_the_thing_is_nothing_new() -> None:
    again = read_content("source", {"publisher": "TelQuel", "source_kind": "press", "published_on": "2014-09-01"})
    step = Put(Draft(again, "src-1"), beside=frozenset({"published_on"}))
    assert resolve(step, One(), recorded=never) is None
    other = read_content("source", {"publisher": "Médias24", "source_kind": "press", "published_on": "2014-09-01"})
    assert resolve(Put(Draft(other, "src-1"), beside=frozenset({"published_on"})), One(), recorded=never) is not None


def test_an_older_publication_changes_nothing_that_a_newer_one_said() -> None:
    ledger = One()
    ledger.held = Held(7, "source", "src-1", {**content_of(SAID), "published_on": "2015-01-01"})
    older = read_content("source", {"publisher": "Médias24", "source_kind": "press", "published_on": "2014-09-01"})
    assert resolve(Put(Draft(older, "src-1"), beside=frozenset({"published_on"})), ledger, recorded=never) is None
    undated = Put(Draft(OTHER, "src-1"), beside=frozenset({"published_on"}))
    assert resolve(undated, ledger, recorded=never) is not None


def test_what_speaks_only_of_what_was_said_before_makes_no_new_entry() -> None:
    step = Put(Draft(OTHER, "src-1"), only_after=True)
    assert resolve(step, Nothing(), recorded=never) is None
    assert resolve(step, One(), recorded=never) is not None
