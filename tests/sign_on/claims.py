"""What the provider of the tests says of somebody: their groups besides."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class Claims(DefaultOIDCAdapter):  # type: ignore[misc] # allauth says no types
    """Tells the groups of somebody besides."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **more: Any) -> dict[str, Any]:
        """Return the claims of somebody."""
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **more)
        return {**claims, "groups": [one for one in user.last_name.split(",") if one], "name": user.first_name}
