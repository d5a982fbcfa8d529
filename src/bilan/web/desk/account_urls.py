"""The addresses of accounts, as allauth serves them: sign in and out, password, second factor, sessions.

What nobody needs here is closed before allauth can answer; `tests/gates/test_accounts.py` holds the two lists to what
allauth offers.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from bilan.web.desk.door import wrong

# Accounts are made by an administrator, and each has the one address that it was made with.
CLOSED: Final = (
    "signup/", "email/", "confirm-email/", "confirm-email/.+/", "password/set/", "login/code/confirm/",
    "sign-on/signup/", "sign-on/",
)  # fmt: skip


def closed(request: HttpRequest) -> HttpResponse:
    """Answer as if there were nothing."""
    return wrong(request, "not_found", 404)


urlpatterns = [
    *(re_path(f"^{one}$", closed) for one in CLOSED),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sign-on/", include("allauth.socialaccount.urls")),
    path("sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
