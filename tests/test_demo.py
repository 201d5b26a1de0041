"""The demo ends serving, and its retrospective equals the world's planted truth, on the page and
in the downloads."""

import io
import json
import re
import urllib.request
from base64 import b64decode, b64encode
from collections import Counter
from decimal import Decimal

import pytest
from pptx import Presentation

from tests.at_work import wait_until
from tests.installation import Installation
from tests.sheets import Spreadsheet

pytestmark = pytest.mark.slow

VISITORS = 6_000

# Everything the retrospective says about one campaign, by code where there is one.
FACTS = """
from drumbeat.channels.models import TrackingLink
from drumbeat.insight.results.ground import CUTS, ground_of
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.scoreboard import scoreboard
from drumbeat.strategy.models import Campaign
codes = dict(TrackingLink.objects.values_list("placement", "code"))
names = ("touches", "outcomes", "revenue_minor", "spend_minor")
answer = {}
for campaign in Campaign.objects.all():
    told = {}
    for model in ("last_non_direct", "linear"):
        for by in CUTS:
            board = scoreboard(campaign, by=by, model=model)
            told[f"{model}/{by}"] = {
                "rows": {codes.get(r.key, r.key): {n: getattr(r, n) for n in names} for r in board.rows},
                "rests": {r.rest: {n: getattr(r, n) for n in names} for r in board.rests},
                "everything": {n: getattr(board.everything, n) for n in names},
            }
    ground = ground_of(campaign)
    met = remembered_results(
        campaign.brand, period=ground.period, placements=ground.dimensions, by="placement",
        within={"campaign": campaign.pk},
    )
    told["visitors"] = {codes[row["key"]]: row["visitors"] for row in met.rows if row["key"]}
    answer[campaign.slug] = told
"""

# By campaign and code: the name of what its placement hangs on, as the files write it.
NAMES = """
from drumbeat.channels.models import TrackingLink
answer = {}
for link in TrackingLink.objects.select_related("placement__campaign"):
    one = link.placement
    pin = one.pins.order_by("position", "id").first()
    answer.setdefault(one.campaign.slug, {})[link.code] = {
        "placement": str(one),
        "channel": str(one.channel),
        "message": str(one.message),
        "audience": str(one.audience),
        "asset": str(pin.version.asset) if pin else None,
    }
"""

DOWNLOADS = """
import base64
from django.test import Client
from drumbeat.people.models import Member
from drumbeat.strategy.models import Campaign
lead = Member.objects.get(person__email="lead@rockmist.example")
browser = Client()
browser.force_login(lead.person)
answer = {}
for campaign in Campaign.objects.all():
    files = f"/b/{lead.brand.slug}/review/campaigns/{campaign.pk}/retrospective/file."
    answer[campaign.slug] = {
        kind: base64.b64encode(browser.get(files + kind).content).decode()
        for kind in ("xlsx", "pptx")
    }
"""

KEY = """
from drumbeat.insight.models import Source
answer = Source.objects.first().write_key
"""

STORED = """
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
answer = sum(lake_of(Brand.objects.get()).event_rows().values())
"""

LEARNED = """
from drumbeat.strategy.models import Insight, Response, Study
insight = Insight.objects.get()
study = Study.objects.get(evidence__insight=insight, evidence__question__key="q3")
answer = {
    "study": study.state,
    "answers": Response.objects.filter(state="complete", questionnaire__study=study).count(),
    "insight": insight.state,
    "figures": [evidence.figures for evidence in insight.evidence.order_by("question__position")],
}
"""

HEALTH = """
from drumbeat.strategy.models import Tracker
from drumbeat.strategy.trackers.queries import Comparison, rounds
waves = rounds(Tracker.objects.get())
moved = Comparison(waves[0], waves[-1])
answer = {
    "aided": [one.figures.us.indices["aided"].value for one in waves],
    "real": {now.role: [n for n, c in found.items() if c.is_real] for _, now, found in moved.brands},
    "fakes": [one.figures.doubtful["fake"] for one in waves],
}
"""

LAUNCHES = ("yanwu-cold-brew", "yanwu-winter")
CUTS = ("placement", "channel", "message", "audience", "asset")
MOST_BARS = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def served(home):
    """`drumbeat demo`: builds, and ends serving."""
    with Installation(home).serving("demo", "--visitors", str(VISITORS), within=600) as product:
        yield product
    assert product.complaints() == []
    assert "panicked" not in product.log.read_text()


