"""Ask every analysis of a ledger of 10^6 statements, each in a process of its own; tell its CPU and its memory.

Half of the statements are those that `ledgers` draws; the other half are about sites, states, sectors, sizes and
countries, on indicators that say what they count. Agreements, services, pools of skills, tenants and payments are
there as many as a large country would have. The same size gives the same ledger.
"""

import multiprocessing
import resource
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb

from bench import ledgers
from bench.table import Line, seconds
from bench.upkeep import cpu_of
from bilan.analysis import catalogue
from bilan.tables.columns import columns_of
from bilan.tables.editions import Edition
from bilan.tables.session import open_session
from bilan.terms.codes import code_list

CPU: Final = 10.0
MEMORY: Final = 1_000_000_000
STATEMENTS: Final = 1_000_000
# An optimiser is given a minute by whoever asks it; what it costs is told elsewhere.
OPTIMISERS: Final = frozenset({"pooling", "pooling_plan"})
# What asks again of up to twelve earlier days costs as much as they do.
REPLAYS: Final = frozenset({"backtest", "reliability"})
UNBOUNDED: Final = OPTIMISERS | REPLAYS
ISIC: Final = "['A@ISIC4', 'C@ISIC4', 'F@ISIC4', 'G@ISIC4', 'J@ISIC4', 'K@ISIC4', 'O@ISIC4', 'P@ISIC4', 'Q@ISIC4']"
COUNTRIES: Final = "['FR', 'ES', 'IN', 'US', 'DE', 'TN', 'EG', 'PT', 'VN', 'TR']"
REGION: Final = "printf('MA-%02d@1997', 1 + {} % 16)"
ALWAYS: Final = {"recorded_at": "TIMESTAMP '2009-12-01'", "public_basis": "'frame'"}
TOLD: Final = {"recorded_at": "told_on", "public_on": "told_on", "counts_on": "told_on - 60"}
ABOUT: Final = {"about": "strftime(told_on - 60, '%Y-%m-%d')", "about_from": "told_on - 60", "about_to": "told_on - 60"}


# Heads of a pool: of a total many.
HEADS: Final = (
    "CASE WHEN i % 5000 < 400 OR i % 5000 BETWEEN 4000 AND 4015 THEN 20000 + h % 5000"
    " WHEN i % 5000 >= 4500 THEN 1 ELSE 1 + h % 500 END"
)
VALUE: Final = (
    "((100 + 10 * (i % 400) + i // 400 % 50) * (1 + i / 2500000.0)"
    " * CASE WHEN (h >> 24) % 4 < 2 THEN 1.05 ELSE 1 END)::INTEGER"
)


def _day(name: str, expression: str) -> dict[str, str]:
    """Return the columns of a field that is a day."""
    return {name: f"strftime({expression}, '%Y-%m-%d')", f"{name}_from": expression, f"{name}_to": expression}


def _tenant(name: str, expression: str) -> dict[str, str]:
    """Return the columns of a day that only tenants have."""
    return {column: f"CASE WHEN i % 5000 >= 4500 THEN {how} END" for column, how in _day(name, expression).items()}


def _read(expression: str) -> dict[str, str]:
    """Return the columns of a number that was said exactly."""
    return {"value": expression, "reading": expression, "reach_low": expression, "reach_high": expression}


def _recency() -> str:
    day = "date_diff('day', DATE '1970-01-01', {})"
    return f"({day.format('told_on - 60')} << 47) | ({day.format('told_on')} << 31) | n"


