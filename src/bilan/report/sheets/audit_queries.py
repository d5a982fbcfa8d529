"""What an auditor asks of the figures: each query with its rows, the worst first, and the entries behind them."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Field, Row, fields
from bilan.report.view import View

# What is asked of an indicator before anything can be measured against it.
ASKED_OF_INDICATORS: Final = ("no_definition", "no_baseline", "no_target", "no_owner", "target_without_due_day")
# Values further apart than this are not set side by side, as contradictions do not.
NEAR_DAYS: Final = 731
# What came of a printed rate that its own numbers do not give.
FOLLOWS_NOT: Final = frozenset({"differs", "share_of_target"})


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the desk: its rows, the worst first, and of how many things they are."""

    code: str
    columns: tuple[Field, ...]
    rows: list[Row]
    count: int
    of: int | None = None


def gaps(view: View) -> Query:
    """Rank the gaps between declared and verified progress, where both are known of dates that lie near enough."""
    rows = [
        {**row, "points": round(100 * (row["declared_progress"] - row["verified_progress"]))}
        for row in view.ask("progress")
        if row["declared_progress"] is not None and row["verified_progress"] is not None and _near(row)
    ]
    rows.sort(key=lambda row: (-row["points"], row["indicator"]))
    columns = fields("""
        indicator | key | The indicator.
        declared | unit | Newest declared value.
        declared_about | day | The date it is about.
        verified | unit | Newest verified value.
        verified_about | day | The date it is about.
        declared_progress | share | Declared progress.
        verified_progress | share | Verified progress.
        points | points | Declared less verified.
        entries | entries | The entries behind.
    """)
    return Query(
        "gaps", columns, rows, len(rows), sum(1 for row in view.ask("progress") if row["declared"] is not None)
    )


def _near(row: Row) -> bool:
    days: int = abs((row["declared_counts_on"] - row["verified_counts_on"]).days)
    return days <= NEAR_DAYS


def of_gap(view: View, *gaps: str) -> list[Row]:
    """Return what the analysis of quality tells of some gaps."""
    return [row for row in view.ask("quality") if row["gap"] in gaps]


def unverified(view: View) -> Query:
    """List the indicators of which no value was ever verified, those that matter most first."""
    rows = sorted(
        of_gap(view, "no_verified_observation"),
        key=lambda row: (not row["headline"], -row["observations"], row["indicator"]),
    )
    columns = fields("""
        indicator | key | The indicator.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        observations | number | Its observations in all.
        entries | entries | The entries behind.
    """)
    return Query("unverified", columns, rows, len(rows), count_indicators(view))


def count_indicators(view: View) -> int:
    """Count the indicators."""
    count: int = view.rows("SELECT count(*) AS count FROM indicator", reads=("indicator",))[0]["count"]
    return count


def incomplete(view: View) -> Query:
    """List the indicators that lack what nothing can be measured without, those that lack most first."""
    lacking: dict[str, Row] = {}
    for row in of_gap(view, *ASKED_OF_INDICATORS):
        held = lacking.setdefault(row["indicator"], {**row, "gaps": [], "entries": []})
        held["gaps"].append(row["gap"])
        held["entries"] = sorted({*held["entries"], *row["entries"]})
    rows = sorted(lacking.values(), key=lambda row: (not row["headline"], -len(row["gaps"]), row["indicator"]))
    columns = fields("""
        indicator | key | The indicator.
        headline | yes/no | Whether it counts in the progress of its node.
        gaps | codes | What it lacks (code list gap).
        entries | entries | The entries behind.
    """)
    return Query("incomplete", columns, rows, len(rows), count_indicators(view))


def bases(view: View) -> Query:
    """List the bases that changed while no revised target said so."""
    rows = [row for row in view.ask("revisions") if row["kind"] == "base_changed" and row["without_revision"]]
    rows.sort(key=lambda row: (not row["of_target"], -len(row["bases"]), row["indicator"]))
    columns = fields("""
        indicator | key | The indicator.
        bases | unit | The bases in the order they became public.
        base_days | day | When each was first public.
        of_target | yes/no | Whether a target ever set one of them.
        declared_share | share | Newest declared count as a share of its own base.
        declared_on_first | share | The same as a share of the first base.
        verified_share | share | Newest verified count as a share of its own base.
        verified_on_first | share | The same as a share of the first base.
        entries | entries | The entries behind.
    """)
    return Query("bases", columns, rows, len(rows))


def targets(view: View) -> Query:
    """List the targets that were moved without a reason, the latest first."""
    moved = [row for row in view.ask("revisions") if row["kind"] == "target_moved"]
    rows = [row for row in moved if row["without_reason"]]
    rows.sort(key=lambda row: (str(row["public_on"]), row["indicator"]), reverse=True)
    columns = fields("""
        indicator | key | The indicator.
        before | unit | The target before.
        after | unit | The target after.
        change | share | Difference as a share of what it was.
        before_due | day | Due before.
        after_due | day | Due after.
        public_on | day | When the move was public.
        entries | entries | The entries behind.
    """)
    return Query("targets", columns, rows, len(rows), len(moved))


def contradictions(view: View) -> Query:
    """Count what does not fit together, by sort; the most first."""
    found = view.ask("contradictions")
    rows = []
    for kind, count in Counter(row["kind"] for row in found).items():
        those = [row for row in found if row["kind"] == kind]
        told = Counter(row["comparable"] for row in those)
        entries = sorted({number for row in those for number in row["entries"]})
        rows.append({
            "kind": kind, "count": count, **{name: told[name] for name in ("yes", "uncertain", "no")},
            "beyond": sum(1 for row in those if row["beyond"]), "entries": entries,
        })  # fmt: skip
    rows.sort(key=lambda row: (-row["count"], row["kind"]))
    columns = fields("""
        kind | code | What sort of contradiction (code list contradiction).
        count | count | How many pairs.
        yes | count | Of these, comparable.
        uncertain | count | Of these, the comparison is uncertain.
        no | count | Of these, not comparable.
        beyond | count | Of these, they differ beyond what their qualifiers allow.
        entries | entries | The entries behind.
    """)
    return Query("contradictions", columns, rows, len(found))


def rates(view: View) -> Query:
    """List the printed rates that do not follow from the numbers beside them, the widest off first."""
    found = view.ask("rates")
    rows = [row for row in found if row["outcome"] in FOLLOWS_NOT]
    rows.sort(key=lambda row: -abs(row["difference"] or 0))
    columns = fields("""
        indicator | key | The indicator.
        what | code | What was printed (code list printed).
        said | percent | As printed.
        computed | percent | As computed.
        difference | points | Printed less computed.
        outcome | code | What came of it (code list rate_outcome).
        entries | entries | The entries behind.
    """)
    return Query("rates", columns, rows, len(rows), len(found))
