"""Traffic, paths, cohorts, new and returning, customers: the questions as pages and files."""

import csv
import io
from collections import Counter, defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from drumbeat.collector.spool import Spool
from drumbeat.formats.orders import read_orders
from drumbeat.insight.behaviour.cohorts import heat
from drumbeat.insight.behaviour.flow import END, flow
from drumbeat.insight.behaviour.pages import PAGES
from drumbeat.insight.behaviour.picture import stacks
from drumbeat.insight.behaviour.segments import MAP, SEGMENTS
from drumbeat.insight.lake import derive_brand, lake_of, load_all
from drumbeat.insight.metrics.dictionary import METRICS
from drumbeat.insight.orders.sending import send_orders
from drumbeat.warehouse.questions import Period, repeat_rate, rfm
from tests.insight.factory import (
    a_placement,
    a_purchase,
    a_visit,
    an_order_rule,
    happened,
)
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

CDNOW = Path(__file__).parents[2].parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime.now(ZONE).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)


def at(days, minutes=0):
    return NOON - timedelta(days=days) + timedelta(minutes=minutes)


def page(moment, path, who="anna", **fields):
    return a_visit(moment, who, path=path, **fields)


@pytest.fixture
def world(analyst):
    """Anna came by e-mail, looked at tea and bought, and again a week later; bo only looked."""
    an_order_rule(analyst)
    a_placement(analyst, code="C000001", title="Search ad")
    mail = {"utm_source": "newsletter", "utm_medium": "email"}
    happened(
        analyst.brand,
        page(at(9), "/", code="C000001", **mail),
        page(at(9, 1), "/tea/green"),
        page(at(9, 2), "/cart"),
        a_purchase(at(9, 3), 26_800, "A-1"),
        page(at(2), "/tea/black"),
        a_purchase(at(2, 5), 10_000, "A-2"),
        page(at(1), "/", "bo"),
        page(at(1, 1), "/tea/green", "bo"),
    )
    return signed_in(analyst)


def shown(browser, address):
    answer = browser.get(f"/insight/{address}")
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_before_the_first_event_a_page_teaches_the_first_step(analyst, name):
    text = shown(signed_in(analyst), f"{name}/")
    assert "No event has arrived yet" in text


