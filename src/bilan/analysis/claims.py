"""Test each claim that was made of the plan by the measure it can be tested with.

Question: Of what was claimed - that the partnership succeeds, that a sector benefits most, that a partner performs
    best, that an activity is the flagship, that both sides gain - what holds, what does not, and what cannot be told?
Formula: one measure a claim. The public-private partnership succeeds: of what was due under such agreements more than
    half was kept on time, whatever the unknown ones are. A partner performs best: by that share, among partner
    countries that had something due (`partners`). A sector comes first: by its share of what was told by sector
    (`benefit`), in the measure of which most sectors are known. An activity is the flagship: it has the most jobs, else
    exports, else turnover, among the activities of the same whole - the IT part of a sector never stands for the
    sector, nor is a whole compared with its part - in figures of one unit, about days at most a year apart. Both sides
    gain: the conclusion of `colocation` on every agreement it is claimed of. What comes first holds when its lower
    bound exceeds the upper bound of every other and all are known; it does not hold when the lower bound of another
    exceeds its upper bound; else it cannot be determined.
Unit: As the measure: shares of 1, jobs, money.
Shape: One row per statement that makes a claim, the oldest first; where none does, one row that says so.
Missing: A claim is no evidence of itself, and an opinion none of a gain. What is missing for a conclusion is named in
    `needed`. Of an agreement that a claim is about but that nobody entered, nothing can be tested.
Source: Statements that carry a claim; the answers of `partners`, `benefit` and `colocation`; statements on indicators
    of an activity.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.contest import Between, comes_first, most_of
from bilan.tables.session import Session
from bilan.terms.codes import code_list

CLAIMS: Final = """
SELECT claim, key AS statement, claimed, speaker, speaker_name, organisation, organisation_name, nature AS claim_nature,
       said_on, public_on, occasion, coalesce(quotation, words) AS words, number
FROM statement WHERE claim IS NOT NULL ORDER BY public_on, number
"""
# The newest figure of each activity, quantity and unit, on the whole of what its indicator counts.
ACTIVITIES: Final = """
SELECT i.activity, i.quantity, coalesce(s.unit, i.unit) AS unit, s.reading AS value, s.reach_low AS low,
       s.reach_high AS high, s.nature, s.about, s.counts_on, s.number
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE i.activity IS NOT NULL AND i.quantity IN ('jobs', 'exports', 'turnover') AND i.measure IN ('stock', 'flow')
  AND s.nature IN ('declared', 'measured', 'audited') AND coalesce(s.reading, s.reach_low, s.reach_high) IS NOT NULL
  AND s.subject IS NULL AND s.region IS NULL AND s.sector IS NULL AND s.size IS NULL AND s.partner_country IS NULL
  AND (s.scope IS NULL OR s.scope_relation = 'whole')
