"""Markov with a longer memory and Shapley of rates, beside their plain forms."""

import csv
import io

import pytest

from drumbeat.insight.attribution.options import OptionsForm
from tests.insight.factory import a_placement, a_purchase, a_visit, an_order_rule, happened
from tests.insight.test_behaviour import at
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def browser(analyst):
    """Search then a note sell; search alone does not."""
    an_order_rule(analyst)
    for code, title in (("C000001", "Search ad"), ("C000002", "KOL note")):
        a_placement(analyst, code=code, title=title)
    happened(
        analyst.brand,
        a_visit(at(3), code="C000001"),
        a_visit(at(2), code="C000002"),
        a_purchase(at(2, 10), 26_801, "A-1"),
        a_visit(at(1), "bo", code="C000001"),
    )
    return signed_in(analyst)


def rows(browser, query):
    text = browser.get(f"/insight/attribution/options.csv?by=placement&{query}").content
    return {row["Placement"]: row for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))}


@pytest.mark.parametrize("order", "1234")
@pytest.mark.parametrize("repeats", ["kept", "told_once"])
def test_any_memory_shares_all_that_was_sold(browser, order, repeats):
    found = rows(browser, f"order={order}&repeats={repeats}")
    assert sum(float(row["Revenue"]) for row in found.values()) == pytest.approx(268.01)
    assert found["KOL note"]["Orders"] == found["KOL note"]["Orders: plain form"]


def test_rates_credit_what_raises_the_rate(browser):
    found = rows(browser, "way=rates")
    assert float(found["KOL note"]["Orders"]) == pytest.approx(0.5)
    assert sum(float(row["Revenue"]) for row in found.values()) == pytest.approx(268.01)
    assert "Standard error" not in found["KOL note"]


def test_the_page_shows_only_what_the_chosen_model_knows(browser):
    page = browser.get("/insight/attribution/options/?by=placement").content.decode()
    assert 'name="order"' in page
    assert "KOL note" in page
    assert (
        "Steps remembered"
        not in browser.get("/insight/attribution/options/?way=rates").content.decode()
    )
    told = browser.get("/insight/attribution/options/ask/option_shift/?by=placement")
    assert "plain form" in told.content.decode()
    assert browser.get("/insight/attribution/options/ask/revenue/").status_code == 404
    assert OptionsForm.tabs == ("by",)


def test_the_attribution_page_leads_to_the_options(browser):
    compared = browser.get("/insight/attribution/counting/?turn=6")
    assert "/insight/attribution/options/" in compared.content.decode()
