"""List what was moved: targets, baselines, and the totals that rates are told of.

Question: Which targets, baselines and bases were moved after they were public, by how much, and was a reason given?
Formula: difference = after - before; change = difference / |before|. A target moves when another of version revised
    takes its place, or when it is published again under its key with another number or date; another writing of one
    number (80, then 80.0) is no move, nor is a day told more exactly. A target told otherwise by another (restated) is
    of its own kind. The base of a count is the total it is told of: denominators told with the count or with a rate
    of it, values of the rate's denominator, bases seen by others, and the target once somebody measured by it.
    Distinct bases in the order they became public make the chain; on its first base the newest dated values are
    computed again.
Unit: Values in the unit of the indicator; change and shares as shares of one; days.
Shape: One row per move of a target or baseline, and one per indicator whose base was told (base_changed or base_kept).
Missing: No difference across units or indicators, nor where a value is absent; no share where no total was told.
    A total told inexactly or for a part is no base. A withdrawn target that comes back with another value has moved.
Source: Entries of kinds indicator, baseline, target and statement; of targets and baselines every version known.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="revisions",
    method=1,
    reads=("indicator", "baseline", "target", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("revisions"),
    query=sql("revisions"),
    columns=fields("""
        kind | code | What sort of revision it is (code list revision).
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        way | code | By a chain of targets or by replacement under one key (code list way).
        before_key | key | The target or baseline before.
        after_key | key | The target or baseline after.
        before | unit | The number before; of a chain of bases the first.
        after | unit | The number after; of a chain of bases the last.
        difference | unit | After less before.
        change | share | Difference as a share of what it was.
        moved | code | Whether the value, the date or both were moved (code list moved).
        before_due | day | The due day (of a baseline the date it is for) before.
        after_due | day | The same after.
        days_moved | days | By how many days.
        before_public_on | day | When the earlier one was public.
        public_on | day | When the move was public.
        reason | code | The reason given.
        reason_words | text | The reason, in words.
        without_reason | yes/no | Whether no reason was given.
        without_revision | yes/no | Of a base: whether no revised target announced the last one.
        of_target | yes/no | Of a base: whether a target ever set one of its bases.
        bases | unit | The distinct bases in the order they became public.
        base_days | day | When each was first public.
        base_entries | entry | The entry that first told each.
        declared | unit | Newest declared count.
        declared_base | unit | The total told with it.
        declared_share | share | Its share of that total.
        declared_on_first | share | Its share of the first base.
        verified | unit | Newest audited or measured count, worked out from a rate where only that was told.
        verified_base | unit | The total told with it.
        verified_share | share | Its share of that total.
        verified_on_first | share | Its share of the first base.
        before_entry | entry | The entry before.
        after_entry | entry | The entry after.
        entries | entries | The entries behind the row.
    """),
)
