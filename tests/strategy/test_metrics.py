"""Metrics of a brand's own: a formula, and all that makes it sound."""

from fractions import Fraction
from html import unescape

import pytest

from drumbeat.strategy.metrics.vocabulary import Vocabulary
from drumbeat.strategy.models import KeyResult, OwnMetric
from tests.strategy.factory import a_goal, a_key_result
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

FIELDS = {
    "title_en": "Cost per visit",
    "key": "cost_per_visit",
    "formula": "spend / sessions",
    "unit": "money",
    "direction": "down",
    "grain": "week",
    "definition": "Spend for each session.",
    "source_note": "Marketing",
    "caveat": "Not every visit is wanted.",
}


@pytest.fixture
def analyst(brand):
    return a_member(brand, "an", name="Analyst An")


def define(member, **fields):
    return signed_in(member).post("/strategy/metrics/new/", FIELDS | {"owner": member.pk} | fields)


def a_metric(member, **fields):
    answer = define(member, **fields)
    assert answer.status_code == 302, unescape(answer.content.decode())
    return OwnMetric.objects.latest("created_at")


def told(answer):
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def test_a_metric_of_ones_own_stands_in_the_dictionary(analyst):
    metric = a_metric(analyst)
    browser = signed_in(analyst)
    listed = browser.get("/insight/metrics/").content.decode()
    assert "Cost per visit" in listed
    assert "spend / sessions" in listed
    assert "cost_per_visit" in browser.get("/insight/metrics.csv").content.decode()
    page = browser.get(metric.get_absolute_url()).content.decode()
    assert "Not every visit is wanted." in page
    assert f"/insight/own-metrics/{metric.pk}/value/" in page


def test_a_formula_is_refused_at_its_field_with_place_and_names(analyst):
    page = told(define(analyst, formula="spend / visits"))
    assert "Character 9: nothing is called “visits”" in page
    assert "sessions, orders, revenue, spend" in page
    assert 'value="spend / visits"' in page, "what was typed is kept"
    assert "“.” cannot be used" in told(define(analyst, formula="spend.__class__"))
    assert "does not follow" in told(define(analyst, formula="spend(2)"))
    assert "does not follow" in told(define(analyst, formula="9 ** 9 ** 9"))
    assert "12 brackets" in told(define(analyst, formula="(" * 40 + "spend" + ")" * 40))
    assert "put together with “+”" in told(define(analyst, formula="spend + orders"))
    assert not OwnMetric.objects.exists()


def test_the_unit_follows_from_the_formula(analyst):
    assert "By its formula this is: Money" in told(define(analyst, unit="count"))
    page = told(define(analyst, formula="orders / sessions", unit="money"))
    assert "Share (shown in per cent) / Ratio" in page
    a_metric(analyst, formula="orders / sessions", unit="share")


def test_a_metric_is_not_made_of_itself_on_any_way(analyst):
    assert "a → a" in told(define(analyst, key="a", formula="a + spend"))
    first = a_metric(analyst, key="a", formula="spend / sessions")
    a_metric(analyst, key="b", formula="a * 2")
    given = FIELDS | {"owner": analyst.pk, "key": "a", "formula": "b / 2"}
    given |= {"row_version": first.row_version}
    answer = signed_in(analyst).post(f"/strategy/metrics/{first.pk}/edit/", given)
    assert "a → b → a" in told(answer)


def test_a_key_is_taken_once_and_never_from_what_is_there(analyst):
    for key in ("spend", "cpa", "lambda"):
        assert f"“{key}” is taken" in told(define(analyst, key=key))
    assert "Small letters" in told(define(analyst, key="Cost per visit"))
    a_metric(analyst)
    assert "has this key already" in told(define(analyst))


def test_a_key_that_formulas_use_stays(analyst):
    first = a_metric(analyst, key="a")
    a_metric(analyst, key="b", formula="a * 2")
    given = FIELDS | {"owner": analyst.pk, "key": "c", "row_version": first.row_version}
    browser = signed_in(analyst)
    answer = browser.post(f"/strategy/metrics/{first.pk}/edit/", given)
    assert "Other formulas use it: b" in told(answer)
    browser.post(f"/strategy/metrics/{first.pk}/archiving/")
    assert OwnMetric.objects.current().count() == 2, "it is still used"