@pytest.fixture(scope="module")
def demo(home, served):
    installation = Installation(home)
    installation.truth = json.loads((home / "truth.json").read_text())
    installation.facts = installation.ask(FACTS)
    installation.names = installation.ask(NAMES)
    downloads = installation.ask(DOWNLOADS)
    installation.books = {
        slug: Spreadsheet(b64decode(files["xlsx"])) for slug, files in downloads.items()
    }
    installation.decks = {
        slug: Presentation(io.BytesIO(b64decode(files["pptx"])))
        for slug, files in downloads.items()
    }
    return installation


def planted(demo, slug, by) -> dict[str | None, Counter]:
    """The world's truth added up by name in this cut; None holds what has no place in it."""
    sums = {name[by]: Counter() for name in demo.names[slug].values()} | {None: Counter()}
    for code, found in demo.truth[slug]["by_code"].items():
        sums[demo.names[slug].get(code, {}).get(by)].update(found)
    return sums


def test_every_placement_has_the_touches_orders_money_that_the_world_planted(demo):
    for slug, truth in demo.truth.items():
        told = demo.facts[slug]["last_non_direct/placement"]["rows"]
        for code, planted in truth["by_code"].items():
            if code in ("", "unmapped"):
                continue
            expected = {name: planted[name] for name in told[code]}
            assert told[code] == expected, f"{slug} {code}"


def test_every_placement_has_the_visitors_that_the_world_sent_by_it(demo):
    for slug, truth in demo.truth.items():
        planted = {
            code: found["visitors"]
            for code, found in truth["by_code"].items()
            if code in demo.names[slug]
        }
        told = demo.facts[slug]["visitors"]
        assert {code: people for code, people in told.items() if people} == {
            code: people for code, people in planted.items() if people
        }


def test_what_has_no_placement_stands_in_rows_of_its_own(demo):
    for slug, truth in demo.truth.items():
        rests = demo.facts[slug]["last_non_direct/placement"]["rests"].values()
        loose = truth["by_code"].get("", {})
        assert sum(row["touches"] for row in rests) == loose.get("touches", 0)
        assert sum(row["outcomes"] for row in rests) == loose.get("outcomes", 0)
        assert sum(row["revenue_minor"] for row in rests) == loose.get("revenue_minor", 0)
        unmapped = truth["by_code"].get("unmapped", {}).get("spend_minor", 0)
        assert sum(row["spend_minor"] for row in rests) == unmapped


@pytest.mark.parametrize("model", ["last_non_direct", "linear"])
def test_totals_are_the_sum_of_rows_and_rests_at_every_cut_and_in_both_models(demo, model):
    for slug, truth in demo.truth.items():
        planted = truth["by_code"].values()
        for name in ("touches", "outcomes", "revenue_minor", "spend_minor"):
            expected = sum(found[name] for found in planted)
            for cut, told in demo.facts[slug].items():
                if cut.startswith(model):
                    assert told["everything"][name] == pytest.approx(expected, abs=1e-6), (
                        cut,
                        name,
                    )


def test_linear_credit_equals_the_worlds_own_sum(demo):
    for slug, truth in demo.truth.items():
        told = demo.facts[slug]["linear/placement"]["rows"]
        for code, row in told.items():
            planted = truth["by_code"].get(code, {}).get("linear_outcomes", 0)
            assert row["outcomes"] == pytest.approx(planted, abs=1e-6)


def told_by_sheet(rows, known) -> dict[str | None, Counter]:
    """A sheet's rows by name as `planted` has them; money in minor units."""
    sums = {name: Counter() for name in known}
    for label, _planned, spend, _expected, touches, outcomes, revenue, *rest in rows:
        sums[label if label in known else None].update(
            spend_minor=spend * 100,
            touches=touches,
            outcomes=outcomes,
            revenue_minor=revenue * 100,
            linear_outcomes=rest[2],
            linear_revenue_minor=rest[3] * 100,
        )
    return sums


EXACT = ("spend_minor", "touches", "outcomes", "revenue_minor")


def same(told, expected):
    assert [told[name] for name in EXACT] == [expected[name] for name in EXACT]
    assert float(told["linear_outcomes"]) == pytest.approx(expected["linear_outcomes"], abs=1e-6)