QUALIFY row_number() OVER (PARTITION BY i.activity, i.quantity, coalesce(s.unit, i.unit) ORDER BY s.recency DESC) = 1
ORDER BY i.activity, i.quantity, unit
"""
CONCLUSIONS: Final = {True: "holds", False: "does_not_hold", None: "cannot_determine"}
# Quantities by which an activity is called the flagship, the first of which most is known.
BY: Final = ("jobs", "exports", "turnover")
A_YEAR: Final = 366
# What the figures of one measure of benefit have in common.
MEASURE: Final = ("source", "indicator", "subject", "scope", "flow", "measure", "unit", "nature", "basis")


def ask(session: Session, answers: Mapping[str, list[Row]]) -> list[Row]:
    """Test the claims of the session."""
    evidence = {**answers, "activities": session.rows(ACTIVITIES)}
    found = [_row(claim, TESTS[claim["claim"]](claim["claimed"], evidence)) for claim in session.rows(CLAIMS)]
    return found or [_row({}, {"conclusion": CONCLUSIONS[None], "needed": ["claims"]})]


def _row(claim: Row, tested: Row) -> Row:
    number = [claim["number"]] if claim else []
    found = {**claim, **tested, "entries": [*number, *(one for one in tested.get("entries", ()) if one not in number)]}
    return {one.name: found.get(one.name) for one in ANALYSIS.columns}


Evidence = Mapping[str, Sequence[Row]]


def partnership(claimed: str | None, evidence: Evidence) -> Row:
    """Test whether more than half of what was due under public-private partnerships was kept on time."""
    kind = claimed or "ppp"
    rows = [row for row in evidence["partners"] if row["grouped_by"] == "agreement_kind"]
    own = next((row for row in rows if row["agreement_kind"] == kind), None)
    rest = next((row for row in evidence["partners"] if row["grouped_by"] == "ppp" and not row["agreement_kind"]), None)
    told = _kept(own, rest if kind == "ppp" else None)
    conclusion = CONCLUSIONS[most_of(Between(told["low"], told["high"])) if told["of"] else None]
    needed = [] if conclusion != CONCLUSIONS[None] else ["keeping" if told["of"] else "obligations"]
    return {**told, "best_other": "other" if told["other_of"] else None, "conclusion": conclusion, "needed": needed}


def partner(claimed: str | None, evidence: Evidence) -> Row:
    """Test whether a partner country comes first by the share of what was due that was kept on time."""
    rows = [row for row in evidence["partners"] if row["grouped_by"] == "partner_country"]
    own = next((row for row in rows if row["partner_country"] == claimed), None)
    rivals = [row for row in rows if row is not own and row["conclusion"] is not None and row["due"]]
    best = max(rivals, key=lambda row: (row["outer_high"], row["outer_low"], row["partner_country"]), default=None)
    told = _kept(own, best)
    if own is None:
        return {
            **told,
            "conclusion": CONCLUSIONS[None],
            "needed": ["agreements", *([] if rivals else ["second_partner"])],
        }
    country = best["partner_country"] if best else None
    return {
        **told,
        "best_other": country,
        "conclusion": own["conclusion"] or CONCLUSIONS[None],
        "needed": own["needed"],
    }


def _kept(own: Row | None, other: Row | None) -> Row:
    """Return the shares kept on time of two groups of agreements, whatever the unknown outcomes are."""
    both = {"": own or {}, "other_": other or {}}
    told: Row = {"measure": "kept_on_time", "unit": None, "nature": None, "evidence": "partners"}
    for name, row in both.items():
        bounds = (row.get("outer_low"), row.get("outer_high")) if row.get("due") else (None, None)
        told |= {f"{name}value": row.get("share"), f"{name}low": bounds[0], f"{name}high": bounds[1]}
    entries = sorted({number for row in both.values() for number in row.get("entries", ())})
    counts = {"known": both[""].get("known", 0), "of": both[""].get("due", 0), "other_of": both["other_"].get("due")}
    return {**told, **counts, "entries": entries}


def sector(claimed: str | None, evidence: Evidence) -> Row:
    """Test whether a sector comes first by its share of what was told by sector; agreements alone are no benefit."""
    rows = [row for row in evidence["benefit"] if row["by"] == "sector" and row["known"] and row["basis"] != "recorded"]
    counted: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        counted.setdefault(tuple(row[name] for name in MEASURE), []).append(row)
    own = max((row for row in rows if row["code"] == claimed), key=lambda row: row["known"], default=None)
    if own is None:
        of = sum(one.edition == "ISIC4" for one in code_list("sector").values())
        return {**_unmeasured("share", "benefit", of), "needed": ["benefit_of_sector", "benefit_by_sector"]}
    others = [row for row in counted[tuple(own[name] for name in MEASURE)] if row["code"] != claimed and row["entries"]]
    best = max(others, key=lambda row: (row["share_low"], row["share_high"], row["code"]), default=None)
    told = {"measure": "share", "nature": own["nature"], "evidence": "benefit", **_shares("", own)}
    told |= {"best_other": best["code"], **_shares("other_", best)} if best else {}
    facts = {name: own[name] for name in ("known", "of", "conclusion", "needed")}
    return {**told, **facts, "entries": sorted({number for row in (own, *others) for number in row["entries"]})}


def _shares(name: str, row: Row) -> Row:
    return {f"{name}value": row["share"], f"{name}low": row["share_low"], f"{name}high": row["share_high"]}


def activity(claimed: str | None, evidence: Evidence) -> Row:
    """Test whether an activity has the most jobs, exports or turnover among the parts of one whole."""
    known = code_list("activity")
    whole = known[claimed].more["within"] if claimed is not None and claimed in known else ""
    siblings = {name for name, one in known.items() if whole and one.more["within"] == whole} | {claimed}
    rows = [row for row in evidence["activities"] if row["activity"] in siblings]
    apart = [_comparable([row for row in rows if row["quantity"] == quantity], claimed) for quantity in BY]
    found = max(apart, key=len)
    if not found:
        return {**_unmeasured(None, "statement", len(siblings)), "needed": ["activity_figures"]}
    own, *others = found
    unknown = [None] * (len(siblings) - len(found))
    first = comes_first(_between(own), [*map(_between, others), *unknown])
    told = {"value": own["value"], "low": own["low"], "high": own["high"], "unit": own["unit"], "nature": own["nature"]}
    best = max(others, key=_height, default=None)
    if best:
        told |= {"best_other": best["activity"], **{f"other_{end}": best[end] for end in ("value", "low", "high")}}
    return {
        **told,
        "measure": own["quantity"],
        "known": len(found),
        "of": len(siblings),
        "conclusion": CONCLUSIONS[first],
        "needed": [] if first is not None else ["activity_others" if unknown or not others else "benefit_exact"],
        "evidence": "statement",
        "entries": sorted(row["number"] for row in found),
    }


def _comparable(rows: Sequence[Row], claimed: str | None) -> list[Row]:
    """Return the figure of the activity claimed, and those of others in its unit about days at most a year apart."""
    own = max((row for row in rows if row["activity"] == claimed), key=lambda row: row["counts_on"], default=None)
    if own is None:
        return []
    near = [row for row in rows if row["unit"] == own["unit"] and row["activity"] != claimed]
    return [own, *(row for row in near if abs((row["counts_on"] - own["counts_on"]).days) <= A_YEAR)]


def _height(row: Row) -> Decimal:
    """Return by what the best of the others is chosen: the number told, else the bound that was."""
    found: Decimal = next(one for one in (row["value"], row["high"], row["low"]) if one is not None)
    return found


def _between(row: Row) -> Between:
    return Between(row["low"], row["high"])


def _unmeasured(measure: str | None, evidence: str, of: int) -> Row:
    return {"measure": measure, "evidence": evidence, "known": 0, "of": of, "conclusion": CONCLUSIONS[None]}


def mutual_gain(claimed: str | None, evidence: Evidence) -> Row:
    """Test whether every side gains by each agreement that the claim is about."""
    rows = [
        row
        for row in evidence["colocation"]
        if row["side"] is None and row["agreement"] and claimed in {None, row["agreement"], row["agreement_kind"]}
    ]
    if not rows:
        return {**_unmeasured("smallest_gain", "colocation", 0), "needed": ["gain_agreement"]}
    # The agreement by which the least is gained, those of which nothing can be told first.
    one = min(rows, key=lambda row: (ORDER.index(row["conclusion"]), row["gain"] is not None, row["gain"] or 0))
    return {
        "measure": "smallest_gain",
        "unit": one["currency"],
        "value": one["gain_p50"] if one["gain_p50"] is not None else one["gain"],
        "low": one["gain_low"],
        "high": one["gain_high"],
        "nature": one["nature"],
        "known": sum(row["figures"] for row in rows),
        "of": sum(row["figures_needed"] for row in rows),
        "conclusion": one["conclusion"],
        "needed": one["needed"],
        "evidence": "colocation",
        "entries": sorted({number for row in rows for number in row["entries"]}),
    }


# Where several agreements are meant, one that is no gain for all decides, then one that cannot be told.
ORDER: Final = ("does_not_hold", "cannot_determine", "holds")
TESTS: Final[Mapping[str, Callable[[str | None, Evidence], Row]]] = {
    "ppp_success": partnership,
    "first_sector": sector,
    "best_partner": partner,
    "flagship_activity": activity,
    "mutual_gain": mutual_gain,
}

ANALYSIS: Final = Analysis(
    name="claims",
    method=1,
    reads=("statement", "indicator"),
    given=("partners", "benefit", "colocation"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        claim | code | What is claimed; empty where nothing is.
        statement | key | The statement.
        claimed | code | Of what: a sector, a country, an activity, a sort of agreement or one.
        speaker | key | Who spoke.
        speaker_name | text | Who spoke, as written.
        organisation | key | In whose name.
        organisation_name | text | In whose name, as written.
        claim_nature | code | Of which nature the statement is.
        said_on | day | When it was said.
        public_on | day | The day by which it was public.
        occasion | text | Where and before whom.
        words | text | The words, exactly where they were recorded, else what was said.
        measure | code | The measure it is tested by (code list claim_measure); empty when nothing measures it.
        unit | text | Its unit; empty for a share.
        value | unit | What was found of the one it is claimed of.
        low | unit | Its lower bound; empty when open or unknown.
        high | unit | Its upper bound; empty when open or unknown.
        nature | code | Of which nature that figure is.
        best_other | code | The best of the others; "other" for all of them together.
        other_value | unit | What was found of that one.
        other_low | unit | Its lower bound.
        other_high | unit | Its upper bound.
        known | count | Of how many things that the test needs something is known.
        of | count | Of how many something must be known.
        conclusion | code | Whether the claim holds.
        needed | codes | What is missing to say so.
        evidence | text | The analysis whose answer it was tested by, or the kind of entry.
        entries | entries | The statement that makes the claim, then the entries of the evidence.
    """),
)
