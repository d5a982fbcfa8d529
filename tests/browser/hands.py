"""Hands that touch nothing but the keys: what Tab does not reach is lost to whoever has no mouse."""

from pathlib import Path
from typing import Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page
from tests.office import PASSWORD, SECRET

MOST_STOPS: Final = 400
TRIES: Final = 3
HERE: Final = "(wanted) => document.activeElement !== document.body && document.activeElement.matches(wanted)"
STARTS: Final = "() => { document.activeElement.blur(); scrollTo(0, 0); }"


class NotReached(AssertionError):
    """No stop of the Tab key is what was wanted."""


class Hands:
    """Somebody at a page of the desk, with a keyboard alone."""

    def __init__(self, browser: Browser, site: str, *, locale: str = "fr-FR") -> None:
        """Open a window of one's own."""
        self.page: Page = browser.new_context(base_url=site, locale=locale).new_page()

    def go(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def to(self, wanted: str) -> None:
        """Press Tab until what is wanted has the focus."""
        for _ in range(MOST_STOPS):
            if self.page.evaluate(HERE, wanted):
                return
            self.page.keyboard.press("Tab")
        raise NotReached(f"{wanted} on {self.page.url}")

    def write(self, wanted: str, text: str) -> None:
        """Type into a field, in the place of what stands there."""
        self.to(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def press(self, wanted: str) -> None:
        """Press a button or follow a link, and wait for what comes."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, wanted: str) -> None:
        """Open what is folded."""
        self.to(wanted)
        self.page.keyboard.press("Enter")

    def lay(self, wanted: str, file: Path) -> None:
        """Choose a file."""
        self.to(wanted)
        with self.page.expect_file_chooser() as chosen:
            self.page.keyboard.press("Space")
        chosen.value.set_files(file)

    def sign_in(self, name: str) -> None:
        """Sign in as people do: address, password, and the six digits of now."""
        self.go("/desk/")
        self.write("input[name=login]", f"{name}@example.org")
        self.write("input[name=password]", PASSWORD)
        self.press("main form button[type=submit]")
        for _ in range(TRIES):
            # Half a minute may end between reading the digits and sending them: whoever is late reads the next.
            self.write("input[name=code]", code())
            self.press("main form button[type=submit]")
            if "second-factor" not in self.page.url:
                return

    def speak(self, language: str) -> None:
        """Choose another language."""
        self.press(f"button[name=language][value={language}]")

    def text(self) -> str:
        """Return what the page says."""
        return self.page.inner_text("main")


def code() -> str:
    """Return the six digits of now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))
