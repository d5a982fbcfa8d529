"""Decide on changes to the plan: approved by somebody else than their author, with what comes of them in view."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from bilan.acts import events, post
from bilan.acts.access import Person
from bilan.acts.loading import Looked, problems_of
from bilan.acts.papers import ACCEPTED, RETURNED, SUBMITTED, TRIES, Overtaken, OwnWork, review_key, review_of
from bilan.acts.plan import as_papers
from bilan.acts.plan_effects import consider
from bilan.acts.recording import record
from bilan.acts.tasks import release_soon
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.report.view import View
from bilan.store.append import Appended
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Place, Problem


class EffectsMoved(Exception):
    """Something was recorded since a change was looked at, by which another thing would come of it."""


@dataclass(frozen=True, slots=True)
class Approved:
    """What came of an approval: the entries, or the problems that kept the change from being recorded."""

    done: Appended = field(default_factory=Appended)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides on which change, at which version of it, when."""

    person: Person
    change: PlanChange
    version: int
    at: datetime

    def _seen(self) -> QuerySet[PlanChange]:
        """Return the change, while it is as it was seen and awaits a decision."""
        return PlanChange.objects.filter(pk=self.change.pk, version=self.version, state=SUBMITTED)

    def demand(self) -> None:
        """Refuse whoever may not decide here, its author anywhere, and everybody once it is decided."""
        if self.change.author_id == self.person.account.pk:
            raise OwnWork(self.change.pk)
        place = {name: getattr(self.change, name) for name in ("party", "node", "region")}
        self.person.demand_at("approve_plan", **place)
        if not self._seen().exists():
            raise Overtaken(self.change.pk)

    def note(self, **columns: object) -> None:
        """Write the decision down, unless somebody else was quicker; the author has a letter."""
        by = {"decided_by": self.person.account, "decided_at": self.at, "changed_at": self.at}
        if not self._seen().update(version=self.version + 1, **by, **columns):
            raise Overtaken(self.change.pk)

    def tell(self, how: str, words: str = "") -> None:
        """Write to the author."""
        change = self.change
        once, path = f"plan:{change.pk}:{self.version}", f"/desk/plan/{change.pk}/"
        post.write(change.author, f"plan_{how}", once=once, at=self.at, path=path, title=change.title, words=words)


def send_back(home: Home, decision: Decision, *, words: str) -> list[Problem]:
    """Send a change back to its author, with words; return what keeps it here."""
    decision.demand()
    if not words:
        return [Problem("plan_words_missing", Place(column="words"))]
    change, at = decision.change, decision.at
    review = review_of("returned", decision.person, as_papers(change), at, digest=change.digest)

    def beside(_: Appended) -> None:
        decision.note(state=RETURNED, words=words)
        decision.tell("returned", words)

    record(home, [Draft(review, review_key())], by=decision.person.name, at=at, beside=beside)
    release_soon()
    return []


def approve(home: Home, decision: Decision, view: View, *, effects: str) -> Approved:
    """Approve a change of somebody else: its rows become entries, all or none.

    `effects` is the digest of what would come of it when the person looked; where that is another by now, nothing is
    recorded and the person looks again.
    """
    for _ in range(TRIES):
        decision.demand()
        found = consider(view, decision.change, at=decision.at)
        if found.foreseen is None or not found.is_clean:
            return Approved(problems=found.problems)
        if found.foreseen.digest != effects:
            raise EffectsMoved
        done = _record(home, decision, found.looked)
        if not done.refused:
            release_soon()
            return Approved(done)
        refused = tuple(problems_of(found.looked, done))
        if any(one.code != "ledger_moved" for one in refused):
            return Approved(problems=refused)
    raise Overtaken(decision.change.pk)


def _record(home: Home, decision: Decision, looked: Looked) -> Appended:
    author, by, at = decision.change.author.signs_as, decision.person.name, decision.at

    def beside(done: Appended) -> None:
        decision.note(state=ACCEPTED, entries=[one.number for one in done.entries])
        decision.tell("approved")
        events.note("accepted", at=at, by=by, entries=done.entries)

    drafts = [one.draft for one in looked.changes if one.draft]
    return record(home, drafts, by=author, accepted_by=by, at=at, seen=looked.size, beside=beside)
