"""An operation: what it takes and gives, and the act that it wants; all of this stands in the OpenAPI document."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from django.http import HttpResponseBase
from ninja import Router

from bilan.api.bearer import Bearer
from bilan.api.problems import MEDIA_TYPE

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Schema = Mapping[str, Any]

JSON: Final = "application/json"
CSV: Final = "text/csv"
NDJSON: Final = "application/x-ndjson"
PARQUET: Final = "application/vnd.apache.parquet"
TEXT: Final = "text/plain"
BINARY: Final[Schema] = {"type": "string", "format": "binary"}
LINES: Final[Schema] = {"type": "string"}
# What may go wrong with any request, and with any that a person is behind.
ALWAYS: Final = (400, 404, 422, 500, 503)
OF_PEOPLE: Final = (401, 403, 409, 413, 429)
SAID: Final[Mapping[int, str]] = {
    200: "What was asked for.",
    201: "It was made.",
    202: "It is on its way.",
    204: "It was done.",
    304: "It is the same as what you have.",
    400: "The request cannot be read.",
    401: "There is no token, or it does not hold.",
    403: "No role of yours may do this, or not here, or not with this.",
    404: "There is no such thing, or none that you may see.",
    409: "It has the right form, and the ledger or somebody quicker stands against it; the problems say why.",
    413: "It is too large.",
    422: "It does not have the form that is asked for; each problem is told with its place and remedy.",
    429: "Too many tokens that do not hold: wait.",
    500: "A mistake of ours.",
    503: "The edition has tables of another version of Bilan.",
}


def ref(name: str) -> Schema:
    """Name a shape of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    gives: Mapping[str, Schema] | None,
    act: str | None = None,
    status: int = 200,
    fails: Iterable[int] = (),
    name: str | None = None,
    tag: str = "read",
) -> Callable[[View], View]:
    """Make an operation of a function; `act` is what whoever asks must be allowed, none for what anybody may read."""
    wrongs = sorted({*ALWAYS, *fails, *(OF_PEOPLE if act else ())})
    told = {status: {"description": SAID[status], **_content(gives)}}
    told |= {304: {"description": SAID[304]}} if act is None else {}
    told |= {one: {"description": SAID[one], **_content({MEDIA_TYPE: ref("Problem")})} for one in wrongs}

    def made(view: View) -> View:
        view.act = act  # type: ignore[attr-defined]  # so that the tests can ask each operation for what it wants
        made_of = router.api_operation(
            [method],
            path,
            response={status: None},
            auth=Bearer(act) if act else None,
            operation_id=name or view.__name__,
            tags=[tag],
            openapi_extra={"x-act": act, "responses": told},
        )
        made_of(view)
        return view

    return made


def _content(gives: Mapping[str, Schema] | None) -> dict[str, Any]:
    return {"content": {media: {"schema": dict(schema)} for media, schema in gives.items()}} if gives else {}
