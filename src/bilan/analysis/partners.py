"""Set partners and sorts of agreement side by side, by how much of what was due was kept on time.

Question: With which partner country, and with which sort of agreement, is what was agreed kept best - by this measure,
    and on what evidence?
Formula: the counts of `agreements` are added up by partner country, by sort of agreement, and into public-private
    partnerships and all others; each obligation counts once. Share, interval and bounds are those of `agreements`,
    unweighted. A group is best when its lower outer bound lies above the upper outer bound of every other group that is
    compared; not, when its upper one lies below the lower one of another.
Unit: Counts; shares of 1; jobs.
Shape: One row for all together, one per partner country, one per sort of agreement, one for public-private partnerships
    and one for all others.
Missing: Compared is only what had something due. The country of the plan and agreements whose partner has no country
    told are shown and compared with none. Weights of different agreements are on no common scale, and are left out.
    Jobs are added only where they are known, and told with the number of agreements they are known of; two agreements
    may promise the same jobs. Amounts of money are not added, for they are in several currencies. Numbers of agreements
    or of jobs promised are no measure of what was kept.
Source: The answer of `agreements`; the country of the plan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.keeping import Kept, is_best
from bilan.tables.session import Session

CONCLUSIONS: Final = {True: "holds", False: "does_not_hold", None: "cannot_determine"}
OUTCOMES: Final = ("kept_on_time", "late", "broken", "unknown")
COUNTS: Final = ("obligations", "undated", "to_come", "verified", "kept_verified", "moved", "amendments")
ADDED: Final = ("promised_jobs", "jobs")
HOME: Final = "SELECT max(country) AS country FROM plan"
# What is missing where nothing else in the same grouping had anything due that could be compared.
OTHER: Final = {"partner_country": "second_partner", "agreement_kind": "second_kind", "ppp": "second_kind"}


@dataclass(frozen=True, slots=True)
class Group:
    """Agreements that are counted together: by what, under which value, and whether they are compared."""

    by: str
    value: str | None
    rows: tuple[Row, ...]
    compared: bool

    @property
    def kept(self) -> Kept:
        """Return what became of all that was due under them."""
        return sum((Kept(*(row[name] for name in OUTCOMES)) for row in self.rows), Kept())


def ask(session: Session, answers: Mapping[str, list[Row]]) -> list[Row]:
    """Compare the groups of the agreements of a session."""
    home = session.rows(HOME)[0]["country"]
    return compare([row for row in answers["agreements"] if row["agreement"] is not None], home)


def compare(agreements: Iterable[Row], home: str | None) -> list[Row]:
    """Return the rows of all groups, those with the most agreements first; `home` is the country of the plan."""
    rows = tuple(agreements)
    ppp = [row for row in rows if row["agreement_kind"] == "ppp"]
    others = [row for row in rows if row["agreement_kind"] != "ppp"]
    made = (Group("ppp", value, tuple(of), compared=True) for value, of in (("ppp", ppp), (None, others)))
    return [
        _row(Group("all", None, rows, compared=False), ()),
        *_rows(_grouped("partner_country", rows, but={None, home})),
        *_rows(_grouped("agreement_kind", rows, but=set())),
        *_rows(one for one in made if one.rows),
    ]


def _grouped(by: str, rows: Iterable[Row], *, but: set[str | None]) -> Iterator[Group]:
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(row)
    ranked = sorted(found.items(), key=lambda group: (group[0] is None, -len(group[1]), group[0] or ""))
    return (Group(by, value, tuple(of), compared=value not in but) for value, of in ranked)


def _rows(groups: Iterable[Group]) -> Iterator[Row]:
    every = list(groups)
    for one in every:
        yield _row(one, [other.kept for other in every if one.compared and other.compared and other is not one])


def _row(group: Group, rivals: Sequence[Kept]) -> Row:
    kept = group.kept
    conclusion = CONCLUSIONS[is_best(kept, rivals)] if group.compared else None
    row: Row = {
        "grouped_by": group.by,
        "partner_country": group.value if group.by == "partner_country" else None,
        "agreement_kind": group.value if group.by in {"agreement_kind", "ppp"} else None,
        "agreements": len(group.rows),
        "with_obligations": sum(row["obligations"] > 0 for row in group.rows),
        **{name: sum(row[name] for row in group.rows) for name in COUNTS},
        **kept.columns,
        **dict(_added(group.rows)),
        "paid_known": sum(row["paid"] is not None for row in group.rows),
        "rivals": len(rivals),
        "rivals_due": sum(one.due > 0 for one in rivals),
        "conclusion": conclusion,
        "needed": list(_needed(group, kept, rivals)) if conclusion == "cannot_determine" else [],
        "entries": sorted({number for row in group.rows for number in row["entries"]}),
    }
    return {one.name: row[one.name] for one in ANALYSIS.columns}


def _added(rows: Iterable[Row]) -> Iterator[tuple[str, int | None]]:
    """Give what is added where it is known, with the number of agreements of which it is."""
    held = list(rows)
    for name in ADDED:
        known = [row[name] for row in held if row[name] is not None]
        yield name, sum(known) if known else None
        yield f"{name}_known", len(known)


def _needed(group: Group, kept: Kept, rivals: Sequence[Kept]) -> Iterator[str]:
    """Name what is missing to say whether a group is best."""
    due = [one for one in rivals if one.due]
    if not kept.due:
        yield "obligations"
    if not due:
        yield OTHER[group.by]
    if kept.unknown or any(one.unknown for one in due):
        yield "keeping"
    elif kept.due and due:
        yield "more_due"


ANALYSIS: Final = Analysis(
    name="partners",
    method=1,
    reads=("plan",),
    given=("agreements",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        grouped_by | code | What is counted together (code list grouped_by).
        partner_country | code | Of groups by partner country: the country (ISO 3166-1).
        agreement_kind | code | Of groups by sort of agreement: the sort; empty for all that are no such partnership.
        agreements | count | Agreements.
        with_obligations | count | Of these, those under which an obligation is recorded.
        obligations | count | Obligations recorded under them, risks aside.
        undated | count | Of these, those without a last due day.
        to_come | count | Those whose last due day has not passed.
        due | count | Those whose last due day has passed.
        known | count | Of what was due: whose outcome is known.
        verified | count | Of these, whose outcome somebody else looked at (measured or audited).
        kept_on_time | count | Kept by the due day.
        kept_verified | count | Of these, those of which somebody else than a party says so.
        late | count | Kept, but later.
        broken | count | Not kept.
        unknown | count | Of which nothing tells what became of them.
        moved | count | Of what was due: whose due day had been moved later.
        share | share | Share of what was due and is known that was kept on time.
        share_low | share | Lower end of its interval.
        share_high | share | Upper end of its interval.
        bound_low | share | The share if all unknown ones were broken.
        bound_high | share | The share if all unknown ones were kept on time.
        outer_low | share | Lower end, whatever the unknown ones are.
        outer_high | share | Upper end, whatever the unknown ones are.
        amendments | count | Amendments decided by then.
        promised_jobs | number | Jobs promised, where told.
        promised_jobs_known | count | Agreements that tell of jobs promised.
        jobs | number | Jobs seen or told since, where known.
        jobs_known | count | Agreements of which that is known.
        paid_known | count | Agreements of which it is known what was paid.
        rivals | count | Other groups it is compared with.
        rivals_due | count | Of these, those that had something due.
        conclusion | code | Whether it is best; empty where it is compared with none.
        needed | codes | What is missing to say so.
        entries | entries | The entries behind its agreements.
    """),
)
