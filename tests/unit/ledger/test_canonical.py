"""Equal things have equal bytes, and what could be read in two ways has none."""

from enum import IntEnum
from typing import Any

import pytest

from bilan.ledger.canonical import (
    DEEPEST,
    LARGEST,
    NotCanonical,
    base64_text,
    canonical_bytes,
    canonical_bytes_trusted,
    parse_base64,
    parse_canonical,
)


class Rung(IntEnum):
    STARTED = 1


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert (
        canonical_bytes({"b": [1, True, None], "a": {"z": "é", "y": ""}})
        == '{"a":{"y":"","z":"é"},"b":[1,true,null]}'.encode()
    )


def test_only_what_must_be_escaped_is_escaped() -> None:
    assert (
        canonical_bytes('"\\/\b\t\n\f\r\x00\x1f\x7f\u2028é😀')
        == '"\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\u2028é😀"'.encode()
    )


def test_the_trusted_way_writes_the_same_bytes() -> None:
    value = {"number": -LARGEST, "label": {"fr": "Plan", "ar": "مخطط"}, "empty": [{}, []]}
    assert canonical_bytes_trusted(value) == canonical_bytes(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {"a": [1, {"b": 0.5}]},
        LARGEST + 1,
        [-LARGEST - 1],
        {1: "a key that is a number"},
        {None: 1},
        {"é": 1},
        {"a": {"\U0001f600": 1}},
        "\ud800",
        {"a\udfff": 1},
        ("a", "tuple"),
        b"bytes",
        Rung.STARTED,
        {"a": {1, 2}},
    ],
)
def test_what_another_reader_could_understand_otherwise_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_a_refusal_keeps_what_was_refused() -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical_bytes({"content": ["said", 22.5]})
    assert refusal.value.value == 22.5


def test_half_a_surrogate_pair_is_refused_on_trust_too() -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes_trusted({"a": "\udc00"})


def test_a_value_is_nested_only_so_deeply() -> None:
    value: list[Any] = []
    for _ in range(DEEPEST - 1):
        value = [value]
    assert canonical_bytes(value) == b"[" * DEEPEST + b"]" * DEEPEST
    with pytest.raises(NotCanonical, match="deeply"):
        canonical_bytes([value])


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(NotCanonical, match="deeply"):
        canonical_bytes(value)


def test_canonical_bytes_are_read_back() -> None:
    assert parse_canonical(b'{"a":[1,"b"]}') == {"a": [1, "b"]}


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":"\\u00e9"}',
        b'{"a":-0}',
        b'{"a":1}\n',
        b'{"a":',
        b"\xff",
        b"",
        '{"a":1}'.encode("utf-16"),
        b"[" * 100_000,
        b"9" * 5000,
    ],
)
def test_other_bytes_are_not_read(line: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(line)


def test_base64_is_read_back() -> None:
    assert parse_base64(base64_text(bytes(range(32)))) == bytes(range(32))


@pytest.mark.parametrize("text", ["YQ", "YR==", "YQ==\n", " YQ==", "YQ=", "Y-==", "é", "YQ==YQ=="])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse_base64(text)
