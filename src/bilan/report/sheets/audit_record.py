"""What an auditor asks of the record itself: what backs it, when and by whom it was written, what audits found."""

from typing import Final

from bilan.analysis.asking import Row, fields
from bilan.ledger.kinds import KINDS
from bilan.report.sheets.audit_queries import Query
from bilan.report.view import View

LATE: Final = """
SELECT CASE WHEN days <= 30 THEN 'month' WHEN days <= 365 THEN 'year' WHEN days <= 1826 THEN 'five_years'
            WHEN days <= 3652 THEN 'ten_years' ELSE 'longer' END AS lag,
       count(*) AS count, min(public_on) AS first_public, max(public_on) AS last_public,
       list(number ORDER BY number) AS entries
FROM (SELECT number, public_on, date_diff('day', public_on, recorded_at::DATE) AS days FROM ({every})
      WHERE public_on IS NOT NULL)
GROUP BY lag ORDER BY max(days) DESC
"""


def _every(columns: str) -> str:
    """Return the query of columns of the envelope over what is known of every kind."""
    return " UNION ALL ".join(f'SELECT {columns} FROM "{kind}_known"' for kind in KINDS)  # noqa: S608 - our own kinds


def late(view: View) -> Query:
    """Count the entries by how long after they were public they were recorded, the latest first."""
    rows = view.rows(LATE.format(every=_every("number, public_on, recorded_at")), reads=tuple(KINDS))
    columns = fields("""
        lag | code | How long after (code list lag).
        count | count | How many entries.
        first_public | day | The earliest day on which one was public.
        last_public | day | The latest.
        entries | entries | The entries.
    """)
    late = sum(row["count"] for row in rows if row["lag"] not in {"month", "year"})
    return Query("late", columns, rows, late, sum(row["count"] for row in rows))


RECORDED: Final = """
SELECT recorded_by, count(*) AS count, min(recorded_at)::DATE AS first_on, max(recorded_at)::DATE AS last_on,
       list(number ORDER BY number) AS entries
FROM ({every}) GROUP BY recorded_by ORDER BY count DESC, recorded_by
"""


def recorded(view: View) -> Query:
    """Count the entries by who recorded them."""
    rows = view.rows(RECORDED.format(every=_every("number, recorded_by, recorded_at")), reads=tuple(KINDS))
    columns = fields("""
        recorded_by | text | Who recorded.
        count | count | How many entries.
        first_on | day | On which day first.
        last_on | day | On which day last.
        entries | entries | The entries.
    """)
    return Query("recorded", columns, rows, len(rows))


# At one stroke so many entries are more than a person looks at one by one.
BULK: Final = 50
HANDS: Final = """
WITH every AS ({every})
SELECT recorded_by, accepted_by, count(*) AS count,
       accepted_by IS NOT NULL AND (accepted_by, recorded_by) IN (
           SELECT (recorded_by, accepted_by) FROM every WHERE accepted_by IS NOT NULL) AS mutual,
       min(recorded_at)::DATE AS first_on, max(recorded_at)::DATE AS last_on, list(number ORDER BY number) AS entries
FROM every GROUP BY recorded_by, accepted_by
ORDER BY mutual DESC, accepted_by IS NOT NULL, count DESC, recorded_by, accepted_by
"""
STROKES: Final = """
SELECT recorded_by, recorded_at::DATE AS recorded_on, count(*) AS count, list(DISTINCT kind ORDER BY kind) AS kinds,
       list(number ORDER BY number) AS entries
FROM ({every}) GROUP BY recorded_by, recorded_at ORDER BY count DESC, recorded_at
"""


def hands(view: View) -> Query:
    """Count the entries by who recorded and who accepted them: those first who accept one another's."""
    every = _every("number, recorded_by, recorded_at, accepted_by")
    rows = view.rows(HANDS.format(every=every), reads=tuple(KINDS))
    columns = fields("""
        recorded_by | text | Who recorded.
        accepted_by | text | Who accepted; unknown where nobody else did.
        mutual | yes/no | Whether each of the two accepts what the other recorded.
        count | count | How many entries.
        first_on | day | On which day first.
        last_on | day | On which day last.
        entries | entries | The entries.
    """)
    alone = sum(row["count"] for row in rows if row["accepted_by"] is None)
    return Query("hands", columns, rows, alone, sum(row["count"] for row in rows))


