"""Tags of the pages of accounts: their words by the name of their address, and the fields of allauth's forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django import template
from django.forms import BaseForm, BoundField

from bilan.report.voice import Voice
from bilan.terms.words import catalogue
from bilan.web.account_errors import SUBJECT, error_of

register = template.Library()
TYPES: Final = {"PasswordInput": "password", "HiddenInput": "hidden", "TextInput": "text"}
GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is shown: what it asks, what may be typed, what is wrong with what was."""

    name: str
    id: str
    type: str
    label: str
    hint: str
    value: str
    required: bool
    autocomplete: str
    errors: list[str] = field(default_factory=list)


@register.simple_tag(takes_context=True)
def of_page(context: Mapping[str, Any], part: str, **values: Any) -> str:
    """Say a part of this page (title, intro, send) by the name of its address; nothing where it has none."""
    name = context.get("code") or context["request"].resolver_match.url_name
    code = f"{name}.{part}"
    return _voice(context).tell(SUBJECT, code, **values) if code in catalogue(SUBJECT) else ""


@register.simple_tag(takes_context=True)
def account_fields(context: Mapping[str, Any], form: BaseForm | str) -> list[Field]:
    """Return the fields of a form with our words; a page that only asks for a yes has none."""
    return [_field(_voice(context), one) for one in form] if isinstance(form, BaseForm) else []


@register.simple_tag(takes_context=True)
def account_errors(context: Mapping[str, Any], form: BaseForm | str) -> list[str]:
    """Return what is wrong with a form as a whole."""
    found = form.errors.as_data().get("__all__", []) if isinstance(form, BaseForm) else []
    return [error_of(_voice(context), one) for one in found]


@register.simple_tag(takes_context=True)
def moment(context: Mapping[str, Any], value: datetime | None) -> str:
    """Write a day and an hour, or that it never was."""
    voice = _voice(context)
    return f"{voice.day(value.date())}, {value:%H:%M} UTC" if value else voice.tell(SUBJECT, "never")


@register.filter
def grouped(text: str) -> str:
    """Write a key in groups of four, as one copies it.

    >>> grouped("JBSWY3DPEH")
    'JBSW Y3DP EH'
    """
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _field(voice: Voice, bound: BoundField) -> Field:
    widget = bound.field.widget
    kind = widget.attrs.get("type") or TYPES.get(type(widget).__name__, "text")
    return Field(
        name=bound.html_name, id=bound.auto_id, type=kind, label=_word(voice, "field", bound.name),
        hint=_word(voice, "hint", bound.name), value="" if kind == "password" else str(bound.value() or ""),
        required=bound.field.required, autocomplete=str(widget.attrs.get("autocomplete") or "off"),
        errors=list(_errors(voice, bound, kind)),
    )  # fmt: skip


def _errors(voice: Voice, bound: BoundField, kind: str) -> Iterator[str]:
    for one in bound.form.errors.as_data().get(bound.name, []):
        email = kind == "email" and one.code == "invalid"
        yield voice.tell(SUBJECT, "error.invalid_email") if email else error_of(voice, one)


def _word(voice: Voice, of: str, name: str) -> str:
    code = f"{of}.{name}"
    return voice.tell(SUBJECT, code) if code in catalogue(SUBJECT) else ""


def _voice(context: Mapping[str, Any]) -> Voice:
    voice: Voice = context["voice"]
    return voice
