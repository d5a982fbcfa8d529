"""Canonical bytes: the one way to write a JSON value (RFC 8785) and a digest, so that equal things have equal bytes."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any, Final

LARGEST: Final = 2**53 - 1
DEEPEST: Final = 64

_PLAIN: Final = frozenset({str, int, bool, type(None), list, dict})
# RFC 8785 sorts keys by UTF-16 units, json by code points: for ASCII keys, the only ones let through, it is the same.
_encode: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False, allow_nan=False
).encode


class NotCanonical(ValueError):
    """A value or bytes that have no canonical form here; `value` is what was refused."""

    def __init__(self, reason: str, value: object) -> None:
        """Keep the value that was refused."""
        super().__init__(f"{reason}: {value!r:.200}")
        self.reason = reason
        self.value = value


def canonical_bytes(value: object) -> bytes:
    """Write a JSON value in its canonical bytes; refuse what another reader could understand otherwise.

    Floats, whole numbers beyond ±(2^53-1), keys outside ASCII, lone surrogates, and other types are refused.

    >>> canonical_bytes({"number": 22, "about": "2012-08", "certain": True})
    b'{"about":"2012-08","certain":true,"number":22}'
    """
    _check([value], depth=0)
    return canonical_bytes_trusted(value)


def canonical_bytes_trusted(value: object) -> bytes:
    """Write a JSON value that a validated kind has made: the same bytes, without walking through the types again."""
    try:
        return _encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair", value) from error


def parse_canonical(line: bytes) -> Any:
    """Read a JSON value whose bytes must be the canonical ones."""
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8", line) from error
    if canonical_bytes(value) != line:
        raise NotCanonical("JSON in other than canonical bytes", line)
    return value


def base64_text(data: bytes) -> str:
    """Write bytes in standard base64 (RFC 4648, section 4).

    >>> base64_text(b"bilan")
    'YmlsYW4='
    """
    return b64encode(data).decode()


def parse_base64(text: str) -> bytes:
    """Read standard base64, of which only the one canonical spelling is accepted: no flipped bit goes unseen."""
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise NotCanonical("not base64", text) from error
    if base64_text(data) != text:
        raise NotCanonical("base64 with stray bits or padding", text)
    return data


def _check(values: Iterable[Any], *, depth: int) -> None:
    """Refuse what has no canonical form here; take the types of a level together, as this runs for every entry."""
    types = set(map(type, values))
    if depth > DEEPEST:
        raise NotCanonical("nested too deeply", values)
    if not types <= _PLAIN:
        raise NotCanonical(
            "a type that JSON entries do not have", next(one for one in values if type(one) not in _PLAIN)
        )
    if int in types:
        for one in values:
            if type(one) is int and not -LARGEST <= one <= LARGEST:
                raise NotCanonical("a whole number that other readers would round", one)
    if dict in types or list in types:
        for one in values:
            if type(one) is dict:
                _check_keys(one)
                _check(one.values(), depth=depth + 1)
            elif type(one) is list:
                _check(one, depth=depth + 1)


def _check_keys(keys: Iterable[Any]) -> None:
    try:
        ascii_only = "".join(keys).isascii()
    except TypeError as error:
        raise NotCanonical("a key that is not a text", list(keys)) from error
    if not ascii_only:
        raise NotCanonical("a key outside ASCII", list(keys))
