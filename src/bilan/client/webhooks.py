"""Sign a call to another program, and verify one: as Standard Webhooks asks (HMAC-SHA256 over id, time and body)."""

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

PREFIX: Final = "whsec_"
VERSION: Final = "v1"
SECRET_BYTES: Final = 32
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
# A call that is older may be one that somebody has caught and sends again.
OLDEST_SECONDS: Final = 300


class NotSigned(ValueError):
    """A call does not come from where it says, or is too old; keeps the reason."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def new_secret() -> str:
    """Return a secret for two programs to share."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(secret: str, name: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """Return the headers of a call, which is named so that whoever hears it twice can tell."""
    seconds = str(int(at.timestamp()))
    return {ID: name, TIMESTAMP: seconds, SIGNATURE: f"{VERSION},{_signature(secret, name, seconds, body)}"}


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, at: datetime) -> str:
    """Return the name of a call that was signed with the secret not long before; else raise `NotSigned`."""
    told = {name.lower(): value for name, value in headers.items()}
    if missing := [name for name in (ID, TIMESTAMP, SIGNATURE) if name not in told]:
        raise NotSigned(f"no header {missing[0]}")
    name, seconds = told[ID], told[TIMESTAMP]
    if not seconds.isascii() or not seconds.isdigit() or abs(at.timestamp() - int(seconds)) > OLDEST_SECONDS:
        raise NotSigned("it was signed too long ago, or this clock is wrong")
    wanted = _signature(secret, name, seconds, body)
    given = [one.removeprefix(f"{VERSION},") for one in told[SIGNATURE].split() if one.startswith(f"{VERSION},")]
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given):
        raise NotSigned("the signature is of another secret or another body")
    return name


def _signature(secret: str, name: str, seconds: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, f"{name}.{seconds}.".encode() + body, sha256)).decode()