@pytest.mark.parametrize("name", PAGES)
def test_in_quiet_days_a_page_says_so_and_offers_files_all_the_same(world, name):
    quiet = "?period=custom&start=2020-01-01&end=2020-02-01"
    text = shown(world, f"{name}/{quiet}")
    assert 'class="empty"' in text
    assert world.get(f"/insight/{name}.csv{quiet}").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_a_page_tells_where_it_is_from(world, name):
    text = shown(world, f"{name}/")
    keys = [key for key in METRICS if f"/insight/{name}/ask/{key}/" in text]
    assert len(keys) >= 2
    for key in keys:
        told = shown(world, f"{name}/ask/{key}/")
        assert str(METRICS[key].definition) in told.replace("&#x27;", "'")
        assert "SELECT" in told
    assert world.get(f"/insight/{name}/ask/spend/").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_taken_along(world, name):
    rows = list(
        csv.reader(io.StringIO(world.get(f"/insight/{name}.csv").content.decode("utf-8-sig")))
    )
    assert len(rows) >= 2
    book = CalamineWorkbook.from_filelike(io.BytesIO(world.get(f"/insight/{name}.xlsx").content))
    told = dict(row[:2] for row in book.get_sheet_by_name("About").to_python())
    assert "SELECT" in told["Query"]
    assert world.get(f"/insight/{name}.pdf/").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_mistaken_date_stands_at_its_field_and_is_kept(world, name):
    answer = world.get(f"/insight/{name}/?period=custom&start=2026-02-03&end=2026-02-01")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ends before it starts" in text
    assert 'value="2026-02-01"' in text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_however_much_happened(world, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        world.get(f"/insight/{name}/")


def test_traffic_by_channel_adds_up_to_everything(world):
    rows = world_rows(world, "traffic")
    assert {row["Channel"]: (row["Sessions"], row["Orders"]) for row in rows} == {
        "E-mail": ("1", "1"),
        "Direct": ("2", "1"),
    }
    assert sum(Decimal(row["Revenue"]) for row in rows) == 368
    by_source = world_rows(world, "traffic", "?by=source")
    assert [row["Source"] for row in by_source] == ["Direct", "newsletter"]
    assert "Orders" not in by_source[0]


def world_rows(browser, name, query=""):
    text = browser.get(f"/insight/{name}.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_paths_lead_from_the_chosen_page_to_what_came_after(world):
    text = shown(world, "paths/?step=/tea/*&length=2")
    assert "/tea/* → /cart" in text
    before = world_rows(world, "paths", "?direction=to&step=Order Completed")
    assert {row["Path"]: row["Visits"] for row in before} == {
        "/ → /tea/green → /cart → Order Completed": "1",
        "/tea/black → Order Completed": "1",
    }
    assert '<option value="/tea/green">' in text
    assert "meets this step" in shown(world, "paths/?step=/nowhere")


def test_paths_of_channels_speak_of_the_brands_own_channels(world):
    rows = world_rows(world, "paths", "?walk=channels&direction=to")
    assert sum(int(row["Orders"]) for row in rows) == 2
    assert any(row["Path"].endswith("Came by itself") for row in rows)


def test_a_flow_keeps_every_walk_and_folds_what_is_small():
    rows = [
        {"steps": ["a", "b"], "walks": 6},
        *({"steps": ["a", f"small {n}"], "walks": 1} for n in range(8)),
        {"steps": ["a"], "walks": 2},
    ]
    names = {name: name for row in rows for name in row["steps"]}
    drawn = flow(rows, names, "from", 2, {END: "End"})
    assert [[node.walks for node in column] for column in drawn.columns] == [
        [16],
        [6, 1, 1, 1, 1, 1, 3, 2],
    ]
    assert [node.label for node in drawn.columns[1]][-2:] == ["Others", "End"]
    back = flow(rows, names, "to", 2, {END: "Start"})
    assert sum(node.walks for node in back.columns[-1]) == 16
    assert flow([], {}, "from", 2, {END: "End"}).columns == []


def test_cohorts_tell_who_came_again_and_leave_cut_weeks_out_of_the_sum(world):
    text = shown(world, "cohorts/")
    assert "All cohorts" in text
    rows = world_rows(world, "cohorts")
    assert sum(int(row["People"]) for row in rows if row["Weeks later"] == "0") == 2
    assert (heat(0), heat(0.25), heat(1)) == (0, 5, 9)


def test_new_and_returning_share_all_sessions_orders_and_money(world):
    rows = world_rows(world, "returning", "?grain=day")
    names = ("Orders: New here", "Orders: Returning", "Orders: Unknown")
    assert [sum(int(row[name]) for row in rows) for name in names] == [1, 1, 0]
    assert sum(Decimal(row["Revenue: Returning"]) for row in rows) == 100
    drawn = stacks([{"new": 1, "returning": 1}], ["two"])
    assert [(part.tone, part.y, part.height) for part in drawn.stacks[0].parts] == [
        ("new", "50.00", "50.00"),
        ("returning", "0.00", "50.00"),
    ]


def test_customers_fall_into_named_segments(world):
    text = shown(world, "customers/")
    assert "Champions" in text
    assert {key for row in MAP.values() for key in row.values()} == set(SEGMENTS)
    rows = world_rows(world, "customers")
    assert sum(int(row["Customers"]) for row in rows) == 1
    assert sum(Decimal(row["Revenue"]) for row in rows) == 368


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW file is not beside the checkout")
@pytest.mark.slow
def test_the_scores_of_the_cdnow_customers_equal_an_independent_count(analyst):
    """23,570 real customers: every RFM cell, the repeat rate, the median time between orders."""
    an_order_rule(analyst)
    orders = read_orders(CDNOW.read_bytes(), CDNOW.name, currency="CNY")
    with closing(Spool(settings.SPOOL_PATH)) as spool:
        send_orders(analyst.brand, orders, spool=spool, now=datetime.now(UTC))
        load_all(spool)
    derive_brand(analyst.brand)
    own = defaultdict(list)
    for line in CDNOW.read_text().splitlines():
        if len(parts := line.split()) == 4 and parts[1].isdecimal():
            day = date(int(parts[1][:4]), int(parts[1][4:6]), int(parts[1][6:]))
            own[parts[0]].append((day, int(Decimal(parts[3]) * 100)))
    period = Period(date(1997, 1, 1), date(1998, 6, 30), analyst.brand.time_zone)

    [repeats] = repeat_rate(lake_of(analyst.brand), period=period).rows
    assert (repeats["customers"], repeats["outcomes"]) == (23_570, 69_659)
    assert repeats["repeaters"] == sum(len(bought) > 1 for bought in own.values())
    gaps = []
    for bought in own.values():
        days = sorted(day for day, _cents in bought)
        gaps += [(later - earlier).days for earlier, later in pairwise(days)]
    assert repeats["gaps"] == len(gaps)
    assert repeats["median_days"] == pytest.approx(median(gaps), abs=0.01)

    measures = (
        {who: max(day for day, _ in bought) for who, bought in own.items()},
        {who: len(bought) for who, bought in own.items()},
        {who: sum(cents for _, cents in bought) for who, bought in own.items()},
    )
    r, f, m = map(_scores, measures)
    cells = Counter((r[who], f[who], m[who]) for who in own)
    money = Counter()
    for who in own:
        money[r[who], f[who], m[who]] += measures[2][who]
    found = rfm(lake_of(analyst.brand), period=period, currency="CNY").rows
    assert {(row["r"], row["f"], row["m"]): row["customers"] for row in found} == cells
    assert {(row["r"], row["f"], row["m"]): row["revenue_minor"] for row in found} == money


def _scores(values):
    """{who: 1–5}: five times the share of customers with a smaller value, by counting values."""
    worse, so_far = {}, 0
    for value, people in sorted(Counter(values.values()).items()):
        worse[value] = so_far
        so_far += people
    return {who: 1 + 5 * worse[value] // len(values) for who, value in values.items()}
