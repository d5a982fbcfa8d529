"""Read a page as a person does: its words, without its marks."""

import re
from html import unescape

from django.test import Client


def text_of(site: Client, path: str) -> str:
    """Return the words of the main part of a page."""
    page = site.get(path).content.decode().split("<main")[1].split("</main")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
