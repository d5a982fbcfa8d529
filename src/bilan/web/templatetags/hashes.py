"""The filter of templates that show hashes."""

from django import template

from bilan.ledger.canonical import base64_text

register = template.Library()


@register.filter
def base64(digest: bytes) -> str:
    """Write a hash as checkpoints write it."""
    return base64_text(digest)
