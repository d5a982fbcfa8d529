"""Who may do what, decided in one place: roles, their acts, where a role holds, and the clause that filters by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from bilan.acts.rights import ACTS, READING, SORTS
from bilan.store.desk.models import Account, Token
from bilan.store.tree import branches

# An empty clause keeps all rows too, and Django lets it vanish from an "or".
EVERY: Final = ~Q(pk__in=())


class Forbidden(Exception):
    """Somebody asked for an act that none of their roles has, or not there; keeps the act."""

    def __init__(self, act: str) -> None:
        """Keep the act."""
        super().__init__(f"no role of this account may {act!r} here")
        self.act = act


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a role holds; an empty set means all of that sort. Of branches, all nodes below are in `nodes` too."""

    parties: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def clause(self) -> Q:
        """Return what keeps of a table of working papers the rows that lie within."""
        wanted = (("party", self.parties), ("node", self.nodes), ("region", self.regions))
        return Q(*(Q(**{f"{name}__in": sorted(keys)}) for name, keys in wanted if keys))

    def holds(self, *, party: str | None, node: str | None, region: str | None) -> bool:
        """Tell of one thing what the clause tells of rows."""
        wanted = ((party, self.parties), (node, self.nodes), (region, self.regions))
        return all(key in keys for key, keys in wanted if keys)


@dataclass(frozen=True, slots=True)
class Role:
    """A role that somebody has, and where."""

    name: str
    reach: Reach = Reach()


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever acts: an account with the roles it has now; by a token, with one of them and some acts of it alone."""

    account: Account
    roles: tuple[Role, ...]
    only: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """Return the name that stands in the ledger."""
        return self.account.signs_as

    @property
    def writes(self) -> bool:
        """Tell whether one of the roles changes anything."""
        return any(one.name not in READING for one in self.roles)

    def may(self, act: str) -> bool:
        """Tell whether one of the roles has an act, somewhere."""
        return bool(self._with(act))

    def demand(self, act: str) -> None:
        """Refuse an act that no role has."""
        if not self.may(act):
            raise Forbidden(act)

    def within(self, act: str) -> Q:
        """Return the clause that keeps the rows on which an act may be done; none where no role has it."""
        found = self._with(act)
        clause = Q(pk__in=())
        for one in found:
            clause |= one.reach.clause()
        return EVERY if any(one.reach == Reach() for one in found) else clause

    def reaches(self, act: str) -> tuple[Reach, ...]:
        """Return where an act may be done, role by role; none where no role has it."""
        return tuple(one.reach for one in self._with(act))

    def may_at(self, act: str, *, party: str | None, node: str | None, region: str | None) -> bool:
        """Tell whether a thing lies within the reach of a role that has an act."""
        return any(one.reach.holds(party=party, node=node, region=region) for one in self._with(act))

    def demand_at(self, act: str, *, party: str | None, node: str | None, region: str | None) -> None:
        """Refuse an act on a thing that lies outside the reach of the roles that have it."""
        if not self.may_at(act, party=party, node=node, region=region):
            raise Forbidden(act)

    def _with(self, act: str) -> list[Role]:
        if self.only is not None and act not in self.only:
            return []
        return [one for one in self.roles if one.name in ACTS[act]]


def person(account: Account) -> Person:
    """Return an account with the roles it has now."""
    if not account.is_active:
        return Person(account, ())
    grants = account.grants.filter(ended_at=None).prefetch_related("scopes").order_by("given_at", "pk")
    roles = (Role(one.role, reach((scope.sort, scope.key) for scope in one.scopes.all())) for one in grants)
    return Person(account, tuple(roles))


def bearer(token: Token) -> Person:
    """Return whoever a token speaks for: its one role as the account has it now, and the acts of the token alone."""
    whole = person(token.account)
    return Person(whole.account, tuple(one for one in whole.roles if one.name == token.role), frozenset(token.acts))


def reach(scopes: Iterable[tuple[str, str]]) -> Reach:
    """Return where a role holds that was given for some places."""
    keys: dict[str, set[str]] = {sort: set() for sort in SORTS}
    for sort, key in scopes:
        keys[sort].add(key)
    nodes = branches(keys["node"]) if keys["node"] else frozenset()
    return Reach(frozenset(keys["party"]), nodes, frozenset(keys["region"]))
