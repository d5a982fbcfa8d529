"""Keys for programs: made, shown once and kept as a digest alone, found again by it, revoked."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from bilan.acts.access import Person
from bilan.acts.rights import ACTS
from bilan.store.desk.models import Token
from bilan.terms.problems import Place, Problem

# By this beginning a scanner of published code recognises a token that was left lying there.
PREFIX: Final = "bilan_"
TOKEN_BYTES: Final = 32
LONGEST: Final = timedelta(days=365)
NAME_LENGTH: Final = 96
# Its last use is noted so often: a program that reads a thousand pages shall not write a thousand times.
NOTED_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A token with the text that is shown once, or the problems that kept it from being made."""

    token: Token | None = None
    text: str = ""
    problems: tuple[Problem, ...] = ()


def make(person: Person, *, name: str, role: str, acts: Sequence[str], expires_on: date | None, at: datetime) -> Made:
    """Make a token for a program of somebody's own, in one of the roles they have, for some of its acts.

    The text is shown once: what is sent twice under one name makes one token, and the second time tells so.
    """
    person.demand("use_token")
    problems = tuple(_problems(person, name.strip(), role, acts, last=expires_on, today=at.date()))
    if problems or expires_on is None:
        return Made(problems=problems)
    text = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    Token.objects.filter(account=person.account, revoked_at=None, expires_at__lte=at).update(revoked_at=at)
    token, is_new = Token.objects.get_or_create(
        account=person.account, name=name.strip(), revoked_at=None,
        defaults={
            "role": role, "acts": sorted(set(acts)), "digest": digest_of(text), "made_at": at,
            "expires_at": datetime.combine(expires_on + timedelta(days=1), time(), UTC),
        },
    )  # fmt: skip
    if not is_new:
        return Made(problems=(Problem("token_taken", Place(column="name"), {"value": name.strip()}),))
    return Made(token, text)


def revoke(person: Person, token: int, *, at: datetime) -> bool:
    """Revoke a token of one's own; tell whether there was one to revoke. An administrator may revoke anybody's."""
    found = Token.objects.filter(pk=token, revoked_at=None)
    if not person.may("grant"):
        found = found.filter(account=person.account)
    return bool(found.update(revoked_at=at))


def of(text: str, at: datetime) -> Token | None:
    """Return the token that a program showed, if it holds now.

    It is found by its digest: how long that takes tells nothing about a text that nobody can guess.
    """
    token = Token.objects.select_related("account").filter(digest=digest_of(text), revoked_at=None).first()
    if token is None or token.expires_at <= at or not token.account.is_active:
        return None
    if token.used_at is None or at - token.used_at >= NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def roles_for(person: Person) -> list[str]:
    """Return the roles of somebody in which a program may act."""
    return list(dict.fromkeys(one.name for one in person.roles if one.name in ACTS["use_token"]))


def acts_for(role: str) -> list[str]:
    """Return the acts that a program in a role may be given: a token never makes another."""
    return [act for act, roles in ACTS.items() if role in roles and act != "use_token"]


def digest_of(text: str) -> str:
    """Return the digest under which a token is kept; a text so random needs no slow one."""
    return sha256(text.encode()).hexdigest()


def _problems(
    person: Person, name: str, role: str, acts: Sequence[str], *, last: date | None, today: date
) -> Iterator[Problem]:
    if not name or len(name) > NAME_LENGTH:
        yield Problem("token_unnamed", Place(column="name"), {"most": str(NAME_LENGTH)})
    if role not in roles_for(person):
        yield Problem("token_role", Place(column="role"))
    elif not acts or not set(acts) <= set(acts_for(role)):
        yield Problem("token_acts", Place(column="acts"))
    if last is None or not today <= last <= today + LONGEST:
        yield Problem("token_too_long", Place(column="expires_on"), {"last": (today + LONGEST).isoformat()})