def strokes(view: View) -> Query:
    """List what was recorded many at one stroke, the most first."""
    found = view.rows(STROKES.format(every=_every_kind()), reads=tuple(KINDS))
    rows = [row for row in found if row["count"] >= BULK]
    columns = fields("""
        recorded_by | text | Who recorded.
        recorded_on | day | On which day.
        count | count | How many entries at one stroke.
        kinds | codes | Of which kinds (code list kind).
        entries | entries | The entries.
    """)
    return Query("strokes", columns, rows, len(rows), len(found))


def _every_kind() -> str:
    parts = (f"SELECT number, recorded_by, recorded_at, '{kind}' AS kind FROM \"{kind}_known\"" for kind in KINDS)  # noqa: S608 - our own kinds
    return " UNION ALL ".join(parts)


# What makes a statement or a source something that a stranger can look up: kind, condition of what is wanting.
EVIDENCE: Final[tuple[tuple[str, str, str], ...]] = (
    ("statement_unsourced", "statement", "source IS NULL"),
    ("statement_unquoted", "statement", "quotation IS NULL"),
    ("statement_unlocated", "statement", "locator IS NULL"),
    ("statement_without_digest", "statement",
     "digest IS NULL AND (source IS NULL OR source NOT IN (SELECT key FROM source WHERE digest IS NOT NULL))"),
    ("source_without_address", "source", "url IS NULL"),
    ("source_undated", "source", "published_on IS NULL"),
    ("source_without_digest", "source", "digest IS NULL"),
)  # fmt: skip


def evidence(view: View) -> Query:
    """Count what a stranger could not look up, the most first."""
    rows = []
    for check, kind, condition in EVIDENCE:
        query = (
            f"SELECT count(*) AS every, count(*) FILTER ({condition}) AS count, "  # noqa: S608 - our own conditions
            f"list(number ORDER BY number) FILTER ({condition}) AS entries FROM {kind}"
        )
        (row,) = view.rows(query, reads=("statement", "source"))
        rows.append({"check": check, **row, "entries": row["entries"] or []})
    rows.sort(key=lambda row: (-row["count"] / max(row["every"], 1), row["check"]))
    columns = fields("""
        check | code | What is wanting (code list check).
        count | count | In how many.
        every | count | Of how many.
        entries | entries | The entries.
    """)
    return Query("evidence", columns, rows, sum(1 for row in rows if row["count"]), len(rows))


AUDITED: Final = ("finding", "recommendation", "reply", "closure")


def findings(view: View) -> Query:
    """List what auditors found, what they ask, what was answered and what was closed; what stays open first."""
    finding, asked, replies, closed = (
        view.rows(f"SELECT * FROM {kind} ORDER BY public_on, number", reads=AUDITED)  # noqa: S608 - our own kinds
        for kind in AUDITED
    )
    alone = [one for one in asked if one["finding"] is None]
    rows = [_found(row, [one for one in asked if one["finding"] == row["key"]], replies, closed) for row in finding]
    rows += [_found({"auditor": None, "public_on": one["public_on"]}, [one], replies, closed) for one in alone]
    rows.sort(key=lambda row: (bool(row["closures"]), bool(row["replies"])))
    columns = fields("""
        auditor | key | Who found it.
        subject | key | On what.
        text | text | What was found.
        opinion | code | The auditor's opinion (code list opinion).
        recommendations | text | What is asked.
        replies | text | What was answered.
        closures | codes | How it was closed (code list outcome).
        public_on | day | When it was public.
        entries | entries | The entries.
    """)
    return Query("findings", columns, rows, len(finding))


def _found(row: Row, asked: list[Row], replies: list[Row], closed: list[Row]) -> Row:
    """Put a finding together with what followed from it."""
    keys = {one["key"] for one in asked}
    answers, ends = ([one for one in those if one["recommendation"] in keys] for those in (replies, closed))
    numbers = {one["number"] for one in (*asked, *answers, *ends)} | ({row["number"]} if "number" in row else set())
    return {
        **dict.fromkeys(("subject", "text", "opinion")),
        **row,
        "recommendations": [one["text"] for one in asked],
        "replies": [one["text"] for one in answers],
        "closures": [one["outcome"] for one in ends],
        "entries": sorted(numbers),
    }
