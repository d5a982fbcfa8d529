"""Call another program by its address, and never one that stands behind the walls of whoever runs this site.

The name is looked up once, every address it gives is judged, and the call goes to the one that was judged: whoever
answers otherwise a moment later is not asked again. No redirect is followed, no answer is read, no proxy is used.
"""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from bilan.config.declared import read_setting

SECONDS: Final = 10.0
PORTS: Final[Mapping[str, int]] = {"https": 443, "http": 80}
LONGEST: Final = 300
WELL: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a call: the status of the answer, or why there was none."""

    status: int | None = None
    failure: str | None = None

    @property
    def arrived(self) -> bool:
        """Tell whether the other program took it."""
        return self.status in WELL


Call = Callable[[str, bytes, Mapping[str, str]], Called]


class NotCallable(ValueError):
    """An address is none that is called; keeps the reason, a code of the list `call_failure`."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def call(address: str, body: bytes, headers: Mapping[str, str]) -> Called:
    """Send a body to an address."""
    try:
        parts = parts_of(address)
        host = _judged(parts)
        named = {**headers, "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "bilan"}
        with (
            httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST", _to(parts, host), content=body, headers=named, extensions={"sni_hostname": parts.hostname}
            ) as answer,
        ):
            return Called(answer.status_code)
    except NotCallable as refused:
        return Called(failure=refused.reason)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as failed:
        return Called(failure=f"{type(failed).__name__}: {failed}"[:LONGEST])


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address that may be called; of this machine and over http only where settings say so."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as wrong:
        raise NotCallable("no_address") from wrong
    if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        raise NotCallable("no_address")
    if parts.scheme != "https" and not (parts.scheme == "http" and _local()):
        raise NotCallable("not_https")
    return parts


def _judged(parts: SplitResult) -> str:
    """Return the one address of a host that is called; not if any of those its name gives is not public."""
    port = parts.port or PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    hosts = list(dict.fromkeys(str(where[0]) for *_, where in found))
    if not hosts or (not _local() and not all(is_public(one) for one in hosts)):
        raise NotCallable("private_address")
    return hosts[0]


def is_public(host: str) -> bool:
    """Tell whether an address is one of the open network.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    one = ip_address(host.partition("%")[0])
    if isinstance(one, IPv6Address) and (one.ipv4_mapped or one.sixtofour or one.teredo):
        return False
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)


def _to(parts: SplitResult, host: str) -> str:
    inside = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{inside}{port}").geturl()


def _local() -> bool:
    return bool(read_setting("BILAN_HOOKS_LOCAL"))
