"""The panorama: where the plan stands, and what to beware of."""

from bilan.report import figures
from bilan.web.asked import Asked
from bilan.web.shown import Shown


def page(asked: Asked) -> Shown:
    """Show where the plan stands."""
    seen = asked.view.panorama
    title = figures.name(seen.plan, asked.language)
    return Shown("panorama.html", title, told={"seen": seen})
