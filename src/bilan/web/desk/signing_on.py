"""Single sign-on at the door: whoever the organisation's own server vouches for gets the roles it tells."""

from datetime import UTC, datetime

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from bilan.acts import signing_on
from bilan.acts.signing_on import Claimed
from bilan.config.sign_on import sign_on
from bilan.store.desk.models import Account
from bilan.web.desk.account_urls import closed
from bilan.web.desk.accounts import said


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth says no types
    """Single sign-on: known by the server's own name for somebody, else by an address that it vouches for."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account of whoever arrives, and give it the roles that it has now."""
        on = sign_on()
        if on is None or sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(closed(request))
        told = sociallogin.account.extra_data
        claimed = signing_on.read_claims({**told.get("id_token", {}), **told.get("userinfo", {})}, on)
        known = sociallogin.user if sociallogin.is_existing else _known(request, claimed)
        account = signing_on.arrive(known, claimed, on, at=datetime.now(UTC))
        if account is None:
            raise ImmediateHttpResponse(said(request, "no_role", 403))
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - nobody
        """Keep the door closed: accounts are made from claims alone."""
        return False


def _known(request: HttpRequest, claimed: Claimed) -> Account | None:
    """Return who has the address already; one that nobody vouches for opens no account, old or new."""
    if not claimed.verified:
        raise ImmediateHttpResponse(said(request, "unverified", 403))
    return Account.objects.filter(email__iexact=claimed.email).first()
