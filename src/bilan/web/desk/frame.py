"""What stands on every page of the desk: the language."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bilan.terms.languages import LANGUAGES
from bilan.web.desk.context import COOKIE


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the desk: of the account where somebody is signed in, else of this browser."""
    wanted, there = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, allowed_hosts=None, require_https=request.is_secure())
    response = HttpResponseRedirect(there if safe else "/desk/")
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=365 * 86_400, secure=request.is_secure(), samesite="Lax")
        if request.user.is_authenticated:
            request.user.language = wanted
            request.user.save(update_fields=["language"])
    return response


urls: list[URLPattern] = [path("language/", language, name="language")]
