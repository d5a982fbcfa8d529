"""Remind those who are to act of what is due from them: by letter, once a day for each thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bilan.acts import post
from bilan.acts.access import Person, Reach
from bilan.acts.access import person as person_of
from bilan.acts.matters import COMPLEMENT, FIGURE, PROMISE, RECOMMENDATION, Matter
from bilan.acts.rights import OFFICER
from bilan.report import figures
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.store.desk.models import Account, Letter

ONCE: Final = "remind:{thing}:{day}:{account}"
# Where one acts on it.
PAGES: Final[Mapping[str, str]] = {
    FIGURE: "/desk/figures/", PROMISE: "/desk/calendar/", RECOMMENDATION: "/desk/calendar/",
    COMPLEMENT: "/desk/complements/",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reports at the desk, and where."""

    account: Account
    reaches: tuple[Reach, ...]

    def answers_for(self, matter: Matter) -> bool:
        """Tell whether a matter is theirs: their role holds there, and they speak for the party or were given it.

        Where a matter names no party, it is theirs whose role names its branch of the plan.
        """
        held = [one for one in self.reaches if one.holds(party=matter.party, node=matter.node, region=matter.region)]
        if matter.party is None:
            return any(matter.node in one.nodes for one in held)
        return bool(held) and (self.account.party == matter.party or any(matter.party in one.parties for one in held))


def reporters() -> list[Reporter]:
    """Return everybody who reports."""
    accounts = Account.objects.filter(is_active=True, grants__role=OFFICER, grants__ended_at=None).distinct()
    return [Reporter(one, person_of(one).reaches("submit")) for one in accounts.order_by("name", "pk")]


def answering(matter: Matter, those: Iterable[Reporter]) -> list[Account]:
    """Return whoever is to act on a matter."""
    return [one.account for one in those if one.answers_for(matter)]


def remind(person: Person, matter: Matter, view: View, *, at: datetime) -> int:
    """Remind whoever is to act; return how many letters were written, none where it was done today already."""
    person.demand_at("remind", party=matter.party, node=matter.node, region=matter.region)
    return sum(_write(one, matter, view, at) for one in answering(matter, reporters()))


def reminded() -> dict[str, datetime]:
    """Return by matter when it was last reminded of."""
    letters = Letter.objects.filter(once__startswith="remind:").order_by("made_at")
    return {once.split(":")[1]: made_at for once, made_at in letters.values_list("once", "made_at")}


def _write(account: Account, matter: Matter, view: View, at: datetime) -> bool:
    once = ONCE.format(thing=matter.ident, day=at.date(), account=account.pk)
    voice = Voice(account.language)
    kind, path, what = f"remind_{matter.sort}", PAGES[matter.sort], title(voice, matter, view)
    return post.write(account, kind, once=once, at=at, path=path, what=what, due=voice.partial(matter.due))


def title(voice: Voice, matter: Matter, view: View) -> str:
    """Say in few words what is due: a figure by its indicator, place and period, anything else in its own words."""
    if matter.sort != FIGURE:
        # Words of whoever said it, in their own direction.
        return f"\u2068{matter.what}\u2069" if voice.is_rtl else matter.what
    where = [figures.name_of(voice, matter.subject, view.names), voice.label("region", matter.region)]
    about = voice.partial(matter.about) if matter.about else ""
    return " · ".join(one for one in (figures.name_of(voice, matter.key, view.names), *where, about) if one)
