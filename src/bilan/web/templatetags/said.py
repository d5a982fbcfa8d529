"""Tags of every template: words, numbers and days in the reader's language, links, entries behind figures, marks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bilan.analysis.catalogue import CATALOGUE
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks import icons
from bilan.report.sheets import method
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES
from bilan.web.addresses import Address, folded
from bilan.web.paths import PATHS

register = template.Library()
Context = Mapping[str, Any]
# The main sections, in the order in which the site shows them.
SECTIONS: Final = (
    "panorama", "roadmap", "indicators", "levers", "undertakings", "people", "agreements", "territories", "services",
    "sources", "compare", "audit", "ledger", "data",
)  # fmt: skip
# State of something, by its tag: a shape, a word and a colour, never a colour alone.
NATURES: Final = {"audited": "good", "measured": "good", "declared": "mute", "estimated": "mute", "announced": "mute"}


def _voice(context: Context) -> Voice:
    voice: Voice = context["voice"]
    return voice


@register.simple_tag(takes_context=True)
def say(context: Context, code: str, **values: Any) -> str:
    """Say a sentence: ``code`` of the page's own word list, ``site:code`` of another."""
    subject, colon, rest = code.partition(":")
    if not colon:
        subject, rest = context["subject"], code
    return _voice(context).tell(subject, rest, **values)


@register.simple_tag(takes_context=True)
def to(context: Context, page: str, *parts: object) -> str:
    """Return the address of a page in the same language, edition and dates."""
    address: str = context["asked"].to(page, *parts)
    return address


@register.simple_tag(takes_context=True)
def label(context: Context, name: str, code: str | None) -> str:
    """Return the label of a code of a code list."""
    return _voice(context).label(name, code)


@register.simple_tag(takes_context=True)
def method_text(context: Context, name: str, head: str) -> SafeString:
    """Return what an analysis says of itself under a head, in the language of the page."""
    return coded(method.told(_voice(context), CATALOGUE[name], head))


@register.filter
def coded(text: str) -> SafeString:
    """Let the names of columns, which a text of method holds between backticks, keep their look and direction.

    >>> coded("`cannot` says why")
    '<code dir="ltr">cannot</code> says why'
    """
    return mark_safe(re.sub(r"`([^`]+)`", r'<code dir="ltr">\1</code>', escape(text)))  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def number(context: Context, value: int | Decimal | None) -> str:
    """Write a number."""
    return _voice(context).number(figures.trimmed(Decimal(value)) if value is not None else None)


@register.simple_tag(takes_context=True)
def share(context: Context, value: float | Decimal | None) -> str:
    """Write a share in whole percents."""
    return _voice(context).share(value)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | str | None) -> str:
    """Write a day, as precisely as it is known."""
    voice = _voice(context)
    return voice.partial(value) if isinstance(value, str) else voice.day(value)


@register.simple_tag(takes_context=True)
def amount(context: Context, row: Mapping[str, Any]) -> str:
    """Write what was said: number or words, with qualifier and unit."""
    return figures.value(_voice(context), row)


@register.simple_tag(takes_context=True)
def called(context: Context, key: str | None) -> str:
    """Return the name of a plan, node, indicator or party."""
    return figures.name_of(_voice(context), key, context["asked"].view.names)


@register.simple_tag(takes_context=True)
def named(context: Context, row: Mapping[str, Any]) -> str:
    """Return the name of a row that has one a language."""
    return figures.name(row, _voice(context).language)


