"""Serve a page: read what was asked, answer from what was kept, else make the page; tell what went wrong as a page."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string

from bilan.acts.caching import Kept, Made, compressed, key_of, method
from bilan.config.declared import read_setting
from bilan.report.voice import Voice
from bilan.tables.editions import EditionMissing
from bilan.terms.days import NotADay, span
from bilan.terms.languages import LANGUAGES, accepted
from bilan.web import editions
from bilan.web.addresses import SAFE, Address
from bilan.web.asked import Asked, NotFound, Refused
from bilan.web.paths import TYPED
from bilan.web.shown import File, Shown, Stream

Make = Callable[..., Shown | File | Stream]
KEPT: Final = Kept()
# A page may be kept by others so long before they ask whether it is still the same.
SECONDS: Final = 60
DATES: Final = ("as_of", "known_on")
LONGEST: Final = 200
# Set by whoever writes the site down as files, in the same process; no request from outside can set it.
STILL: Final = "bilan.still"
# Settings that pages tell.
TOLD: Final = ("BILAN_ADDRESS", "BILAN_CONTACT", "BILAN_LICENCE")
HTML: Final = "text/html; charset=utf-8"
LOG: Final = logging.getLogger("bilan.web")


def page(name: str, make: Make) -> Callable[..., HttpResponseBase]:
    """Return the view of a page: `make` takes what was asked and the parts of the path that the page is about."""

    def view(request: HttpRequest, language: str, **parts: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return _told(_address(request, language), "method", 405, {"Allow": "GET, HEAD"}, method=request.method)
        if any(request.GET.get(one) for one in DATES):
            return _explained(request, language, lambda: _to_the_dates(request, name, language, parts))
        return _explained(
            request, language, lambda: _answer(request, _asked(request, name, language, parts), make, parts)
        )

    # The picture of a page asks for what the page shows.
    view.make = make  # type: ignore[attr-defined]
    return view


def _explained(request: HttpRequest, language: str, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer; where that cannot be done tell why, as a page with the status that fits."""
    address = _address(request, language)
    try:
        return answer()
    except NotFound as missing:
        return _told(address, missing.code, 404, near=missing.near, **missing.values)
    except Refused as refused:
        return _told(address, refused.code, 400, **refused.values)
    except EditionMissing as missing:
        return _told(address, "no_edition", 404, edition=missing.name)
    except Exception:
        LOG.exception("the page %s could not be made", request.path)
        return _told(address, "failed", 500)


def today() -> date:
    """Return the day it is."""
    return datetime.now(UTC).date()


def _answer(request: HttpRequest, asked: Asked, make: Make, parts: Mapping[str, Any]) -> HttpResponseBase:
    settings = (read_setting(one) for one in TOLD)
    state = (asked.stamp, asked.address, asked.as_of, asked.known_on, asked.still)
    key = key_of(*state, *settings, *sorted(asked.words.items()))
    # Read from META: to gather the headers of a request takes as long as to answer from what was kept.
    packed = "br" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    tag = f'"{key}{"-br" if packed else ""}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return _headed(HttpResponseNotModified(), tag)
    made = KEPT.get(key)
    if made is None:
        shown = make(asked, **parts)
        if isinstance(shown, Stream):
            return _headed(_streamed(shown), tag)
        made = _made(asked, shown)
        KEPT.keep(key, made)
    if "Location" in made.headers:
        return HttpResponseRedirect(made.headers["Location"])
    squeezed = made.compressed if packed else None
    response = HttpResponse(squeezed or made.content, status=made.status, headers=dict(made.headers))
    if squeezed:
        response.headers["Content-Encoding"] = "br"
    if made.headers.get("X-Framed"):
        del response.headers["X-Framed"]
        response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined] # noqa: SLF001 - so django-csp is told
    return _headed(response, tag)


def _streamed(stream: Stream) -> StreamingHttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{stream.name}"'}
    return StreamingHttpResponse(stream.pieces, content_type=stream.content_type, headers=named)


