"""Why revenue changed: the page that takes a change apart."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from drumbeat.insight.attribution.asking import ChangeForm
from drumbeat.insight.attribution.change import EFFECTS, change_of
from drumbeat.insight.attribution.waterfall import waterfall
from drumbeat.insight.attribution.words import headline, reasons
from tests.insight.factory import (
    ZONE,
    a_purchase,
    a_visit,
    an_order_rule,
    days_before,
    happened,
)
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


def change(brand, **given):
    asked = ChangeForm(given or None, brand=brand, today=datetime.now(ZONE).date()).asked()
    return change_of(brand, asked, asked.earlier)


@pytest.fixture
def two_weeks(analyst, brand):
    """The week before: four mails' visits and two orders of 100. This week: two visits, one order of
    150, and one order of a person without consent."""
    an_order_rule(analyst)
    mail = {"utm_source": "newsletter", "utm_medium": "email"}
    events = [a_visit(days_before(7, n), f"p{n}", **mail) for n in range(4)]
    events += [a_purchase(days_before(7, 10), 10_000, f"W-{n}", f"p{n}") for n in range(2)]
    events += [a_visit(days_before(0, n), f"q{n}", **mail) for n in range(2)]
    events += [a_purchase(days_before(0, 10), 15_000, "V-1", "q0")]
    events += [a_purchase(days_before(0, 20), 700, "V-2", "", consent="denied")]
    happened(brand, *events)
    return analyst


def test_a_change_adds_up_row_by_row_and_effect_by_effect(two_weeks, brand):
    found = change(brand, period="7d")
    assert found.total.before.revenue_minor == 20_000
    assert found.total.after.revenue_minor == 15_700
    for row in (*found.rows, found.total):
        assert sum(row.effects.values()) == row.change_minor
    for name in EFFECTS:
        assert sum(row.effects[name] for row in found.rows) == found.total.effects[name]


def test_fewer_visits_and_larger_orders_are_told_apart(two_weeks, brand):
    found = change(brand, period="7d")
    effects = found.total.effects
    assert effects["volume"] < 0 < effects["order_value"]
    assert (effects["mix"], effects["conversion"], effects["other"]) == (0, 0, 700)
    assert headline(found) == "Revenue fell by ¥43 (−22%), from ¥200 to ¥157."
    assert [str(reason["why"]) for reason in reasons(found)] == [
        "because fewer visits came",
        "because orders were larger",
        "from orders without a known visit",
    ]


def test_what_no_visit_can_be_named_for_stands_in_a_row_of_its_own(two_weeks, brand):
    *_channels, rest = change(brand, period="7d").rows
    assert (rest.rest, rest.after.revenue_minor, rest.effects["other"]) == ("unknown", 700, 700)


def test_the_steps_lead_from_one_total_to_the_other(two_weeks, brand):
    drawn = waterfall(change(brand, period="7d"))
    assert [step.tone for step in drawn.steps] == [
        *("whole", "down", "flat", "flat", "up", "up", "whole"),
    ]
    assert drawn.steps[0].amount == "¥200"
    assert drawn.steps[-1].amount == "¥157"


def test_the_change_page_says_it_in_words_and_in_a_table(two_weeks):
    page = signed_in(two_weeks).get("/insight/change/?period=7d").content.decode()
    for words in ("Revenue fell by ¥43", "because fewer visits came", "E-mail", "Bounce rate"):
        assert words in page


def test_the_same_days_a_year_before_are_52_weeks_away(two_weeks, brand):
    found = change(brand, period="7d", base="year")
    assert found.later.start - found.earlier.start == timedelta(weeks=52)
    assert headline(found) == "Revenue is ¥157; there was none in the earlier period."


def test_a_change_can_be_taken_along(two_weeks):
    browser = signed_in(two_weeks)
    answer = browser.get("/insight/change.csv?period=7d")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(float(row["Change"]) for row in rows) == pytest.approx(-43)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get("/insight/change.xlsx?period=7d").content)
    )
    assert "Revenue fell" in str(book.get_sheet_by_name("About").to_python())
    assert browser.get("/insight/change.pdf").status_code == 404
