"""What is asked: of which edition, on which two days; and the answer, kept and marked as those of the site are."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from bilan.acts import editions
from bilan.acts.caching import Kept, Made, compressed, key_of
from bilan.api.problems import language_of
from bilan.report.days import Days, read_days
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.editions import Edition

MEGABYTE: Final = 1 << 20
KEPT: Final = Kept(most=24 * MEGABYTE)
# Others may keep an answer so long before they ask whether it is still the same.
SECONDS: Final = 60
# Every day of the two centuries of a plan's life, and no other: so that what the schema lets through is answered.
_CENTURIES: Final = "(?:19|20)[0-9]{2}"
_LEAP: Final = "(?:19(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_MONTHS: Final = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "02-(?:0[1-9]|1[0-9]|2[0-8])",
)
_WHOLE: Final = f"{_CENTURIES}-(?:{'|'.join(_MONTHS)})|{_LEAP}-02-29"
WHOLE_DAY: Final = f"^(?:{_WHOLE})$"
DAY: Final = f"^(?:{_CENTURIES}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|S[12]))?|{_WHOLE})$"
Day = Annotated[
    str,
    StringConstraints(pattern=DAY, max_length=10),
    Field(description="A day, or a month, a quarter or a year: then its last day.", examples=["2012-08-08"]),
]
EditionName = Annotated[
    str,
    StringConstraints(pattern="^[0-9a-f]{4,64}$"),
    Field(description="An edition by its name or the first digits of it; without one, the newest."),
]
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


_SIGN: Final = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
SAFE: Final = f"^{_SIGN}*$"
# With one sign at least that is no space.
SAYING: Final = rf"^{_SIGN}*[^\x00-\x20\x7f]{_SIGN}*$"


def _safe(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("it holds characters that nobody can see")
    return text


# No character that a database or a terminal would stumble over; the same rule is told in the schema.
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=SAFE), AfterValidator(_safe)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=5_000, pattern=SAYING), AfterValidator(_safe)]
KEY: Final = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
Key = Annotated[str, StringConstraints(pattern=KEY, max_length=96)]


def among(names: Collection[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what keeps a text to one of some names, and tells them in the schema."""

    def known(text: str) -> str:
        if text not in names:
            raise ValueError(f"it is none of: {', '.join(names)}")
        return text

    return AfterValidator(known), WithJsonSchema({"type": "string", "enum": list(names)})


class Cut(Schema):
    """The two days of a question, and the edition that is asked."""

    as_of: Annotated[Day | None, Field(description="What is about days until then; else the day of known_on.")] = None
    known_on: Annotated[Day | None, Field(description="What a citizen could know on that day; else today.")] = None
    edition: EditionName | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as it was asked: what names the answer, besides its kind, are edition, days, language and address."""

    request: HttpRequest
    edition: Edition
    stamp: str
    days: Days
    voice: Voice

    @property
    def view(self) -> View:
        """Return the tables, cut by the two days."""
        return self.view_on(self.days.as_of, self.days.known_on)

    def view_on(self, as_of: date, known_on: date) -> View:
        """Return the tables on two other days."""
        return editions.view(self.edition, self.stamp, as_of, known_on)


def asked(request: HttpRequest, cut: Cut | None = None) -> Asked:
    """Read which edition is asked, on which days, in which language."""
    wanted = cut or Cut()
    edition, stamp = editions.find(wanted.edition or editions.current())
    voice = Voice(language_of(request))
    days = read_days(voice, as_of=wanted.as_of, known_on=wanted.known_on, today=datetime.now(UTC).date())
    return Asked(request, edition, stamp, days, voice)


def answered(one: Asked, make: Callable[[], str | bytes], content_type: str) -> HttpResponseBase:
    """Answer with what was kept, else with what is made; whoever has it already is told so."""
    key = _key(one)
    packed = "br" in one.request.headers.get("Accept-Encoding", "")
    tag = f'"{key}{"-br" if packed else ""}"'
    if _has(one.request, tag):
        return headed(HttpResponseNotModified(), tag)
    made = KEPT.get(key)
    if made is None:
        content = make()
        content = content.encode() if isinstance(content, str) else content
        made = Made(content, compressed(content), 200, {"Content-Type": content_type})
        KEPT.keep(key, made)
    squeezed = made.compressed if packed else None
    response = HttpResponse(squeezed or made.content, headers=dict(made.headers))
    if squeezed:
        response.headers["Content-Encoding"] = "br"
    return headed(response, tag)


def streamed(one: Asked, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer with what may be too large to keep."""
    tag = f'"{_key(one)}"'
    return headed(HttpResponseNotModified() if _has(one.request, tag) else make(), tag)


def headed(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Mark an answer, so that it is not sent twice; what anyone may read, the page of another site may read as well."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _key(one: Asked) -> str:
    days = (one.days.as_of, one.days.known_on)
    return key_of(one.stamp, one.request.path, one.request.META["QUERY_STRING"], *days, one.voice.language)


def _has(request: HttpRequest, tag: str) -> bool:
    return tag in request.headers.get("If-None-Match", "")