# Of each kind how many, of statements how many to a million, and its columns; `i` counts within the kind, `h` is
# drawn from it.
MORE: Final[Mapping[str, tuple[int, Mapping[str, str]]]] = {
    "party": (200, {
        **ALWAYS, "key": "'sta-' || i", "name": "'State ' || i", "party_kind": "'state'",
        "country": f"{COUNTRIES}[1 + i % 10]",
    }),
    "site": (500, {
        **ALWAYS, "key": "'site-' || i", "name_en": "'Site ' || i", "site_kind": "'technopark'",
        "region": REGION.format("i"), "area_ha": "5 + h % 50", "activity": "'offshoring'",
    }),
    "indicator": (400, {
        **ALWAYS, "key": "'lev-' || i", "node": "'plan'", "name_en": "'Lever ' || i", "unit": "'jobs'",
        "measure": "'stock'", "direction": "'up'", "headline": "false",
        "quantity": f"{sorted(code_list('quantity'))}[1 + i % {len(code_list('quantity'))}]",
        "activity": f"{sorted(code_list('activity'))}[1 + (i // 32) % {len(code_list('activity'))}]",
    }),
    "agreement": (10_000, {
        **TOLD, "key": "'agr-' || i", "title_en": "'Agreement ' || i",
        "agreement_kind": "['ppp', 'bilateral', 'convention', 'fund'][1 + h % 4]",
        "partner_country": f"{COUNTRIES}[1 + (h >> 8) % 10]", **_day("signed_on", "told_on"),
        "amount": "1000000 + h % 9000000",
        "currency": "'MAD'", "promised_jobs": "h % 500", "sector": f"{ISIC}[1 + (h >> 4) % 9]",
    }),
    "obligation": (60_000, {
        **TOLD, "key": "'obl-' || i", "agreement": "'agr-' || i % 10000", "party_name": "'Party ' || i % 2",
        "what": "'So much is owed'", **_day("due_on", "told_on + 200"), "amount": "h % 1000", "unit": "'jobs'",
        "kept_on": "CASE WHEN h % 3 = 0 THEN strftime(told_on + 100, '%Y-%m-%d') END",
        "kept_on_from": "CASE WHEN h % 3 = 0 THEN told_on + 100 END",
        "kept_on_to": "CASE WHEN h % 3 = 0 THEN told_on + 100 END", "obligation_kind": "'jobs'",
    }),
    "amendment": (5_000, {**TOLD, "key": "'amd-' || i", "agreement": "'agr-' || i", "what": "'Widened'"}),
    "contribution": (20_000, {
        **TOLD, **ABOUT, **_read("1000 + h % 1000"), "recency": _recency(), "key": "'con-' || i",
        "agreement": "'agr-' || i // 4", "side": "['FR', 'MA'][1 + i % 2]", "what": "'investment'", "currency": "'MAD'",
        "nature": "'declared'", "scenario": "['with', 'without'][1 + (i // 2) % 2]",
    }),
    "benefit": (20_000, {
        **TOLD, **ABOUT, **_read("1000 + h % 2000"), "recency": _recency(), "key": "'ben-' || i",
        "agreement": "'agr-' || i // 4", "side": "['FR', 'MA'][1 + i % 2]", "what": "'turnover'", "currency": "'MAD'",
        "nature": "'declared'", "scenario": "['with', 'without'][1 + (i // 2) % 2]",
    }),
    "transaction": (50_000, {
        **TOLD, **ABOUT, "key": "'pay-' || i", "subject": "'agr-' || i % 10000", "flow": "'disbursement'",
        "amount": "1000 + h % 1000", "reading": "1000 + h % 1000", "reach_low": "1000 + h % 1000",
        "reach_high": "1000 + h % 1000", "recency": _recency(), "currency": "'MAD'", "nature": "'declared'",
        "sector": f"{ISIC}[1 + (h >> 4) % 9]", "region": REGION.format("(h >> 8)"),
    }),
    "service": (500, {
        **ALWAYS, "key": "'srv-' || i", "name_en": "'Service ' || hash(i)", "owner_name": "'Ministry ' || i % 20",
        "audience": "[['citizen'], ['business']][1 + i % 2]",
    }),
    "building_block": (60, {
        **ALWAYS, "key": "'block-' || i", "name_en": "'Block ' || i", "cost": "1000000 + h % 5000000",
        "currency": "'MAD'",
        "cost_low": "1000000", "cost_high": "6000000", "build_years": "1",
    }),
    "need": (4_000, {
        **ALWAYS, "key": "'need-' || i", "service": "'srv-' || i % 500",
        "block": "'block-' || (i // 500 + 7 * (i % 500)) % 60", "basis": "'stated'", "cost": "200000 + h % 800000",
        "joining_cost": "50000", "currency": "'MAD'",
    }),
    "budget": (5, {
        **TOLD, "key": "'bud-' || i", "subject": "'plan'", "purpose": "'shared_blocks'", "currency": "'MAD'",
        **_day("period", "make_date(2018 + i, 1, 1)"), "period": "(2018 + i)::VARCHAR",
        "period_to": "make_date(2018 + i, 12, 31)", "money_version": "'planned'", "nature": "'announced'",
        **_read("30000000"), "amount": "30000000", "recency": _recency(),
    }),
    # Occupations of 400 areas abroad, then of 16 regions that touch one another; the first of each is their total.
    # After them the tenants of incubators, who enter together and leave one by one.
    "skill_pool": (5_000, {
        **ALWAYS, "key": "'pool-' || i", "name_en": "'Pool ' || i",
        "occupation": "CASE WHEN i BETWEEN 400 AND 3999 THEN (110 + i // 400)::VARCHAR"
                      " WHEN i BETWEEN 4016 AND 4223 THEN (250 + (i - 4000) // 16)::VARCHAR END",
        "area": "CASE WHEN i < 4000 THEN printf('%05d@X', i % 400) END",
        "country": "CASE WHEN i < 4000 THEN 'DE' END",
        "region": f"CASE WHEN i BETWEEN 4000 AND 4223 THEN {REGION.format('i')} END",
        "occupation_scheme": "CASE WHEN i < 4000 THEN 'kldb2010' END",
        "site": "CASE WHEN i >= 4500 THEN 'site-' || i - 4500 END",
    }),
    "cohort": (150_000, {
        **TOLD, **_read(HEADS), "recency": _recency(), "key": "'coh-' || i", "pool": "'pool-' || i % 5000",
        "unit": "'persons'", "nature": "'measured'",
        "quantity": "CASE WHEN i % 5000 < 4500 THEN ['employees', 'unemployed', 'vacancies'][1 + (i // 5000) % 3] END",
        "about": "CASE WHEN i % 5000 < 4500 THEN (2010 + i // 15000)::VARCHAR END",
        "about_from": "CASE WHEN i % 5000 < 4500 THEN make_date((2010 + i // 15000)::BIGINT, 1, 1) END",
        "about_to": "CASE WHEN i % 5000 < 4500 THEN make_date((2010 + i // 15000)::BIGINT, 12, 31) END",
        **_tenant("entered_on", "told_on - 900"), **_tenant("left_on", "told_on - 800 + (h % 700)::INTEGER"),
        "left_how": "CASE WHEN i % 5000 >= 4500 THEN ['failed', 'graduated'][1 + h % 2] END",
    }),
    # An indicator is told of sites, of states, or of the whole; some by sector, region, size or country sold to. What
    # is counted grows by a fifth in ten years, and what is declared is a twentieth higher than what is measured.
    "statement": (500_000, {
        **TOLD, **ABOUT, **_read(VALUE), "recency": _recency(), "key": "'lst-' || i", "indicator": "'lev-' || i % 400",
        "unit": "'jobs'", "nature": "['declared', 'declared', 'measured', 'audited'][1 + (h >> 24) % 4]",
        "subject": "CASE i % 400 % 4 WHEN 0 THEN 'site-' || i // 400 % 50 WHEN 1 THEN 'sta-' || i // 400 % 50 END",
        "sector": f"CASE WHEN i % 400 % 16 = 2 THEN {ISIC}[1 + i // 400 % 9] END",
        "region": f"CASE WHEN i % 400 % 16 = 3 THEN {REGION.format('(i // 400)')} END",
        "size": "CASE WHEN i % 400 % 16 = 6 THEN ['small', 'medium', 'large'][1 + i // 400 % 3] END",
        "partner_country": f"CASE WHEN i % 400 % 16 = 7 THEN {COUNTRIES}[1 + i // 400 % 10] END",
        "scope": "CASE WHEN i % 400 % 16 IN (6, 7) THEN 'part ' || i // 400 % 10 END",
        "scope_relation": "CASE WHEN i % 400 % 16 IN (6, 7) THEN 'part' END",
    }),
}  # fmt: skip
ROWS: Final = """
SELECT {start} + i AS n, i, (hash(i + {seed}) // 8)::BIGINT AS h,
       DATE '2010-06-01' + (2700 * i // {count})::INTEGER AS told_on
FROM range({count}) t(i)
"""


