"""Tell other programs what happened: each call is kept until it has arrived, and is given up after some three days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from bilan.acts.access import Person
from bilan.acts.calling import Call, NotCallable, call, parts_of
from bilan.acts.events import EVENTS
from bilan.client import webhooks
from bilan.ledger.canonical import canonical_bytes
from bilan.store.desk.models import Delivery, Hook
from bilan.terms.problems import Place, Problem

# How long after each try that failed the next one comes; together a little more than three days.
WAITS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
# Whoever took a call and died leaves it to the next after so long.
LEASE: Final = timedelta(minutes=2)
AT_ONCE: Final = 50
LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A hook with the secret that is shown once, or the problems that kept it from being made."""

    hook: Hook | None = None
    problems: tuple[Problem, ...] = ()


def add(person: Person, address: str, events: Sequence[str], *, at: datetime) -> Made:
    """Let a program be called when some events happen."""
    person.demand("hook")
    problems = tuple(_problems(address.strip(), events))
    if problems:
        return Made(problems=problems)
    hook = Hook.objects.create(
        address=address.strip(), secret=webhooks.new_secret(), events=sorted(set(events)), made_by=person.account,
        made_at=at,
    )  # fmt: skip
    return Made(hook)


def end(person: Person, hook: str, *, at: datetime) -> None:
    """End a hook: it is told nothing more, what waits for it neither; what it was told stays listed."""
    person.demand("hook")
    Hook.objects.filter(pk=hook, ended_at=None).update(ended_at=at)
    Delivery.objects.filter(hook=hook, arrived_at=None, given_up_at=None).update(given_up_at=at)


def again(person: Person, delivery: str, *, at: datetime) -> bool:
    """Let a call that was given up be made anew, or one that waits be made now; tell whether there was one."""
    person.demand("hook")
    found = Delivery.objects.filter(pk=delivery, arrived_at=None, hook__ended_at=None)
    return bool(found.update(tries=0, next_at=at, given_up_at=None))


def waiting() -> QuerySet[Delivery]:
    """Return the calls that are still to be made."""
    return Delivery.objects.filter(arrived_at=None, given_up_at=None, hook__ended_at=None)


def deliver_due(at: datetime, *, caller: Call = call) -> int:
    """Make the calls whose time has come; return how many arrived. A program that fails is left alone until later."""
    due = waiting().filter(next_at__lte=at).select_related("hook").order_by("made_at", "pk")[:AT_ONCE]
    arrived, failing = 0, set[str]()
    for one in due:
        if one.hook_id not in failing and _take(one, at):
            if _called(one, at, caller):
                arrived += 1
            else:
                failing.add(one.hook_id)
    return arrived


def state_of(delivery: Delivery) -> str:
    """Say in one code of the list `call_state` where a call stands."""
    return "arrived" if delivery.arrived_at else "given_up" if delivery.given_up_at else "waiting"


def body_of(delivery: Delivery) -> bytes:
    """Return what a program is told: the event, when it happened, and the rest of what was noted."""
    told: dict[str, Any] = {**delivery.body}
    event, at = told.pop("event"), told.pop("at")
    return canonical_bytes({"type": event, "timestamp": at, "data": told})


def _take(delivery: Delivery, at: datetime) -> bool:
    """Take a call to make it; another worker that saw it too does not get it."""
    mine = Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries, arrived_at=None, next_at=delivery.next_at)
    return bool(mine.update(tries=delivery.tries + 1, next_at=at + LEASE))


def _called(delivery: Delivery, at: datetime, caller: Call) -> bool:
    hook, body = delivery.hook, body_of(delivery)
    done = caller(hook.address, body, webhooks.signed(hook.secret, delivery.pk, body, at=at))
    kept = Delivery.objects.filter(pk=delivery.pk)
    if done.arrived:
        kept.update(arrived_at=at, status=done.status, failure=None)
    elif delivery.tries < len(WAITS):
        kept.update(next_at=at + WAITS[delivery.tries], status=done.status, failure=done.failure)
    else:
        kept.update(given_up_at=at, status=done.status, failure=done.failure)
    return done.arrived


def _problems(address: str, events: Sequence[str]) -> Iterator[Problem]:
    if len(address) > LONGEST_ADDRESS or not _callable(address):
        yield Problem("hook_address", Place(column="address"))
    if not events or not set(events) <= set(EVENTS):
        yield Problem("hook_events", Place(column="events"))


def _callable(address: str) -> bool:
    try:
        parts_of(address)
    except NotCallable:
        return False
    return True
