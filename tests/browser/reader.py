"""Somebody who reads the site, with eyes for what a browser says, asks for and receives on the way."""

from typing import Final

from playwright.sync_api import Browser, Page, Request, ViewportSize

SCREEN: Final[ViewportSize] = {"width": 1280, "height": 900}
# A machine that has much else to do may take its time.
PATIENCE_MILLISECONDS: Final = 120_000
# So long a page is waited for that has asked for something; where nothing comes, its weight stays nought.
MOST_FRAMES: Final = 300
GONE_ON: Final = "net::ERR_ABORTED"
FRAME: Final = "new Promise((shown) => requestAnimationFrame(() => shown(null)))"
# Besides what the browser says by itself: a violation of the policy is written down where the page cannot hide it.
LISTEN: Final = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (one) =>
    window.refused.push(`${one.effectiveDirective} refused ${one.blockedURI} ${one.sample}`));
"""


class Reader:
    """Somebody who reads the site; keeps what the last page said, asked for and received."""

    def __init__(self, browser: Browser, site: str, *, scripts: bool) -> None:
        """Open a window; it stays open, for opening one takes longer than reading a page."""
        context = browser.new_context(base_url=site, java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(LISTEN)
        self.page = context.new_page()
        self.said: list[str] = []
        self.requests: dict[str, str] = {}
        self.received: dict[str, int] = {}
        self.network = context.new_cdp_session(self.page)
        self.network.send("Network.enable")
        self._listen()

    def visit(self, address: str, *, first: bool = False) -> Page:
        """Open an address; on a first visit nothing of the site is known yet."""
        self.page.set_viewport_size(SCREEN)
        self.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        if first:
            self.network.send("Network.clearBrowserCache")
        for kept in (self.said, self.requests, self.received):
            kept.clear()
        self.page.goto(address)
        self.page.evaluate("document.fonts.ready.then(() => null)")
        if first:
            self._wait_for_the_ends()
        return self.page

    def _wait_for_the_ends(self) -> None:
        """Hear the end of each request: it is told a little after the page has what it asked for."""
        for _ in range(MOST_FRAMES):
            if self.requests.keys() <= self.received.keys():
                return
            self.page.evaluate(FRAME)

    def _listen(self) -> None:
        page = self.page
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("requestfailed", self._note_failure)
        self.network.on(
            "Network.requestWillBeSent", lambda told: self._note_request(told["requestId"], told["request"])
        )
        self.network.on("Network.loadingFinished", lambda told: self._note_end(told["requestId"], told))

    def _note_failure(self, request: Request) -> None:
        """Note what did not come; the tab's icon of the page before is left where it is when one goes on."""
        if not ("/favicon." in request.url and request.failure == GONE_ON):
            self.said.append(f"failed: {request.url}: {request.failure}")

    def _note_request(self, number: str, request: dict[str, str]) -> None:
        """Note what is asked for, but for the tab's icon, which comes when it likes, and the browser's own signs."""
        if "/favicon." not in request["url"] and not request["url"].startswith("data:"):
            self.requests[number] = request["url"]

    def _note_end(self, number: str, told: dict[str, float]) -> None:
        if number in self.requests:
            self.received[number] = int(told["encodedDataLength"])
