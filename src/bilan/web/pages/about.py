"""About the site itself: who can use it, and who publishes it."""

from typing import Final

import bilan
from bilan.config.declared import read_setting
from bilan.report import figures
from bilan.web.asked import Asked
from bilan.web.shown import Shown

SUBJECT: Final = "about"


def accessibility(asked: Asked) -> Shown:
    """Show who can use the site, what was tested, and what is known not to work."""
    voice = asked.voice
    told = {"contact": read_setting("BILAN_CONTACT")}
    description = voice.tell(SUBJECT, "access.lede")
    return Shown("accessibility.html", voice.tell(SUBJECT, "access.title"), SUBJECT, told, description)


def legal(asked: Asked) -> Shown:
    """Show who publishes the site, what its data are, and what it does not do."""
    voice, plan = asked.voice, asked.view.plan
    told = {
        "contact": read_setting("BILAN_CONTACT"),
        "licence": read_setting("BILAN_LICENCE"),
        "plan": figures.name(plan, asked.language),
        "owner": figures.name_of(voice, plan.get("owner"), asked.view.names),
        "version": bilan.__version__,
    }
    return Shown("legal.html", voice.tell(SUBJECT, "legal.title"), SUBJECT, told, voice.tell(SUBJECT, "legal.lede"))
