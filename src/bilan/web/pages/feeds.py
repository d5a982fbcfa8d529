"""The feed: what became public or was recorded lately, for who follows the plan with a reader of Atom (RFC 4287)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from xml.etree import ElementTree as ET

from bilan.config.declared import read_setting
from bilan.ledger.entries import instant
from bilan.report import figures
from bilan.web.asked import Asked
from bilan.web.shown import File

SUBJECT: Final = "feeds"
ATOM: Final = "http://www.w3.org/2005/Atom"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MOST: Final = 50
READS: Final = ("statement", "target", "finding", "verdict", "undertaking", "plan")
# An entry is news on the later of the day on which it was public and the day on which it was recorded, as far as the
# reader's day of knowledge had come; of those of one day, the later public comes first.
LATELY: Final = """
WITH news AS (
    SELECT 'statement' AS kind, number, public_on, recorded_at FROM statement_known
    UNION ALL SELECT 'target', number, public_on, recorded_at FROM target_known WHERE version <> 'original'
    UNION ALL SELECT 'finding', number, public_on, recorded_at FROM finding_known
    UNION ALL SELECT 'verdict', number, public_on, recorded_at FROM verdict_known
)
SELECT kind, number FROM news, cut WHERE public_on IS NOT NULL
ORDER BY CASE WHEN recorded_at::DATE <= known_on THEN greatest(public_on, recorded_at::DATE) ELSE public_on END DESC,
    public_on DESC, number DESC
