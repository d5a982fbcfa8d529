"""Tags of the templates of the desk: its sections, and labels of what stands in it."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.urls import NoReverseMatch, reverse

from bilan.acts.figures import KINDS_FILED

register = template.Library()
# The sections of the desk in the order in which they are shown, each with the act that opens it.
SECTIONS: Final[Mapping[str, str]] = {
    "tower": "see",
    "calendar": "see",
    "figures": "draft",
    "uploads": "upload",
    "review": "review",
    "complements": "see",
    "evidence": "file",
    "audit": "follow",
    "ratings": "rate",
    "meetings": "meet",
    "plan": "change_plan",
    "releases": "publish",
    "people": "grant",
    "hooks": "hook",
    "tokens": "use_token",
}


@register.simple_tag(takes_context=True)
def desk_sections(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sections that are open to whoever looks, and which of them this page belongs to."""
    person, path = context["person"], context["request"].path
    found = []
    for name, act in SECTIONS.items():
        if not person or not person.may(act):
            continue
        try:
            address = reverse(f"desk:{name}")
        except NoReverseMatch:
            continue
        here = path == address or (name != "tower" and path.startswith(address))
        title = context["voice"].tell("desk", f"nav.{name}")
        found.append({"name": name, "address": address, "title": title, "here": here})
    return found


@register.simple_tag(takes_context=True)
def desk_correction(context: Mapping[str, Any], kind: str | None, number: int) -> str:
    """Return the address at which an entry is corrected; none where no form does, or where no desk answers."""
    if context["asked"].still or kind not in KINDS_FILED:
        return ""
    return reverse("desk:figures_correct", kwargs={"number": number})