def draw(folder: Path, statements: int) -> Edition:
    """Write the tables of the ledger: half of its statements are plain, half are about the levers."""
    drawn = ledgers.draw(folder, statements // 2)
    files, start = dict(drawn.files), drawn.size
    with duckdb.connect() as con:
        for seed, (kind, (of_million, columns)) in enumerate(MORE.items()):
            count = of_million * statements // STATEMENTS if kind == "statement" else of_million
            path = f"tables/{kind}/levers.parquet"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            con.execute(f"COPY ({_query(kind, columns, start, count, seed)}) TO '{folder / path}' (FORMAT parquet)")
            files[path] = {"bytes": (folder / path).stat().st_size}
            start += count
    return replace(drawn, name=f"levers{statements}", size=start, files=files)


def _query(kind: str, columns: Mapping[str, str], start: int, count: int, seed: int) -> str:
    told = {"number": "n", "recorded_by": "'bench'", "public_basis": "'recorded'", **columns}
    made = ", ".join(f'CAST({told.get(one.name, "NULL")} AS {one.type}) AS "{one.name}"' for one in columns_of(kind))
    return f"SELECT {made} FROM ({ROWS.format(start=start, seed=seed, count=count)}) ORDER BY n"  # noqa: S608 - our own words


def lines(folder: Path, *, tenth: bool) -> Iterator[Line]:
    """Ask every analysis, and tell what it costs."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        # In a process of its own, too: a child is told to have had as much memory as its parent.
        edition = pool.apply(draw, (folder / "levers", STATEMENTS // 10 if tenth else STATEMENTS))
        for name in catalogue.CATALOGUE:
            cpu, memory, rows = pool.apply(_cost, (edition, name))
            kept = None if name in UNBOUNDED else cpu <= CPU and memory <= MEMORY
            budget = "" if kept is None else "10 s, 1,000 MB"
            yield Line(f"`{name}`: {rows:,} rows", seconds(cpu), f"{memory / 1e6:,.0f} MB", "", budget, kept)


def _cost(edition: Edition, name: str) -> tuple[float, int, int]:
    """Ask an analysis; return its CPU, the peak of this process's memory, and how many rows it gave."""
    session = open_session(edition, as_of=ledgers.AS_OF, known_on=ledgers.AS_OF)
    rows: list[int] = []
    cpu = cpu_of(lambda: rows.append(len(catalogue.ask(session, name).rows)))
    return cpu, 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, rows[0]