@pytest.mark.parametrize("by", CUTS)
@pytest.mark.parametrize("slug", LAUNCHES)
def test_each_sheet_of_the_workbook_says_what_the_world_planted(demo, slug, by):
    book = demo.books[slug]
    rows = book.rows(book.names[1 + CUTS.index(by)])
    expected = planted(demo, slug, by)
    told = told_by_sheet(rows[1:-1], expected)
    for name, found in expected.items():
        same(told[name], found)
    total = told_by_sheet(rows[-1:], [None])[None]
    same(total, sum(expected.values(), Counter()))
    assert total == sum(told.values(), Counter())
    assert total["linear_revenue_minor"] == total["revenue_minor"]


@pytest.mark.parametrize("slug", LAUNCHES)
def test_the_workbooks_goals_are_reached_by_what_the_placements_earned(demo, slug):
    book = demo.books[slug]
    placed = planted(demo, slug, "placement")
    del placed[None]
    earned = sum(placed.values(), Counter())
    revenue, orders = (row[4] for row in book.rows(book.names[0])[1:3])
    assert revenue * 100 == earned["revenue_minor"]
    assert orders == earned["outcomes"]


@pytest.mark.parametrize("slug", LAUNCHES)
def test_every_formula_of_the_workbook_shows_what_it_computes(demo, slug):
    book = demo.books[slug]
    found = [formula for name in book.names for formula in book.formulas(name)]
    assert len(found) > 100
    for place, computed, shown in found:
        if computed is None or shown is None:
            assert computed == shown, place
        else:
            assert float(shown) == pytest.approx(float(computed), rel=1e-9), place


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("slug", LAUNCHES)
def test_the_decks_charts_and_the_tables_inside_them_are_the_truth(demo, slug):
    for by, chart in zip(("channel", "message"), charts(demo.decks[slug]), strict=True):
        plot = chart.plots[0]
        drawn = list(zip(plot.categories, *(series.values for series in plot.series), strict=True))
        inside = Spreadsheet(chart.part.chart_workbook.xlsx_part.blob)
        written = [tuple(row) for row in inside.rows(inside.names[0])[1:]]
        assert [(name, *map(dec, values)) for name, *values in drawn] == written
        expected = planted(demo, slug, by)
        del expected[None]
        assert len(written) == min(len(expected), MOST_BARS)
        for name, spend, revenue in written:
            found = expected[name]
            assert (spend * 100, revenue * 100) == (found["spend_minor"], found["revenue_minor"])


def dec(number) -> Decimal:
    return Decimal(str(number))


def results(deck) -> list[list[str]]:
    """The rows of the results table, which goes on over several slides."""
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [
        [cell.text for cell in row.cells]
        for table in tables
        if len(table.columns) == 8
        for row in list(table.rows)[1:]
    ]


def figure(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text))


@pytest.mark.parametrize("slug", LAUNCHES)
def test_the_decks_results_are_the_truth(demo, slug):
    expected = planted(demo, slug, "placement")
    rows = results(demo.decks[slug])
    told = {name: Counter() for name in expected}
    for label, spend, touches, orders, revenue, *_ in rows:
        told.setdefault(label, Counter()).update(
            spend_minor=figure(spend) * 100,
            touches=figure(touches),
            outcomes=figure(orders),
            revenue_minor=figure(revenue) * 100,
        )
    everything = sum(expected.values(), Counter())
    del expected[None]
    expected["Campaign"] = sum(expected.values(), Counter())
    expected[rows[-1][0]] = everything
    for name, found in expected.items():
        assert [told[name][key] for key in EXACT] == [found[key] for key in EXACT], name


def test_the_study_led_to_an_insight_that_shows_what_it_rests_on(demo):
    told = demo.ask(LEARNED)
    assert (told["study"], told["answers"]) == ("reported", 420)
    assert told["insight"] == "published"
    assert [len(figures) for figures in told["figures"]] == [5, 3]


def test_awareness_really_rises_and_loyalty_is_called_noise(demo):
    told = demo.ask(HEALTH)
    assert told["aided"] == pytest.approx([0.22, 0.28, 0.39], abs=0.05)
    assert "aided" in told["real"]["us"]
    assert "loyalty" not in told["real"]["us"]
    assert told["real"]["rival"] == []
    assert min(told["fakes"]) > 0


def test_an_event_sent_after_the_demo_was_built_reaches_the_lake(home, served):
    installation = Installation(home)
    before = installation.ask(STORED)
    key = b64encode(f"{installation.ask(KEY)}:".encode()).decode()
    page = {"messageId": "new", "anonymousId": "someone", "name": "Home"}
    request = urllib.request.Request(
        f"{served.url}/v1/page",
        json.dumps(page).encode(),
        {"Authorization": f"Basic {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    wait_until(lambda: installation.ask(STORED) > before)
