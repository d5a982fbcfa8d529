"""Hand a filed file out: as a download, never as a page, whatever is in it."""

from typing import BinaryIO, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from bilan.acts import filing
from bilan.config.home import opened_home
from bilan.store.desk.models import Filed

# Should a browser show it all the same, then without scripts, forms or an origin of its own.
HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What is redacted is gone a minute later.
ASK_AGAIN: Final = "public, max-age=60"


def attached(filed: Filed, file: BinaryIO, name: str) -> FileResponse:
    """Return a file as a download of the type that it has by its look."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=filed.media_type, headers=HEADERS)


@require_safe
def released(request: HttpRequest, digest: str) -> HttpResponseBase:  # noqa: ARG001 - every view takes one
    """Hand out a file that everybody may read; of any other, nothing says whether it is there."""
    found = filing.released(opened_home(), digest, today=now().date())
    if found is None:
        raise Http404
    filed, file = found
    answer = attached(filed, file, filing.name_for(filed, public=True))
    answer.headers["Cache-Control"] = ASK_AGAIN
    answer.headers["ETag"] = f'"{digest}"'
    return answer