LIMIT $most"""
ONE: Final = {
    "statement": "SELECT * FROM statement_known WHERE number IN (SELECT unnest($numbers::BIGINT[]))",
    "target": "SELECT * FROM target_known WHERE number IN (SELECT unnest($numbers::BIGINT[]))",
    "finding": "SELECT * FROM finding_known WHERE number IN (SELECT unnest($numbers::BIGINT[]))",
    "verdict": """SELECT verdict_known.*, promised.what, promised.made_by AS promised_by,
        promised.made_by_name AS promised_by_name FROM verdict_known
        LEFT JOIN (SELECT DISTINCT ON (key) * FROM undertaking_known ORDER BY key, number DESC) AS promised
        ON promised.key = verdict_known.undertaking
        WHERE verdict_known.number IN (SELECT unnest($numbers::BIGINT[]))""",
}
# Who speaks, by the columns in which an entry may say so: keys first, names as they were written after them.
SPEAKERS: Final = ("speaker", "set_by", "auditor", "coder", "organisation")


def changes(asked: Asked) -> File:
    """Give the feed."""
    rows = _rows(asked)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": asked.language})
    voice, address = asked.voice, _public(asked.to("changes"))
    _text(feed, "id", f"{_tag(asked, _started(asked))}feed{asked.address}")
    plan = figures.name(asked.view.plan, asked.language)
    _text(feed, "title", voice.tell(SUBJECT, "title", plan=plan))
    _text(feed, "subtitle", voice.tell(SUBJECT, "subtitle", known_on=voice.day(asked.known_on)))
    _text(feed, "updated", max((_updated(row) for row in rows), default=instant(_started(asked))))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _public(asked.to("panorama"))})
    _author(feed, plan)
    for row in rows:
        _entry(feed, asked, row)
    ET.indent(feed)
    return File(ET.tostring(feed, encoding="utf-8", xml_declaration=True), "application/atom+xml; charset=utf-8")


def _rows(asked: Asked) -> list[dict[str, Any]]:
    """Return what is new, the newest first, each row with its kind."""
    newest = asked.view.rows(LATELY, {"most": MOST}, reads=READS)
    found: dict[int, dict[str, Any]] = {}
    for kind, query in ONE.items():
        numbers = [one["number"] for one in newest if one["kind"] == kind]
        for row in asked.view.rows(query, {"numbers": numbers}, reads=READS) if numbers else ():
            found[row["number"]] = {**row, "entry_kind": kind}
    return [found[one["number"]] for one in newest]


def _entry(feed: ET.Element, asked: Asked, row: Mapping[str, Any]) -> None:
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"{_tag(asked, row['recorded_at'])}entry/{row['number']}")
    _text(entry, "title", _title(asked, row))
    _text(entry, "published", instant(_at_night(row["public_on"])))
    _text(entry, "updated", _updated(row))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": _public(asked.to("entry", row["number"]))})
    ET.SubElement(entry, "category", {"term": row["entry_kind"], "label": asked.voice.label("kind", row["entry_kind"])})
    _author(entry, _speaker(asked, row) or asked.voice.tell(SUBJECT, "nobody"))
    _text(entry, "content", "\n".join(_told(asked, row)))


def _title(asked: Asked, row: Mapping[str, Any]) -> str:
    """Say in one line what is new."""
    voice, kind = asked.voice, row["entry_kind"]
    if kind == "statement":
        about = figures.name_of(voice, row["indicator"] or row["subject"], asked.view.names)
        said, nature = figures.value(voice, row), voice.label("nature", row["nature"])
        return voice.tell(SUBJECT, "statement", about=about, said=said, nature=nature)
    if kind == "target":
        about = figures.name_of(voice, row["indicator"], asked.view.names)
        said, version = figures.value(voice, row), voice.label("version", row["version"])
        return voice.tell(SUBJECT, "target", about=about, said=said, version=version)
    if kind == "finding":
        return voice.tell(SUBJECT, "finding", text=row["text"])
    what = row["what"] or row["undertaking"]
    return voice.tell(SUBJECT, "verdict", what=what, outcome=voice.label("outcome", row["outcome"]))


def _told(asked: Asked, row: Mapping[str, Any]) -> Iterable[str]:
    """Say who said it, about which day, when it was public and where it stands."""
    voice = asked.voice
    for code, columns in (("who", SPEAKERS), ("promised", ("promised_by",))):
        if who := _speaker(asked, row, columns):
            yield voice.tell(SUBJECT, code, who=who)
    if about := row.get("about") or row.get("due_on"):
        code = "about" if row.get("about") else "due"
        yield voice.tell(SUBJECT, code, day=voice.partial(about))
    yield voice.tell(SUBJECT, "public", day=voice.day(row["public_on"]))
    if row.get("words"):
        yield row["words"]
    if row.get("quotation"):
        yield voice.tell(SUBJECT, "quotation", words=row["quotation"])
    if source := asked.view.sources.get(row.get("source") or ""):
        told = [source["publisher"], source["title"]]
        yield voice.tell(SUBJECT, "source", source=voice.say("comma").join(one for one in told if one))
    yield voice.say("entry_number", number=row["number"])


def _speaker(asked: Asked, row: Mapping[str, Any], columns: Iterable[str] = SPEAKERS) -> str:
    """Return who speaks: the party that has an entry, else the name as it was written."""
    for one in columns:
        if row.get(one) in asked.view.names:
            return figures.name_of(asked.voice, row[one], asked.view.names)
        if row.get(f"{one}_name"):
            return str(row[f"{one}_name"])
    return ""


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, "author"), "name", name)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _public(address: str) -> str:
    """Return an address from anywhere, where the site knows its own."""
    return f"{read_setting('BILAN_ADDRESS').rstrip('/')}{address}"


def _tag(asked: Asked, at: datetime) -> str:
    """Return the beginning of a permanent identifier (RFC 4151): the name of the log, and a day on which it had it."""
    authority, _, rest = asked.edition.origin.partition("/")
    return f"tag:{authority.lower()},{at:%Y-%m-%d}:{f'{rest}/' if rest else ''}"


def _started(asked: Asked) -> datetime:
    """Return when the plan was recorded; of a ledger without a plan, a day before all others."""
    at = asked.view.plan.get("recorded_at")
    return at.replace(tzinfo=UTC) if at else datetime.fromtimestamp(0, UTC)


def _updated(row: Mapping[str, Any]) -> str:
    """Return when an entry became news: once it was recorded and public."""
    return instant(max(row["recorded_at"].replace(tzinfo=UTC), _at_night(row["public_on"])))


def _at_night(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