@register.simple_tag(takes_context=True)
def entries(context: Context, numbers: Iterable[int] | None, text: str = "") -> SafeString:
    """Link to the entries behind something: one by its number, several as a list."""
    behind = sorted(set(numbers or ()))
    if not behind:
        return SafeString("")
    asked, voice = context["asked"], _voice(context)
    if len(behind) == 1:
        said = text or voice.say("entry_number", number=behind[0])
        return format_html('<a class="entry num" href="{}">{}</a>', asked.to("entry", behind[0]), said)
    said = text or voice.say("entries_count", count=voice.number(len(behind)))
    return format_html('<a class="entry num" href="{}">{}</a>', asked.to("behind", ranges(behind)), said)


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers as ranges.

    >>> ranges([1, 2, 3, 7, 9, 10])
    '1-3+7+9-10'
    """
    runs: list[list[int]] = []
    for one in sorted(set(numbers)):
        if runs and one == runs[-1][-1] + 1:
            runs[-1][1:] = [one]
        else:
            runs.append([one])
    return "+".join("-".join(map(str, run)) for run in runs)


@register.simple_tag
def tag(kind: str, text: str) -> SafeString:
    """Write a state: kind is good, bad, warn or mute."""
    return format_html('<span class="tag {}">{}{}</span>', kind, mark_safe(icons.tag_icon(kind)), text)  # noqa: S308 - our own drawing


@register.simple_tag(takes_context=True)
def nature(context: Context, code: str | None) -> SafeString:
    """Write the nature of a figure as a tag: declared is not the same as measured."""
    said = _voice(context).label("nature", code)
    return tag(NATURES[code], said) if code else SafeString("")


@register.simple_tag(takes_context=True)
def key(context: Context, name: str) -> SafeString:
    """Draw a mark as legends show it."""
    return mark_safe(icons.key(name, _voice(context)))  # noqa: S308 - our own drawing


@register.inclusion_tag("parts/chart.html", takes_context=True)
def chart(context: Context, drawn: Drawn, ident: str, *, source: str = "", heading: str = "") -> dict[str, Any]:
    """Show a drawing: the picture, the sentence for who does not see it, its source, the table behind it."""
    return {
        "voice": context["voice"],
        "subject": "site",
        "drawn": drawn,
        "ident": ident,
        "source": source,
        "heading": heading,
    }


@register.simple_tag
def svg(text: str) -> SafeString:
    """Put a drawing of ours into the page."""
    return mark_safe(text)  # noqa: S308 - made by bilan.report.marks, which escapes every text


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a file of the site, which changes when the file does."""
    return static(name)


@register.simple_tag(takes_context=True)
def there(context: Context, language: str) -> str:
    """Return the address of this page in another language."""
    return str(replace(context["asked"].address, language=language))


@register.simple_tag
def languages() -> tuple[str, ...]:
    """Return the languages of the site."""
    return LANGUAGES


@register.simple_tag
def own_name(language: str) -> str:
    """Return what a language calls itself."""
    return Voice(language).tell("site", "language")


@register.simple_tag
def brand() -> SafeString:
    """Draw the sign of Bilan."""
    return mark_safe(icons.brand())  # noqa: S308 - our own drawing


@register.simple_tag
def seal() -> SafeString:
    """Draw the shield that stands beside the state of the ledger."""
    return mark_safe(icons.seal())  # noqa: S308 - our own drawing


@register.simple_tag(takes_context=True)
def picture(context: Context) -> str:
    """Return the address of the picture that stands for this page where others link to it."""
    asked = context["asked"]
    # A copy of the site on files has one picture for all its pages.
    path = "" if asked.still else asked.address.path.partition("?")[0]
    address: str = asked.to("image", folded(path))
    return address


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """Return the address of this page without dates, for the form that chooses them."""
    address: Address = context["asked"].address
    return str(replace(address, as_of=None, known_on=None))


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[dict[str, Any]]:
    """Return the main sections, and which of them this page is or belongs to."""
    voice, asked = _voice(context), context["asked"]
    path = asked.address.path.partition("?")[0]
    made = []
    for name in SECTIONS:
        own = PATHS[name]
        current = "page" if path == own else "true" if own and path.startswith(own) else ""
        made.append({"name": name, "title": voice.tell("site", f"nav.{name}"), "current": current})
    return made


@register.simple_tag(takes_context=True)
def notes(context: Context) -> list[str]:
    """Say that the day lies outside the plan."""
    voice, asked = _voice(context), context["asked"]
    starts, ends = (asked.view.plan.get(name) for name in ("starts_on_from", "ends_on_to"))
    found = []
    if starts and asked.as_of < starts:
        found.append(voice.say("panorama.before", day=voice.day(starts)))
    if ends and asked.as_of > ends:
        found.append(voice.say("panorama.after", day=voice.day(ends)))
    return found


@register.simple_tag(takes_context=True)
def said_on(context: Context, row: Mapping[str, Any]) -> str:
    """Say when a statement was made, and by when it was public."""
    return figures.said_on(_voice(context), row)


@register.simple_tag(takes_context=True)
def percent(context: Context, value: Decimal | None) -> str:
    """Write a number that is a percentage already."""
    voice = _voice(context)
    return voice.say("percent", number=voice.number(figures.trimmed(value)), unit="%")
