"""Which roles the claims of a server stand for, and what is said of a setting that cannot be meant."""

import json
from typing import Any

import pytest

from bilan.acts.granting import Given
from bilan.acts.signing_on import read_claims, roles_of
from bilan.config.sign_on import SettingMalformed, SignOn, read_sign_on

TOLD = {"server_url": "https://sso.example.org/realms/state", "client_id": "bilan", "secret": "s", "claim": "groups"}
CLAIMS = {
    "verifiers": "verifier",
    "statistics": {"role": "officer", "party": ["org-b", "org-a"], "region": "MA-06@1997"},
    "heads": ["publisher", "verifier"],
}


def on(**more: Any) -> SignOn:
    return read_sign_on(json.dumps({**TOLD, "claims": CLAIMS, **more}))


@pytest.mark.parametrize(
    ("groups", "given"),
    [
        ([], []),
        (["gardeners"], []),
        ("verifiers", [Given("verifier")]),
        (["heads", "verifiers"], [Given("verifier"), Given("publisher")]),
        (["statistics"], [Given("officer", (("party", "org-a"), ("party", "org-b"), ("region", "MA-06@1997")))]),
        (None, []),
        (7, []),
    ],
)
def test_each_value_of_the_claim_stands_for_its_roles(groups: object, given: list[Given]) -> None:
    assert roles_of(read_claims({"sub": "1", "email": "A@b.org", "groups": groups}, on()), on()) == given


def test_an_address_counts_as_verified_only_when_the_server_says_so_outright() -> None:
    told = ({"email_verified": value} for value in (True, "true", 1, None))
    assert [read_claims(one, on()).verified for one in told] == [True, False, False, False]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": ', "line 1, character 7"),
        ("[]", "line 1, character 1"),
        (json.dumps({**TOLD, "server_url": "sso.example.org"}), "server_url"),
        (json.dumps(TOLD), "claims"),
        (json.dumps({**TOLD, "secret": " ", "claims": CLAIMS}), "secret"),
        (json.dumps({**TOLD, "claims": {"a": "boss"}}), "claims.a"),
        (json.dumps({**TOLD, "claims": {"a": {"role": "officer", "town": "x"}}}), "claims.a.town"),
        (json.dumps({**TOLD, "claims": {"a": {"role": "officer", "party": 7}}}), "claims.a.party"),
        (json.dumps({**TOLD, "claims": {"a": 7}}), "claims.a"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_with_its_place_and_without_its_secret(text: str, place: str) -> None:
    with pytest.raises(SettingMalformed) as refused:
        read_sign_on(text)
    assert refused.value.place == place
    assert '"s"' not in str(refused.value)
