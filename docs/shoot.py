"""Photograph the site: the pictures of the documents, or any address for somebody who wants to look.

``./bilan demo`` first; then ``.venv/bin/python docs/shoot.py`` takes the pictures of the documents anew, and
``.venv/bin/python docs/shoot.py look --out FOLDER PATH…`` takes each address in every language, on wide and on narrow
screens, on paper and in the colours of the reader's choice. A path is what follows the language, as ``indicators/``;
the panorama is ``""``. What begins with ``desk/`` is a page of the desk, seen by somebody who has the role of ``--as``:
the account is made in the home that is served, so let that be a copy.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # where Python finds the stage, which the tests use too

from tests.browser.stage import browsing, serving  # noqa: E402

from bilan.cli.door import DEMO_HOME  # noqa: E402 - after the path
from bilan.config.home import open_home  # noqa: E402
from bilan.terms.languages import LANGUAGES  # noqa: E402

if TYPE_CHECKING:
    from bilan.store.desk.models import Account

IMAGES: Final = ROOT / "docs" / "images"
DATES: Final = "2012-08-08/2012-08-08/"
# How the browser's own fields, as those of days, are to be written.
LOCALES: Final = {"fr": "fr-MA", "ar": "ar-MA", "en": "en-GB"}
WIDTHS: Final = (1280, 390, 320)
MEDIA: Final[dict[str, dict[str, Any]]] = {
    "print": {"media": "print"},
    "forced": {"forced_colors": "active"},
    "forced-dark": {"forced_colors": "active", "color_scheme": "dark"},
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to be taken: of what, how wide and high (the whole page where no height is given), how."""

    name: str
    address: str
    width: int
    height: int | None = None
    media: str | None = None
    cookie: str | None = None


def main() -> None:
    """Take the pictures that the line asks for."""
    asked = _read_line()
    shots = list(looks(asked) if asked.what == "look" else pictures())
    folder = asked.out if asked.what == "look" else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with serving(asked.home) as site, browsing() as browser:
        for shot in shots:
            take(browser, site, shot, folder / f"{shot.name}.png")


def pictures() -> Iterator[Shot]:
    """List the pictures of the documents: the minister's day, and what an audit showed of it later."""
    yield Shot("panorama.fr", f"/fr/{DATES}", 1100, 1400)
    yield Shot("panorama.ar", f"/ar/{DATES}", 1100, 1400)
    yield Shot("indicator.fr", "/fr/2013-12-31/2014-12-31/indicators/ind-egov-operational/", 1100, 1400)


def looks(asked: Namespace) -> Iterator[Shot]:
    """List the pictures of an address for somebody who looks."""
    cookies = sessions(asked) if asked.role else {}
    for path in asked.paths:
        for language in asked.lang:
            address = f"/{path}" if path.startswith("desk/") else f"/{language}/{path.lstrip('/')}"
            cookie = cookies.get(language)
            name = f"{path.strip('/').replace('/', '_') or 'panorama'}.{language}"
            for width in asked.width:
                yield Shot(f"{name}.{width}", address, width, cookie=cookie)
            for media in () if asked.plain else MEDIA:
                yield Shot(f"{name}.{media}", address, WIDTHS[0], media=media)


def take(browser: Browser, site: str, shot: Shot, file: Path) -> None:
    """Take a picture and say where it is."""
    locale = LOCALES.get(shot.address.split("/")[1], LOCALES["fr"])
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height or 900}, locale=locale)
    if shot.cookie:
        page.context.add_cookies([{"name": "bilan_session", "value": shot.cookie, "url": site}])
    answer = page.goto(site + shot.address)
    page.emulate_media(**MEDIA.get(shot.media or "", {}))
    page.evaluate("document.fonts.ready.then(() => null)")
    page.screenshot(path=file, full_page=shot.height is None)
    page.close()
    sys.stdout.write(f"{file}  {answer.status if answer else '-'}  {file.stat().st_size // 1000} kB\n")


def sessions(asked: Namespace) -> dict[str, str]:
    """Return for each language the session of somebody who has the roles asked for, with the scopes that follow them.

    ``officer,party=org-mcint`` is an officer for one party.
    """
    open_home(asked.home, make=False)
    from tests.office import session_of

    from bilan.store.desk.models import Account

    made = {}
    for language in asked.lang:
        name = f"shoot-{language}-{'-'.join(asked.role).replace('=', '-').replace(',', '-')}"
        account = Account.objects.filter(signs_as=f"desk/{name}").first() or _enrolled(name, asked)
        account.language = language
        account.save()
        made[language] = session_of(account)
    return made


def _enrolled(name: str, asked: Namespace) -> "Account":
    from tests.office import enrol, give

    (first, *places), *others = ([part.partition("=") for part in role.split(",")] for role in asked.role)
    account = enrol(first[0], *((sort, key) for sort, _, key in places), name=name, party=asked.party)
    for (role, _, _), *more in others:
        give(account, role, *((sort, key) for sort, _, key in more))
    return account


def _read_line() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, default=DEMO_HOME, help="the home that is served")
    what = parser.add_subparsers(dest="what")
    look = what.add_parser("look", help="photograph any address")
    look.add_argument("paths", nargs="+", metavar="PATH", help='what follows the language; "" is the panorama')
    look.add_argument("--out", type=Path, required=True, help="the folder of the pictures")
    look.add_argument("--lang", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    look.add_argument("--width", nargs="+", type=int, default=WIDTHS)
    look.add_argument("--as", dest="role", nargs="+", default=(), metavar="ROLE", help="roles of whoever looks")
    look.add_argument("--party", help="the party in whose name whoever looks speaks")
    look.add_argument("--plain", action="store_true", help="neither paper nor forced colours")
    return parser.parse_args()


if __name__ == "__main__":
    main()
