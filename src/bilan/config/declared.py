"""Every setting, declared once: settings are read from here, and the reference of settings is printed from here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import environ

DATABASE_FILE: Final = "ledger.sqlite3"
SECRET_FILE: Final = "secret.key"  # noqa: S105 - the name of a file
# A writer waits for its turn rather than fail: a batch of a hundred thousand entries takes some seconds.
WAIT_SECONDS: Final = 60
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: the variable of the environment that gives it, what holds without it, what it means."""

    name: str
    default: str
    meaning: str
    secret: bool = False


DECLARED: Final = (
    Setting(
        "BILAN_HOME",
        "var/bilan",
        "Folder of the ledger, its keys and its editions, seen from where Bilan starts; readable by its owner only.",
    ),
    Setting(
        "BILAN_DATABASE",
        "",
        f"Address of the database, as postgresql://user@host/name; when empty, the file {DATABASE_FILE} of the home.",
        secret=True,  # An address may hold a password.
    ),
    Setting(
        "BILAN_ORIGIN",
        "",
        "Name of the log in its checkpoints, as example.org/plan. Choose it before the first checkpoint: it becomes "
        "part of the log's key; when empty, the name in that key, and for a new one bilan.localhost.",
    ),
    Setting(
        "BILAN_SECRET_KEY",
        "",
        f"Key that signs sessions; when empty, the file {SECRET_FILE} of the home, made on first use.",
        secret=True,
    ),
    Setting(
        "BILAN_BY",
        "",
        "Who records at the terminal, where --by does not say; when empty, the name of the user. It is published with "
        "each entry: name a role or an account.",
    ),
    Setting(
        "BILAN_ADDRESS",
        "",
        "Public address of the site, as https://plan.example.org; printed on paper, in feeds and in the catalogue of "
        "data, and left out when empty. With https, browsers are told to come back by https alone.",
    ),
    Setting(
        "BILAN_CONTACT",
        "",
        "Where readers write about a page that they cannot use, a mistake or a weakness, as mailto:bilan@example.org; "
        "told in the legal pages and in security.txt, which is served only when it is given.",
    ),
    Setting(
        "BILAN_LICENCE",
        "",
        "Address of the licence of the data, as https://creativecommons.org/licenses/by/4.0/; told with the data and "
        "in their catalogue. When empty, the site says that none was named; of the demonstration it is that of Bilan.",
    ),
    Setting(
        "BILAN_MAIL",
        "",
        "Address of the mail server, as smtp+tls://user:password@mail.example.org:587; when empty, letters are written "
        "as files into the folder mail of the home.",
        secret=True,  # It may hold a password.
    ),
    Setting(
        "BILAN_MAIL_FROM",
        "bilan@localhost",
        "Address from which the desk writes.",
    ),
    Setting(
        "BILAN_OIDC",
        "",
        "Single sign-on by OpenID Connect: a JSON object with server_url, client_id, secret, perhaps name, claim (the "
        "name of a claim) and claims, which gives for each of its values the role it stands for, as verifier, or "
        '{"role": "officer", "party": ["org-mcint"]}; when empty, there is none.',
        secret=True,
    ),
    Setting(
        "BILAN_PROXIES",
        "0",
        "How many proxies of your own stand before the desk: that many entries of X-Forwarded-For are trusted, so that "
        "tries of passwords are counted by who makes them.",
    ),
    Setting(
        "BILAN_RELEASE",
        "auto",
        "When what the desk accepted is published: auto, as soon as it is recorded, or hand, when a publisher says so.",
    ),
    Setting(
        "BILAN_LARGEST_FILE",
        "50",
        "The largest file that the desk takes, in megabytes: evidence and spreadsheets.",
    ),
    Setting(
        "BILAN_HOOKS_LOCAL",
        "",
        "When it says anything, webhooks may call programs of this machine and its own network, and over http: for "
        "trying them out. Without it only public addresses are called, over https.",
    ),
    Setting(
        "BILAN_TOKEN",
        "",
        "Token under which the command line acts on a site that --server names; somebody makes it at that site's desk.",
        secret=True,
    ),
    Setting("BILAN_DEBUG", "", "When it says anything, a command that fails also prints where in the code it failed."),
)


DEFAULTS: Final[Mapping[str, str]] = {one.name: one.default for one in DECLARED}


def read_setting(name: str) -> str:
    """Return a declared setting as the environment gives it, else its default; an empty variable counts as absent."""
    return os.environ.get(name) or DEFAULTS[name]


def largest_file() -> int:
    """Return how many bytes the largest file may have that the desk takes."""
    return int(float(read_setting("BILAN_LARGEST_FILE")) * MEGABYTE)


def database(home: Path) -> dict[str, Any]:
    """Return how Django reaches the database of a home."""
    address = read_setting("BILAN_DATABASE")
    found: Mapping[str, Any] = environ.Env.db_url_config(address or f"sqlite:///{(home / DATABASE_FILE).as_posix()}")
    return {**found, "OPTIONS": {**found.get("OPTIONS", {}), **(SQLITE if "sqlite" in found["ENGINE"] else {})}}


SQLITE: Final[Mapping[str, Any]] = {
    "timeout": WAIT_SECONDS,
    # A transaction that may write takes its turn at once: what it reads is still true when it writes.
    "transaction_mode": "IMMEDIATE",
    # FULL: what was acknowledged outlasts a cut of the power, not only the death of a process.
    # secure_delete: what is redacted is overwritten, not only forgotten.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
