"""Version 1 of the interface for programs: its operations, its document (OpenAPI 3.1), and what answers beside them."""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bilan.api import complements, drafts, files, ledger, reading, reviewing
from bilan.api.problems import Wrong, told, wrong_of
from bilan.api.shapes import SHAPES
from bilan.config.declared import MEGABYTE, largest_file

PREFIX: Final = "api/v1/"
DESCRIPTION: Final = """
Read what anybody may read, with the same answers as the command line; with a token, propose, and decide on proposals.
What is proposed becomes an entry when somebody else accepts it, as at the desk.
"""
# What a form needs around the file that it brings.
FORM: Final = MEGABYTE
Answer = Callable[..., HttpResponseBase]


class Interface(NinjaAPI):
    """The operations, with the shapes of what they tell."""

    def get_openapi_schema(self, **how: Any) -> Any:
        """Return the OpenAPI document."""
        schema = super().get_openapi_schema(**{"path_prefix": PREFIX, **how})
        shapes = schema["components"].setdefault("schemas", {})
        if twice := shapes.keys() & SHAPES.keys():
            raise ValueError(f"two shapes of one name: {sorted(twice)}")
        shapes.update(SHAPES)
        return schema


api = Interface(
    title="Bilan", version="1", description=DESCRIPTION.strip(), docs_url=None, urls_namespace="api-1",
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)  # fmt: skip
for part in (reading, ledger, drafts, reviewing, complements, files):
    api.add_router("", part.router)


def explained(request: HttpRequest, raised: Any) -> HttpResponse:
    """Tell what went wrong as a problem."""
    return told(request, wrong_of(raised))


# Ninja has answers of its own to these; ours take their place.
for _sort in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_sort, explained)


def _answered(view: Answer) -> Answer:
    """Answer HEAD as GET, and tell of a method that is not there as of any other problem."""

    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponseBase:
        if int(request.META.get("CONTENT_LENGTH") or 0) > largest_file() + FORM:
            return told(request, Wrong(413, "request_too_large"))
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *parts, **named)
        if response.status_code == 405:  # noqa: PLR2004 - is the status of a method that is not there
            allowed = {"Allow": response.headers["Allow"]}
            return told(request, Wrong(405, "method_missing", method=request.method, headers=allowed))
        return response

    return csrf_exempt(answer)


def _nothing(request: HttpRequest) -> HttpResponseBase:
    return told(request, Wrong(404, "nothing_there"))


def routes() -> list[URLPattern | URLResolver]:
    """Return the addresses of this version; what has none is told as a problem too."""
    found = api.urls[0]
    for one in found:
        if isinstance(one, URLPattern):
            one.callback = _answered(one.callback)
    return [*found, re_path("", csrf_exempt(_nothing))]
