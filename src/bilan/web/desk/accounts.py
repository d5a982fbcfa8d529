"""How accounts behave: nobody signs up, whoever signs in by the organisation's own server gets the roles it tells."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from bilan.store.desk.models import Account


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth says no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - nobody signs up, whoever asks
        """Keep the door closed."""
        return False


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc] # as above
    """Single sign-on."""


def displayed(account: Account) -> str:
    """Return the name under which somebody is greeted."""
    return account.name
