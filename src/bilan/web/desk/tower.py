"""The control tower: the first page of the desk."""

from django.urls import URLPattern, path

from bilan.web.desk.door import AtDesk, Page, page

SUBJECT = "desk_tower"


@page("see")
def tower(asked: AtDesk) -> Page:
    """Show what awaits whoever looks."""
    return Page("desk/tower.html", asked.voice.tell(SUBJECT, "title"), SUBJECT)


urls: list[URLPattern] = [path("", tower, name="tower")]