def test_a_formula_over_metrics_is_worked_out_from_the_base(analyst):
    a_metric(analyst, key="profit", formula="revenue * 0.45 - spend")
    a_metric(analyst, key="roi", formula="profit / spend", unit="share")
    known = Vocabulary(OwnMetric.objects.all())
    base = {"revenue": Fraction(3_600_000), "spend": Fraction(900_000)}
    assert known.value("roi", base) == Fraction(4, 5)
    assert known.value("roi", base | {"spend": Fraction(0)}) is None
    assert known.value("roi", base | {"revenue": None}) is None
    assert known.value("cpa", base) is None, "orders are not known"


def test_a_circle_that_got_into_the_table_has_no_value(analyst):
    first = a_metric(analyst, key="a")
    a_metric(analyst, key="b", formula="a * 2")
    OwnMetric.objects.filter(pk=first.pk).update(formula="b * 2")
    base = {"spend": Fraction(1), "sessions": Fraction(1)}
    assert Vocabulary(OwnMetric.objects.all()).value("b", base) is None
    assert signed_in(analyst).get(first.get_absolute_url()).status_code == 200


def test_an_archived_metric_whose_part_is_gone_is_still_shown(analyst):
    browser = signed_in(analyst)
    first, second = a_metric(analyst, key="a"), a_metric(analyst, key="b", formula="a * 2")
    for metric in (second, first):
        browser.post(f"/strategy/metrics/{metric.pk}/archiving/")
    assert not OwnMetric.objects.current().exists()
    assert browser.get(second.get_absolute_url()).status_code == 200
    value = browser.get(f"/insight/own-metrics/{second.pk}/value/")
    assert value.status_code == 200
    assert "—" in value.content.decode()


def test_a_key_result_follows_it_and_takes_its_unit(analyst, lead):
    metric = a_metric(analyst, key="signup_rate", formula="orders / sessions", unit="share")
    goal, browser = a_goal(lead), signed_in(lead)
    given = {
        "title_en": "More buy",
        "metric": f"own:{metric.pk}",
        "direction": "up",
        "baseline": "1.7",
        "target": "2",
        "due_on": TODAY,
        "owner": lead.pk,
    }
    assert (
        "Cost per visit"
        in browser.get(f"/strategy/goals/{goal.pk}/key-results/new/").content.decode()
    )
    browser.post(f"/strategy/goals/{goal.pk}/key-results/new/", given)
    result = KeyResult.objects.get()
    assert (result.metric, result.own_metric, result.unit) == ("own", metric, "%")
    page = browser.get(f"/strategy/key-results/{result.pk}/edit/").content.decode()
    assert f'value="own:{metric.pk}" selected' in page
    signed_in(analyst).post(f"/strategy/metrics/{metric.pk}/archiving/")
    assert OwnMetric.objects.current().exists(), "a key result follows it"
    given |= {"metric": "revenue", "row_version": result.row_version}
    browser.post(f"/strategy/key-results/{result.pk}/edit/", given)
    result.refresh_from_db()
    assert (result.metric, result.own_metric) == ("revenue", None)


def test_another_brands_metrics_are_neither_seen_nor_used(analyst, lead):
    foreign = a_metric(a_member(a_brand(), "an"), key="theirs")
    assert signed_in(analyst).get(foreign.get_absolute_url()).status_code == 404
    assert "nothing is called “theirs”" in told(define(analyst, formula="theirs * 2"))
    result = a_key_result(a_goal(lead), metric="manual")
    given = {"title_en": "x", "metric": f"own:{foreign.pk}", "direction": "up", "baseline": 0}
    given |= {"target": 1, "due_on": TODAY, "owner": lead.pk, "row_version": 1}
    answer = signed_in(lead).post(f"/strategy/key-results/{result.pk}/edit/", given)
    assert answer.status_code == 422


def test_only_who_keeps_the_dictionary_changes_it(analyst, brand):
    metric = a_metric(analyst)
    for role, expected in (("lead", 403), ("cw", 403), ("an", 200)):
        browser = signed_in(a_member(brand, role))
        assert browser.get(f"/strategy/metrics/{metric.pk}/edit/").status_code == expected
    assert signed_in(a_member(brand, "cw")).get("/strategy/metrics/new/").status_code == 403