def _headed(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _made(asked: Asked, shown: Shown | File) -> Made:
    if isinstance(shown, File):
        named = {"Content-Disposition": f'attachment; filename="{shown.name}"'} if shown.name else {}
        return Made(shown.content, compressed(shown.content), 200, {"Content-Type": shown.content_type, **named})
    if shown.elsewhere:
        return Made(b"", None, 302, {"Location": shown.elsewhere})
    told = {**shown.told, **_common(asked), "shown": shown, "subject": shown.subject}
    content = render_to_string(shown.template, told).encode()
    framed = {"X-Framed": "yes"} if shown.framed else {}
    return Made(content, compressed(content), shown.status, {"Content-Type": HTML, **framed})


def _common(asked: Asked) -> dict[str, Any]:
    """Return what the frame of every page tells."""
    public = read_setting("BILAN_ADDRESS").rstrip("/")
    return {"asked": asked, "voice": asked.voice, "method": method(), "public_address": public}


def _asked(request: HttpRequest, name: str, language: str, parts: dict[str, Any]) -> Asked:
    """Read what was asked; dates that have not come are refused, for nothing can be known of them."""
    typed = _typed(request, name)
    address = Address(
        language,
        f"{_path(request, parts)}{_query(typed)}",
        parts.pop("edition", None),
        _read(parts.pop("as_of", None)),
        _read(parts.pop("known_on", None)),
    )
    edition, stamp = editions.find(address.edition or editions.current())
    day = today()
    for one in (address.as_of, address.known_on):
        if one and one > day:
            raise Refused("to_come", day=one, today=day)
    known_on = address.known_on or day
    as_of = address.as_of or _last_day(edition, stamp, known_on)
    return Asked(address, edition, stamp, as_of, known_on, day, typed, still=STILL in request.META)


def _path(request: HttpRequest, parts: Mapping[str, Any]) -> str:
    """Return the path of the page, without the language, edition and dates before it."""
    before = 2 + bool(parts.get("edition")) + 2 * bool(parts.get("as_of"))
    return quote(request.path.split("/", maxsplit=before)[-1], safe=SAFE)


def _last_day(edition: Any, stamp: str, known_on: date) -> date:
    """Return the day itself while the plan runs, and its last day once it is over."""
    ends = editions.view(edition, stamp, known_on, known_on).plan.get("ends_on_to")
    return min(known_on, ends) if ends else known_on


def _typed(request: HttpRequest, name: str) -> dict[str, str]:
    """Return what was typed into the form of a page, without the signs that one cannot see."""
    given = {one: " ".join(request.GET.get(one, "").split()) for one in TYPED.get(name, ())}
    seen = {one: "".join(filter(str.isprintable, text)).strip() for one, text in given.items()}
    return {one: text for one, text in seen.items() if text}


def _query(typed: Mapping[str, str]) -> str:
    return f"?{urlencode(typed)}" if typed else ""


def _read(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused("no_day", text=text[:LONGEST]) from wrong


def _to_the_dates(request: HttpRequest, name: str, language: str, parts: Mapping[str, Any]) -> HttpResponse:
    """Send a reader who chose dates in the form to the page that has them in its address."""
    path = f"{_path(request, parts)}{_query(_typed(request, name))}"
    known = _partial(request.GET.get("known_on")) or _partial(request.GET.get("as_of")) or today()
    about = _partial(request.GET.get("as_of")) or known
    return HttpResponseRedirect(str(Address(language, path, parts.get("edition"), about, known)))


def _partial(text: str | None) -> date | None:
    """Read a day; of a month, a quarter or a year take the last day."""
    if not text or not text.strip():
        return None
    try:
        read = span(text.strip()[:LONGEST]).last
    except NotADay as wrong:
        raise Refused("no_day", text=text[:LONGEST]) from wrong
    if read is None:
        raise Refused("no_day", text=text[:LONGEST])
    return read


def _address(request: HttpRequest, language: str) -> Address:
    """Return the language that a page about a mistake speaks, and where it leads: to the newest state."""
    return Address(language if language in LANGUAGES else preferred(request))


def preferred(request: HttpRequest) -> str:
    """Return the first of our languages that the browser asks for, French where it asks for none of them."""
    return accepted(request.headers.get("Accept-Language", ""), LANGUAGES[0])


def _told(
    address: Address,
    code: str,
    status: int,
    headers: Mapping[str, str] | None = None,
    near: tuple[tuple[str, str], ...] = (),
    **values: Any,
) -> HttpResponse:
    """Tell as a page what went wrong, why, and where to go from here."""
    voice = Voice(address.language)
    said = {name: voice.day(one) if isinstance(one, date) else str(one)[:LONGEST] for name, one in values.items()}
    told = {
        "voice": voice,
        "address": address,
        "subject": "site",
        "title": voice.tell("site", f"wrong.{code}"),
        "why": voice.tell("site", f"wrong.{code}.why", **said),
        "near": near,
        "status": status,
    }
    content = render_to_string("wrong.html", told)
    response = HttpResponse(content, status=status, content_type=HTML, headers=headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def unknown(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that no page has this address."""
    language = request.path.split("/")[1] if request.path.count("/") > 1 else ""
    return _told(_address(request, language), "no_page", 404, path=request.path)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that the request itself could not be read."""
    return _told(_address(request, ""), "bad_request", 400)


def failed(request: HttpRequest) -> HttpResponse:
    """Tell that the page could not be made."""
    return _told(_address(request, ""), "failed", 500)


def welcome(request: HttpRequest) -> HttpResponse:
    """Send a reader to the panorama in their language."""
    response = HttpResponseRedirect(str(Address(preferred(request))))
    response.headers["Vary"] = "Accept-Language"
    return response
