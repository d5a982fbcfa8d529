"""The key of the log: made on first use, kept in one file that only its owner can read."""

import os
import stat
from pathlib import Path
from typing import Final

from bilan.config.home import Home, write_once
from bilan.ledger.notes import KEY_BYTES, SigningKey, parse_secret, sign_note
from bilan.tables.editions import Signer

ORIGIN: Final = "bilan.localhost"


class KeyExposed(Exception):
    """Others than its owner can reach the key of the log; keeps the file and its mode."""

    def __init__(self, path: Path, mode: int) -> None:
        """Say how to close it."""
        super().__init__(
            f"{path} has mode {mode:o}: others could sign as this log. If nobody did, run chmod 600 {path}; "
            "else the log needs a new key"
        )
        self.path = path
        self.mode = mode


class OriginDiffers(Exception):
    """The settings name another log than the key does; keeps both names."""

    def __init__(self, *, key: str, setting: str) -> None:
        """Keep both names."""
        super().__init__(f"the key signs as {key!r}, and BILAN_ORIGIN says {setting!r}: a log keeps its first name")
        self.key = key
        self.setting = setting


def log_key(home: Home) -> SigningKey:
    """Return the key that signs the checkpoints of a home."""
    write_once(home.key_file, SigningKey(home.origin or ORIGIN, os.urandom(KEY_BYTES)).secret_text() + "\n")
    mode = stat.S_IMODE(home.key_file.stat().st_mode)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyExposed(home.key_file, mode)
    key = parse_secret(home.key_file.read_text(encoding="utf-8").strip())
    if home.origin and home.origin != key.name:
        raise OriginDiffers(key=key.name, setting=home.origin)
    return key


def signer(home: Home) -> Signer:
    """Return who signs the editions of a home."""
    key = log_key(home)
    return Signer(key.name, str(key.verifier), lambda text: str(sign_note(text, key)))
