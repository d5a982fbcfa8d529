"""The queue: what others submitted within reach, with what there is to look at; decisions on several at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.http import HttpResponseBase

from bilan.acts import reviewing
from bilan.acts.bulk import accept_clean
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.reviewing import Outcome, WordsWanted
from bilan.acts.signs import Signs, signs_of
from bilan.store.desk.models import Batch, Paper
from bilan.terms.days import NotADay
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.door import AtDesk, Page, page, post
from bilan.web.desk.figures import wording

SUBJECT: Final = "desk_review"
A_PAGE: Final = 50
PAGE_LONGEST: Final = 6
MOST: Final = 500
GROUPS: Final = 12
SIGNS: Final = {"error": "bad", "contested": "bad", "strays": "warn", "warning": "warn", "unanswered": "warn",
                "answered": "mute", "changes": "mute", "asked": "mute"}  # fmt: skip
# What the queue can be narrowed to: the name in the address, and the field of a paper.
NARROWED: Final = {"batch": "batch", "concerns": "concerns", "author": "author__signs_as"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in the queue."""

    paper: Paper
    about: str
    value: str
    day: str
    days: int
    signs: Signs
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Papers of the queue that belong together: how many, since when, and the address that narrows it to them."""

    name: str
    key: str
    label: str
    count: int
    days: int
    query: str


@page("review")
def review(asked: AtDesk) -> Page:
    """Show the queue, the oldest first, and one's own proposals that wait for others."""
    chosen = {name: asked.request.GET.get(name, "") for name in NARROWED}
    narrowed = narrow(asked, chosen)
    sheet = Paginator(narrowed, A_PAGE).get_page(asked.request.GET.get("page", "1")[:PAGE_LONGEST])
    told: dict[str, Any] = {
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "sheet": sheet,
        "total": sheet.paginator.count,
        "papers": list(listed(asked, list(sheet))),
        "groups": [*groups(asked, "batch"), *groups(asked, "concerns")],
        "own": [(one, wording.about(asked, one.kind, one.cells)) for one in reviewing.of_own(asked.person)[:A_PAGE]],
        "may_accept": asked.person.may("accept"),
        "may_return": asked.person.may("return"),
        "batch": _batch(asked, chosen["batch"]),
        "query": urlencode({name: text for name, text in chosen.items() if text}),
    }
    told["clean"] = sum(1 for one in told["papers"] if one.signs.is_clean)
    return Page("desk/review/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def narrow(asked: AtDesk, chosen: dict[str, str]) -> QuerySet[Paper]:
    """Return the part of the queue that is asked for."""
    return reviewing.queue(asked.person).filter(**{NARROWED[name]: text for name, text in chosen.items() if text})


def listed(asked: AtDesk, those: list[Paper]) -> Iterator[Listed]:
    """Give papers as the queue shows them."""
    found = signs_of(asked.view, those, at=asked.at)
    for one in those:
        signs = found[one.pk]
        days = (asked.at - (one.submitted_at or one.changed_at)).days
        tags = tuple((SIGNS[code], asked.voice.tell(SUBJECT, f"sign.{code}")) for code in signs.codes)
        yield Listed(
            one,
            wording.about(asked, one.kind, one.cells),
            wording.value(asked, one),
            dated(asked, one.about),
            days,
            signs,
            tags,
        )


def dated(asked: AtDesk, text: str | None) -> str:
    """Write the date that a paper is about; as it was typed, where that is none."""
    try:
        return asked.voice.partial(text) if text else ""
    except NotADay:
        return text or ""


def groups(asked: AtDesk, name: str) -> Iterator[Group]:
    """Give the batches or the things with most papers in the queue."""
    field = NARROWED[name]
    counted = reviewing.queue(asked.person).exclude(**{field: None}).order_by().values(field)
    found = list(counted.annotate(count=Count("pk"), since=Min("submitted_at")).order_by("-count", field)[:GROUPS])
    batches = Batch.objects.in_bulk([row["batch"] for row in found]) if name == "batch" else {}
    for row in found:
        key = row[field]
        label = batches[key].name if name == "batch" else wording.about(asked, "statement", {"indicator": key})
        days = (asked.at - row["since"]).days
        if name == "batch" or row["count"] > 1:
            yield Group(name, key, label, row["count"], days, urlencode({name: key}))


def _batch(asked: AtDesk, key: str) -> Batch | None:
    """Return the batch to which the queue is narrowed, if any of its papers waits there."""
    return Batch.objects.filter(pk=key).first() if key and narrow(asked, {"batch": key}).exists() else None


@post("accept")
def accept(asked: AtDesk) -> HttpResponseBase:
    """Accept the papers that are ticked."""
    return decided(asked, lambda: reviewing.accept(asked.home, asked.person, ticked(asked), at=asked.at), "accepted")


@post("return")
def send_back(asked: AtDesk) -> HttpResponseBase:
    """Send the papers that are ticked back, with words."""
    words = asked.typed.get("words", "")
    return decided(
        asked,
        lambda: reviewing.send_back(asked.home, asked.person, ticked(asked), words=words, at=asked.at),
        "returned",
    )


@post("accept")
def accept_batch(asked: AtDesk, batch: str) -> HttpResponseBase:
    """Accept the clean rows of an upload: at once, or in the background where there are many."""
    of_batch = narrow(asked, {"batch": batch})
    found = _batch(asked, batch)
    if found is None:
        raise NotFound("page")
    try:
        done = accept_clean(asked.home, asked.person, found, at=asked.at)
    except Overtaken:
        asked.tell(f"{SUBJECT}:batch.overtaken")
        return door.to("review")
    count, left = (asked.voice.number(one) for one in (done.count if done else 0, of_batch.count()))
    asked.tell(f"{SUBJECT}:batch.{'done' if done else 'background'}", count=count, left=left)
    _explain(asked, done.problems if done else {})
    return door.back(asked.request, "review")


def ticked(asked: AtDesk) -> list[reviewing.Version]:
    """Return the papers that are ticked, each with the version that was seen."""
    found = []
    for text in asked.request.POST.getlist("paper")[:MOST]:
        key, _, version = text.partition(":")
        if not (version.isascii() and version.isdecimal()):
            raise NotFound("page")
        found.append((key, int(version)))
    return found


def decided(asked: AtDesk, decide: Any, what: str) -> HttpResponseBase:
    """Decide and tell what came of it; go on where the form says."""
    try:
        outcome: Outcome = decide()
    except WordsWanted as wanted:
        asked.tell(f"problems:{wanted.problem.code}", **wanted.problem.values)
    except OwnWork:
        asked.tell(f"{SUBJECT}:own_work")
    except Paper.DoesNotExist as no:
        raise NotFound("page") from no
    else:
        tell(asked, outcome, what)
    return door.back(asked.request, "review")


def tell(asked: AtDesk, outcome: Outcome, what: str) -> None:
    """Say what was decided, where somebody else was quicker and what they did, and what kept papers back."""
    if outcome.decided:
        asked.tell(f"{SUBJECT}:done.{what}", count=asked.voice.number(len(outcome.decided)))
    for one in Paper.objects.filter(pk__in=outcome.overtaken[:GROUPS]).select_related("decided_by"):
        _tell_quicker(asked, one)
    _explain(asked, outcome.problems)
    if not (outcome.decided or outcome.overtaken or outcome.problems):
        asked.tell(f"{SUBJECT}:none_ticked")


def _tell_quicker(asked: AtDesk, one: Paper) -> None:
    told = {
        "about": wording.about(asked, one.kind, one.cells),
        "state": asked.voice.label("paper_state", one.state),
        "who": one.decided_by.signs_as if one.decided_by else one.author.signs_as,
        "day": asked.voice.day(one.changed_at.date()),
    }
    asked.tell(f"{SUBJECT}:overtaken", **told)


def _explain(asked: AtDesk, problems: Mapping[str, Sequence[Problem]]) -> None:
    """Say of the first papers that were kept back what is wrong with them."""
    for those in list(problems.values())[:GROUPS]:
        asked.tell(f"problems:{those[0].code}", **those[0].values)
