"""Compose a letter: subject, plain text and HTML in the language of whoever gets it, from the word list of letters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string

from bilan.config.declared import read_setting
from bilan.report.voice import Voice
from bilan.store.desk.models import Account

SUBJECT: Final = "desk_letters"
TEMPLATE: Final = "desk/letters/letter.html"
STOP: Final = "/desk/letters/stop/{token}/"
LONGEST_SUBJECT: Final = 180
SALT: Final = "bilan.letters.stop"
# What would end a line, of a header too; spaces that bind and marks of direction stay.
BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list in a letter; `path` is the page of the desk where one acts on it."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A list in a letter under its heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it is sent."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def compose(
    account: Account,
    kind: str,
    *,
    path: str = "",
    parts: Sequence[Part] = (),
    stoppable: bool = False,
    **values: Any,
) -> Composed:
    """Write a letter: `path` is the page of the desk that it leads to, `stoppable` tells how to get no more of them."""
    voice = Voice(account.language)
    told = {name: _one_line(value) for name, value in values.items()}
    subject = _one_line(voice.tell(SUBJECT, f"{kind}.subject", **told))[:LONGEST_SUBJECT]
    stop = absolute(STOP.format(token=stop_token(account))) if stoppable else ""
    letter = {
        "voice": voice,
        "title": subject,
        "greeting": voice.tell(SUBJECT, "greeting", name=_one_line(account.name)),
        "said": voice.tell(SUBJECT, f"{kind}.text", **told),
        "link": absolute(path) if path else "",
        "open": voice.tell(SUBJECT, "open"),
        "parts": [_linked(part) for part in parts],
        "why": voice.tell(SUBJECT, "why"),
        "stop": stop,
        "stop_said": voice.tell(SUBJECT, "stop"),
    }
    return Composed(subject, _text(letter), render_to_string(TEMPLATE, letter), _headers(voice, stop))


def absolute(path: str) -> str:
    """Return the whole address of a page, where the site has one; else nothing, and the letter has no link."""
    address = read_setting("BILAN_ADDRESS").rstrip("/")
    return f"{address}{path}" if address else ""


def stop_token(account: Account) -> str:
    """Return what proves, without signing in, that somebody asks for an account to get no more digests."""
    return Signer(salt=SALT).sign(str(account.pk))


def stopped_by(token: str) -> Account | None:
    """Return the account of a token, or nothing."""
    try:
        return Account.objects.filter(pk=Signer(salt=SALT).unsign(token)).first()
    except (BadSignature, ValueError):
        return None


def _linked(part: Part) -> dict[str, Any]:
    lines = [(line.text, absolute(line.path) if line.path else "") for line in part.lines]
    return {"title": part.title, "lines": lines}


def _text(letter: Mapping[str, Any]) -> str:
    blocks = [letter["greeting"], letter["said"]]
    for part in letter["parts"]:
        lines = (f"- {said}\n  {link}" if link else f"- {said}" for said, link in part["lines"])
        blocks.append("\n".join((part["title"], *lines)))
    blocks += [f"{letter['open']}\n{letter['link']}"] if letter["link"] else []
    foot = [letter["why"], *([f"{letter['stop_said']}\n{letter['stop']}"] if letter["stop"] else [])]
    return "\n\n".join([*blocks, "\n".join(("-- ", *foot))]) + "\n"


def _headers(voice: Voice, stop: str) -> dict[str, str]:
    headers = {"Content-Language": voice.language, "Auto-Submitted": "auto-generated"}
    if stop:
        # RFC 8058: the reader's own program may ask, by one POST.
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _one_line(value: object) -> str:
    """Write a value without line breaks and control characters: it may end up in a header."""
    return BREAKS.sub(" ", str(value)).strip()
