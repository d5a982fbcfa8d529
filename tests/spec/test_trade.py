"""Exports in the world, drawn as small tables.

Fixtures: `rows` asks for the trade of a plan of Morocco with these entries; `shares` for the split of its growth.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import Told, entry, indicator, session_of
from tests.small_panels import some_countries

from bilan.acts.trying import tried
from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.exchange import formats
from bilan.tables.session import open_session

DEMO = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"
PANEL = Path(__file__).resolve().parents[3] / "shared/data/wdi-ict-vintages"
FRAME = [
    entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", currency="MAD", country="MA"),
    entry("party", "state-ma", name="Morocco", party_kind="state", country="MA"),
    entry("party", "state-fr", name="France", party_kind="state", country="FR"),
    entry("party", "world", name="World", party_kind="group"),
    entry("party", "group-emu", name="Euro area", party_kind="group"),
]
Asked = Callable[..., list[Row]]


def sold(key: str = "ind-soft", activity: str | None = "software_services", **content: Any) -> Told:
    usual = {"unit": "MAD per year", "measure": "flow", "headline": None, "quantity": "exports", "activity": activity}
    return indicator(key, **{**usual, **content})


def tagged(key: str, quantity: str, unit: str, measure: str = "stock") -> Told:
    return indicator(key, unit=unit, measure=measure, headline=None, direction=None, quantity=quantity)


def said(about: str, value: str, of: str = "ind-soft", who: str | None = None, **content: Any) -> Told:
    facts = {"nature": "measured", "about": about, "published_on": "2020", **content}
    name = "-".join(
        filter(None, ("st", of[4:], who, about[:4], content.get("partner_country", "").lower(), facts["nature"]))
    )
    return entry("statement", name, indicator=of, subject=who, value=value, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Asked:
    def asked(*told: Told, name: str = "trade", frame: Iterable[Told] = FRAME) -> list[Row]:
        return catalogue.ask(session_of([*frame, *told], tmp_path), name).rows

    return asked


@pytest.fixture
def shares(rows: Asked) -> Asked:
    def asked(*told: Told, **more: Any) -> list[Row]:
        return rows(*told, name="trade_shares", **more)

    return asked


def test_a_plan_without_exports_says_what_is_missing(rows: Asked, shares: Asked) -> None:
    (row,) = rows()
    assert (row["conclusion"], row["indicator"], row["entries"]) == ("cannot_determine", None, [])
    assert row["needed"] == ["exports_by_year", "export_target", "world_exports", "all_exports", "exports_by_client"]
    (row,) = shares()
    assert (row["conclusion"], row["needed"]) == ("cannot_determine", ["exports_by_year", "world_exports"])


def test_growth_is_of_a_year_between_the_first_and_the_last_whole_year(rows: Asked) -> None:
    (row,) = rows(
        sold(), said("2008", "100"), said("2010", "121"), said("2011-06", "999"), said("2012", "1", nature="announced")
    )
    assert (row["first_year"], row["first"], row["last_year"], row["last"]) == (2008, 100, 2010, 121)
    assert row["growth"] == pytest.approx(0.1)
    assert (row["growth_real"], "price_index" in row["needed"]) == (None, True)


def test_in_constant_prices_growth_is_less(rows: Asked) -> None:
    prices = [
        tagged("ind-price", "deflator", "index"),
        said("2008", "100", "ind-price"),
        said("2010", "110", "ind-price"),
    ]
    (row,) = rows(sold(), said("2008", "100"), said("2010", "121"), *prices)
    assert row["growth_real"] == pytest.approx((121 / 1.1 / 100) ** 0.5 - 1)
    nothing = [
        tagged("ind-price", "deflator", "index"),
        said("2008", "100", "ind-price"),
        said("2010", "0", "ind-price"),
    ]
    (row,) = rows(sold(), said("2008", "100"), said("2010", "121"), *nothing)
    assert row["growth_real"] is None


def test_what_is_verified_is_taken_before_what_is_declared(rows: Asked) -> None:
    (row,) = rows(sold(), said("2008", "90", nature="declared"), said("2008", "100"), said("2010", "121"))
    assert (row["first"], row["first_nature"]) == (100, "measured")


def test_another_currency_counts_at_a_rate_of_its_own_year_and_not_without(rows: Asked) -> None:
    euros = [sold(), said("2008", "10", unit="EUR per year"), said("2010", "121")]
    (row,) = rows(*euros)
    assert (row["first_year"], row["left_out"], "dated_rate" in row["needed"]) == (2010, 1, True)
    rate = [tagged("ind-rate", "exchange_rate", "MAD per EUR"), said("2008-12-31", "11", "ind-rate")]
    (row,) = rows(*euros, *rate)
    assert (row["first_year"], row["first"], row["left_out"]) == (2008, 110, 0)
    other_year = [tagged("ind-rate", "exchange_rate", "MAD per EUR"), said("2009", "11", "ind-rate")]
    assert rows(*euros, *other_year)[0]["left_out"] == 1
    turned = [tagged("ind-rate", "exchange_rate", "EUR per MAD"), said("2008", "0.1", "ind-rate")]
    assert rows(*euros, *turned)[0]["first"] == pytest.approx(100)
    (row,) = rows(sold(unit="firms"), said("2008", "10"))
    assert (row["left_out"], row["first_year"]) == (1, None)


def test_the_gap_to_the_target_is_told_and_so_is_what_is_not_known_since(rows: Asked) -> None:
    aim = [
        entry("baseline", "bl", indicator="ind-soft", value="100", about="2008"),
        entry("target", "tg", indicator="ind-soft", value="400", due_on="2013", set_on="2009", version="original"),
    ]
    (row,) = rows(sold(), said("2008", "100"), said("2010", "121"), *aim)
    assert (row["target"], row["gap"], row["target_share"]) == (Decimal(400), 279, 121 / 400)
    assert "exports_since" in row["needed"]
    (row,) = rows(sold(), said("2008", "100"), said("2013", "500"), *aim)
    assert (row["gap"], "exports_since" in row["needed"]) == (-100, False)
    (row,) = rows(sold(), *aim)
    assert (row["target"], row["gap"], row["entries"]) == (Decimal(400), None, [7])


def world(of: str = "ind-soft", **values: str) -> list[Told]:
    return [said(year[1:], value, of, "world") for year, value in values.items()]


EVERY = sold("ind-all", "all_goods_and_services")


def test_an_advantage_is_the_share_at_home_over_the_share_in_the_world(rows: Asked) -> None:
    told = [
        sold(),
        said("2010", "20"),
        *world(y2010="100"),
        EVERY,
        said("2010", "100", "ind-all"),
        *world("ind-all", y2010="1000"),
    ]
    soft = next(row for row in rows(*told) if row["indicator"] == "ind-soft")
    assert (soft["advantage"], soft["advantage_symmetric"], soft["advantage_normalised"]) == pytest.approx(
        (2, 1 / 3, 0.01)
    )
    assert (soft["conclusion"], soft["compared_of"], soft["world_share"]) == ("holds", "all_goods_and_services", 0.2)
    less = [sold(), said("2010", "5"), *told[2:]]
    assert next(row for row in rows(*less) if row["indicator"] == "ind-soft")["conclusion"] == "does_not_hold"


def test_the_plans_own_country_may_be_told_as_a_state_and_a_group_is_no_country(rows: Asked) -> None:
    told = [said("2010", "20", who="state-ma"), said("2010", "7", who="group-emu"), said("2010", "8", who="state-fr")]
    (row,) = rows(sold(), *told, *world(y2010="100"))
    assert (row["indicator"], row["last"], row["world_share"]) == ("ind-soft", 20, 0.2)


def test_another_indicator_of_the_same_activity_tells_the_world(rows: Asked) -> None:
    usd = sold("ind-panel", unit="USD per year")
    rate = [tagged("ind-rate", "exchange_rate", "MAD per USD"), said("2010", "8", "ind-rate")]
    told = [sold(), said("2010", "80"), usd, *world("ind-panel", y2010="1000")]
    row = next(row for row in rows(*told, *rate) if row["indicator"] == "ind-soft")
    assert (row["world_indicator"], row["world_currency"], row["compared"]) == ("ind-panel", "USD", 10)
    row = next(row for row in rows(*told) if row["indicator"] == "ind-soft")
    assert (row["compared"], "dated_rate" in row["needed"]) == (None, True)
    unsold = next(row for row in rows(sold(), usd, *world("ind-panel", y2010="9")) if row["indicator"] == "ind-soft")
    assert (unsold["compared"], "dated_rate" in unsold["needed"]) == (None, False)


def test_where_all_exports_are_not_told_products_stand_in_and_no_conclusion_rests_on_them(rows: Asked) -> None:
    told = [sold(), said("2009", "1"), said("2010", "20"), *world(y2009="50", y2010="100")]
    gdp = [
        tagged("ind-gdp", "gdp", "MAD", "flow"),
        said("2010", "1000", "ind-gdp", "state-ma"),
        *world("ind-gdp", y2010="20000"),
    ]
    row = next(iter(rows(*told, *gdp)))
    assert (row["intensity"], row["compared_of"], row["advantage"], row["conclusion"]) == (
        4,
        "gdp",
        None,
        "cannot_determine",
    )
    per_head = [
        tagged("ind-head", "gdp_per_person", "MAD per person"),
        tagged("ind-pop", "population", "persons"),
        said("2010", "10", "ind-head", "state-ma"),
        said("2010", "100", "ind-pop", "state-ma"),
        said("2009", "100", "ind-pop", "state-ma"),
        *world("ind-head", y2010="2", y2009="2"),
        *world("ind-pop", y2010="10000"),
    ]
    assert next(iter(rows(*told, *per_head)))["intensity"] == 4
    assert next(iter(rows(*told)))["intensity"] is None


def test_nothing_sold_by_all_has_no_advantage(rows: Asked) -> None:
    told = [
        sold(),
        said("2010", "0"),
        *world(y2010="100"),
        EVERY,
        said("2010", "0", "ind-all"),
        *world("ind-all", y2010="1000"),
    ]
    soft = next(row for row in rows(*told) if row["indicator"] == "ind-soft")
    assert (soft["advantage"], soft["advantage_symmetric"], soft["conclusion"]) == (None, None, "cannot_determine")


def test_clients_are_concentrated_between_bounds_when_the_rest_is_unknown(rows: Asked) -> None:
    clients = [said("2010", "50", partner_country="FR"), said("2010", "25", partner_country="ES")]
    (row,) = rows(sold(), said("2010", "100"), *clients)
    assert (row["clients"], row["clients_known"]) == (2, 0.75)
    assert (row["concentration_low"], row["concentration_high"]) == (0.3125, 0.375)
    assert rows(sold(), *clients)[0]["clients"] == 0
    assert rows(sold(), said("2009", "100"), *clients)[0]["concentration_low"] is None
    (row,) = rows(sold(), said("2010", "60"), *clients)
    assert (row["clients"], row["concentration_low"], "exports_by_client" in row["needed"]) == (2, None, True)


def test_a_panel_alone_lacks_the_country_of_the_plan(rows: Asked, shares: Asked) -> None:
    plan = entry("plan", "panel", name={"en": "Panel"}, starts_on="2009", ends_on="2013")
    told = [
        sold(node="panel"),
        said("2009", "10", who="state-ma"),
        said("2010", "20", who="state-ma"),
        *world(y2009="50", y2010="100"),
    ]
    (row,) = rows(*told, frame=[plan, *FRAME[1:]])
    assert (row["indicator"], row["needed"][0]) == ("ind-soft", "plan_country")
    (row,) = shares(*told, frame=[plan, *FRAME[1:]])
    assert (row["country"], row["own"]) == ("MA", False)


def test_growth_is_split_and_adds_up(shares: Asked) -> None:
    calls = sold("ind-calls", "call_centres")
    told = [
        *(sold(), calls, EVERY),
        *(said("2009", "10"), said("2011", "18"), *world(y2009="100", y2011="150")),
        *(said("2009", "20", "ind-calls"), said("2011", "18", "ind-calls")),
        *world("ind-calls", y2009="300", y2011="250"),
        *(
            said("2009", "900", "ind-all"),
            said("2011", "900", "ind-all"),
            *world("ind-all", y2009="9000", y2011="9000"),
        ),
    ]
    found = {row["indicator"]: row for row in shares(*told)}
    assert found.keys() == {"ind-soft", "ind-calls", None}
    # The world stood still at 400; software grew by half, calls fell by a sixth.
    assert (
        found["ind-soft"]["world_growth"],
        found["ind-soft"]["thing_mix"],
        found["ind-soft"]["competitiveness"],
    ) == (0, 5, 3)
    assert found["ind-calls"]["competitiveness"] == pytest.approx(18 - 20 * 250 / 300)
    for row in found.values():
        effects = [row[name] for name in ("world_growth", "thing_mix", "market_mix", "competitiveness")]
        assert sum(effects) == pytest.approx(row["change"]) == pytest.approx(row["last"] - row["first"])
    assert (found[None]["own"], found[None]["left_out"], found[None]["world_share"]) == (True, 0, 0.09)


def test_markets_told_of_both_are_split_and_the_rest_is_one_more(shares: Asked) -> None:
    def flows(who: str | None, total: tuple[str, str], france: tuple[str, str]) -> list[Told]:
        ends = list(zip(("2009", "2011"), total, france, strict=True))
        return [
            *(said(year, all_of, who=who) for year, all_of, _ in ends),
            *(said(year, part, who=who, partner_country="FR") for year, _, part in ends),
        ]

    spain = said("2009", "1", partner_country="ES")
    (row,) = shares(
        sold(), *flows(None, ("15", "25"), ("10", "20")), *flows("world", ("200", "260"), ("100", "150")), spain
    )
    # To France the world grew by half, elsewhere by a tenth, in all by 30 per cent.
    assert (row["cells"], row["world_growth"], row["market_mix"], row["competitiveness"]) == pytest.approx(
        (2, 4.5, 1, 4.5)
    )
    (row,) = shares(sold(), *flows(None, ("10", "20"), ("10", "20")), *flows("world", ("100", "150"), ("100", "150")))
    assert row["cells"] == 1


def test_a_part_is_not_added_to_a_whole_that_is_told(shares: Asked) -> None:
    part, whole = sold("ind-ito", "ito"), sold("ind-off", "offshoring")
    told = [
        *(part, whole, said("2009", "1", "ind-ito"), said("2011", "2", "ind-ito")),
        *(said("2009", "10", "ind-off"), said("2011", "20", "ind-off")),
        *(*world("ind-ito", y2009="9", y2011="9"), *world("ind-off", y2009="90", y2011="90")),
    ]
    assert [(row["indicator"], row["left_out"]) for row in shares(*told)] == [("ind-off", 1)]


def test_what_the_country_would_have_sold_beyond_the_world_is_left_out(shares: Asked) -> None:
    other = sold("ind-calls", "call_centres")
    told = [
        *(sold(), other, said("2009", "10"), said("2011", "18"), *world(y2009="100", y2011="150")),
        *(
            said("2009", "20", "ind-calls"),
            said("2011", "30", "ind-calls"),
            *world("ind-calls", y2009="10", y2011="90"),
        ),
    ]
    assert [(row["indicator"], row["left_out"], row["conclusion"]) for row in shares(*told)] == [
        ("ind-soft", 1, "holds")
    ]


def test_a_world_that_sold_nothing_at_first_or_is_told_once_tells_nothing(shares: Asked) -> None:
    nothing = [sold(), said("2009", "0"), said("2011", "18"), *world(y2009="0", y2011="150")]
    assert [row["needed"] for row in shares(*nothing)] == [["exports_by_year"]]
    once = [sold(), said("2009", "1"), said("2011", "18"), *world(y2011="150")]
    assert [(row["country"], row["needed"]) for row in shares(*once)] == [("MA", ["exports_by_year"])]
    never = [sold(), said("2009", "1"), said("2011", "18")]
    assert [(row["left_out"], row["needed"], row["entries"]) for row in shares(*never)] == [(1, ["world_exports"], [7])]


def test_others_are_split_too_and_the_country_of_the_plan_is_missed(shares: Asked) -> None:
    told = [sold(), said("2009", "1", who="state-fr"), said("2011", "1", who="state-fr"), *world(y2009="9", y2011="10")]
    own, other = shares(*told)
    assert (own["country"], own["own"], own["needed"]) == ("MA", True, ["exports_by_year"])
    assert (other["country"], other["own"], other["conclusion"]) == ("FR", False, "does_not_hold")


def test_the_demonstration_tells_two_exports_and_cannot_tell_an_advantage() -> None:
    with tried(formats.read(DEMO), at=datetime(2026, 11, 26, tzinfo=UTC)) as trial:
        assert trial.edition is not None
        session = open_session(trial.edition, as_of=date(2013, 12, 31), known_on=date(2014, 12, 31))
        soft, offshoring = catalogue.ask(session, "trade").rows
    assert (soft["indicator"], soft["last_year"], soft["last"], soft["growth"]) == (
        "ind-it-software-export",
        2006,
        246e6,
        None,
    )
    assert {"exports_by_year", "world_exports"} <= set(soft["needed"])
    assert (offshoring["indicator"], offshoring["target"], offshoring["conclusion"]) == (
        "ind-offshoring-export",
        20 * 10**9,
        "cannot_determine",
    )


@pytest.mark.skipif(not PANEL.is_dir(), reason="the panel is not here")
def test_high_technology_of_morocco_grew_faster_than_the_world_and_is_a_third_of_its_due(tmp_path: Path) -> None:
    some_countries(PANEL / "wdi_ict.csv", tmp_path / "wdi_ict.csv")
    with tried(formats.read_all([DEMO, tmp_path]), at=datetime(2026, 11, 26, tzinfo=UTC)) as trial:
        assert trial.edition is not None
        session = open_session(trial.edition, as_of=date(2023, 12, 31), known_on=date(2026, 11, 26))
        high = next(row for row in catalogue.ask(session, "trade").rows if row["activity"] == "high_tech")
        own = catalogue.ask(session, "trade_shares").rows[0]
    assert (high["first_year"], high["last_year"], high["last"]) == (2015, 2023, 1723700823)
    assert high["growth"] == pytest.approx((1723700823 / 564402063) ** (1 / 8) - 1, abs=1e-12)
    assert (high["conclusion"], high["compared_of"], round(high["intensity"], 2)) == ("cannot_determine", "gdp", 0.36)
    assert (own["country"], own["conclusion"], own["change"]) == ("MA", "holds", 1159298760)
    assert own["world_growth"] + own["competitiveness"] == pytest.approx(own["change"], abs=1e-6)
