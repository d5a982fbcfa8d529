"""Single sign-on as the setting BILAN_OIDC says it: the server, and which claim stands for which role."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from bilan.config.declared import read_setting
from bilan.terms.codes import code_list

SETTING: Final = "BILAN_OIDC"
# By this name the server stands in addresses: ``/desk/account/sign-on/oidc/organisation/login/``.
PROVIDER: Final = "organisation"
SORTS: Final = ("party", "node", "region")
SCHEMES: Final = ("https", "http")

Scopes = tuple[tuple[str, str], ...]


class SettingMalformed(Exception):
    """A setting cannot be read; keeps its name, where in it, and what should stand there. It never quotes a secret."""

    def __init__(self, name: str, place: str, wanted: str) -> None:
        """Say where and what."""
        super().__init__(f"{name}, {place}: {wanted}")
        self.name = name
        self.place = place
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class SignOn:
    """The organisation's own server, and for each value of a claim the roles it stands for, with where they hold."""

    name: str
    server_url: str
    client_id: str
    secret: str
    claim: str
    claims: Mapping[str, tuple[tuple[str, Scopes], ...]]

    @property
    def origin(self) -> str:
        """Return the origin of the server, to which forms may lead."""
        parts = urlsplit(self.server_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def providers(self) -> dict[str, Any]:
        """Return the server as allauth wants it."""
        app = {
            "provider_id": PROVIDER, "name": self.name, "client_id": self.client_id, "secret": self.secret,
            "settings": {"server_url": self.server_url, "oauth_pkce_enabled": True},
        }  # fmt: skip
        return {"openid_connect": {"APPS": [app]}}


def sign_on() -> SignOn | None:
    """Return single sign-on as it is set, if it is."""
    text = read_setting(SETTING)
    return read_sign_on(text) if text else None


@lru_cache(maxsize=1)
def read_sign_on(text: str) -> SignOn:
    """Read the setting, and refuse what cannot be meant with the place it stands in."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as malformed:
        place = f"line {malformed.lineno}, character {malformed.colno}"
        raise SettingMalformed(SETTING, place, "JSON") from None
    if not isinstance(told, dict):
        raise SettingMalformed(SETTING, "line 1, character 1", "a JSON object")
    parts = urlsplit(server := _text(told, "server_url"))
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise SettingMalformed(SETTING, "server_url", "an address, as https://sso.example.org/realms/state")
    claims = told.get("claims")
    if not isinstance(claims, dict) or not claims:
        raise SettingMalformed(SETTING, "claims", 'a JSON object, as {"bilan-verifiers": "verifier"}')
    return SignOn(
        name=str(told.get("name") or parts.hostname), server_url=server, client_id=_text(told, "client_id"),
        secret=_text(told, "secret"), claim=_text(told, "claim"),
        claims={value: tuple(_roles(f"claims.{value}", roles)) for value, roles in claims.items()},
    )  # fmt: skip


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SettingMalformed(SETTING, name, "a text that is not empty")
    return value


def _roles(place: str, told: Any) -> Iterator[tuple[str, Scopes]]:
    """Read a role, or several: each is a name, or an object with the name under `role` and where it holds."""
    for one in told if isinstance(told, list) else [told]:
        role, scopes = (one, {}) if isinstance(one, str) else (_part(one, place).get("role"), _part(one, place))
        if role not in code_list("role"):
            raise SettingMalformed(SETTING, place, f"a role: {', '.join(code_list('role'))}")
        if unknown := set(scopes) - {"role", *SORTS}:
            raise SettingMalformed(SETTING, f"{place}.{min(unknown)}", f"one of: role, {', '.join(SORTS)}")
        yield (
            str(role),
            tuple(sorted((sort, key) for sort in SORTS for key in _keys(scopes.get(sort, ()), place, sort))),
        )


def _part(told: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise SettingMalformed(SETTING, place, 'a role, or {"role": …, "party": […]}')
    return told


def _keys(told: Any, place: str, sort: str) -> list[str]:
    keys = [told] if isinstance(told, str) else list(told) if isinstance(told, list | tuple) else None
    if keys is None or not all(isinstance(one, str) and one for one in keys):
        raise SettingMalformed(SETTING, f"{place}.{sort}", "a key of the ledger, or a list of keys")
    return keys
