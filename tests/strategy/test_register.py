"""The SWOT & opportunity register: weighed, evidenced, answered, and what changed."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.people.errors import Refused
from drumbeat.strategy.models import SwotEvidence, SwotItem
from drumbeat.strategy.register.actions import add_evidence, next_review
from drumbeat.strategy.register.changes import changes, quarter_before, quarter_start
from drumbeat.strategy.register.grid import MOST_IN_A_CELL, grid
from drumbeat.strategy.register.queries import changed_since
from drumbeat.thread.walk import lineage
from tests.knowledge.factory import a_draft_learning
from tests.strategy.factory import a_campaign, a_signal, a_swot_item, an_approved_plan
from tests.world import NOW, TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

# The machine may be busy with other things.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TYPED = {
    "kind": "opportunity",
    "title_en": "Offices want cold brew",
    "impact": 4,
    "likelihood": 5,
    "horizon": "year",
    "review_on": "2026-12-01",
    "row_version": 1,
}


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


def test_a_strategist_weighs_an_opportunity(strategist):
    browser = signed_in(strategist)
    browser.post("/strategy/register/new/", TYPED | {"owner": strategist.pk})
    item = SwotItem.objects.get()
    assert item.score == 20
    page = browser.get("/strategy/register/").content.decode()
    assert "Offices want cold brew" in page
    assert "no evidence" in page


def test_a_weight_outside_the_scale_is_refused_with_what_was_typed_kept(strategist):
    answer = signed_in(strategist).post(
        "/strategy/register/new/", TYPED | {"owner": strategist.pk, "impact": 6}
    )
    assert answer.status_code == 422
    assert "Offices want cold brew" in answer.content.decode()


def test_a_signal_is_promoted_and_stays_the_evidence(strategist):
    signal = a_signal(strategist, "Grocers sell more tea")
    browser = signed_in(strategist)
    asked = browser.get(f"/strategy/market/signals/{signal.pk}/promotion/").content.decode()
    assert "Grocers sell more tea" in asked
    browser.post(
        f"/strategy/market/signals/{signal.pk}/promotion/",
        TYPED | {"owner": strategist.pk, "ref": f"signal:{signal.pk}"},
    )
    item = SwotItem.objects.get()
    assert lineage(item).of("signal") == [signal]
    assert str(item) in browser.get(f"/strategy/market/signals/{signal.pk}/").content.decode()


def test_a_signal_of_another_brand_is_no_evidence(strategist):
    foreign = a_signal(a_member(a_brand()), "Foreign")
    answer = signed_in(strategist).post(
        "/strategy/register/new/", TYPED | {"owner": strategist.pk, "ref": f"signal:{foreign.pk}"}
    )
    assert answer.status_code == 422
    assert not SwotItem.objects.exists()


def test_any_object_of_the_thread_is_evidence_once(strategist):
    item, learning = a_swot_item(strategist), a_draft_learning(strategist)
    add_evidence(item, by=strategist, ref=f"learning:{learning.pk}", note="as it says")
    page = signed_in(strategist).get(f"/strategy/register/{item.pk}/").content.decode()
    assert str(learning) in page
    for ref in (f"learning:{learning.pk}", f"swot:{item.pk}", "nothing:1"):
        with pytest.raises(Refused):
            add_evidence(item, by=strategist, ref=ref, note="again")


def test_evidence_is_found_by_search_and_taken_away_again(strategist):
    item, signal = a_swot_item(strategist), a_signal(strategist, "Grocers sell more tea")
    browser = signed_in(strategist)
    address = f"/strategy/register/{item.pk}/evidence/new/"
    assert f"signal:{signal.pk}" in browser.get(f"{address}?q=grocers").content.decode()
    browser.post(address, {"ref": f"signal:{signal.pk}", "note": "demand is there"})
    evidence = SwotEvidence.objects.get()
    browser.post(f"/strategy/register/evidence/{evidence.pk}/removal/")
    assert not SwotEvidence.objects.exists()


def test_an_initiative_leads_from_the_plan_to_what_it_answers(lead):
    plan = an_approved_plan(lead)
    campaign = a_campaign(lead, plan=plan)
    item, signal = a_swot_item(lead), a_signal(lead)
    item.plans.add(plan)
    add_evidence(item, by=lead, ref=f"signal:{signal.pk}", note="seen")
    up = lineage(campaign)
    assert (up.of("swot"), up.of("signal")) == ([item], [signal])
    assert lineage(item).of("campaign") == [campaign]


def test_evidence_does_not_earn_what_the_answering_plan_earns(lead):
    """A campaign cited as evidence has a thread of its own."""
    cited = a_campaign(lead)
    item = a_swot_item(lead)
    add_evidence(item, by=lead, ref=f"campaign:{cited.pk}", note="it sold out")
    item.plans.add(an_approved_plan(lead, title="Next"))
    assert lineage(cited).of("plan") == [cited.plan]


def test_an_item_is_settled_with_a_reason_and_opened_again(strategist):
    item = a_swot_item(strategist)
    browser = signed_in(strategist)
    settle, reopen = (f"/strategy/register/{item.pk}/{verb}/" for verb in ("settling", "reopening"))
    assert browser.post(settle, {"reason": ""}).status_code == 422
    browser.post(settle, {"reason": "The regulator decided."})
    item.refresh_from_db()
    assert item.state == "settled"
    browser.post(reopen, {"reason": "They appealed."})
    item.refresh_from_db()
    assert item.state == "open"


def test_what_changed_since_last_quarter_comes_from_the_trail(strategist):
    browser = signed_in(strategist)

    def weigh(item, **values):
        item.refresh_from_db()
        typed = TYPED | {
            "owner": strategist.pk,
            "title_en": item.title_en,
            "row_version": item.row_version,
            "impact": item.impact,
            "likelihood": item.likelihood,
        }
        browser.post(f"/strategy/register/{item.pk}/edit/", typed | values)

    with time_machine.travel(NOW - timedelta(days=80), tick=False):
        grown, steady, ended = (
            a_swot_item(strategist, name) for name in ("Grown", "Steady", "Ended")
        )
    with time_machine.travel(NOW - timedelta(days=20), tick=False):
        weigh(grown, impact=4)
        weigh(steady, detail="more words")
    with time_machine.travel(NOW - timedelta(days=10), tick=False):
        weigh(grown, impact=5, likelihood=4)
        browser.post(f"/strategy/register/{ended.pk}/settling/", {"reason": "over"})
        a_swot_item(strategist, "Fresh")
    with time_machine.travel(NOW, tick=False):
        found = {str(one.item): one for one in changed_since(strategist.brand, date(2026, 10, 1))}
        page = browser.get("/strategy/register/changes/?since=2026-10-01").content.decode()
        table = browser.get("/strategy/register/changes.csv?since=2026-10-01").content.decode()
        later = changed_since(strategist.brand, date(2026, 11, 10))
    assert {name: one.what for name, one in found.items()} == {
        "Grown": "up",
        "Ended": "settled",
        "Fresh": "new",
    }
    assert (found["Grown"].before, found["Grown"].now) == ((3, 3), (5, 4))
    assert "3 × 3 → 5 × 4" in page
    assert "grew,Opportunity,Grown,9,20" in table
    assert next(one.before for one in later if str(one.item) == "Grown") == (4, 3)


WEIGHT = st.integers(1, 5)


@UNHURRIED
@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=6))
def test_replaying_any_history_backwards_finds_where_it_began(history):
    since = NOW
    item = SimpleNamespace(
        pk="a", impact=history[-1][0], likelihood=history[-1][1], state="open",
        archived_at=None, created_at=NOW - timedelta(days=1),
    )  # fmt: skip
    events = [
        SimpleNamespace(
            object_id="a",
            before={
                name: old
                for name, old, new in zip(("impact", "likelihood"), one, other, strict=True)
                if old != new
            },
        )
        for one, other in pairwise(history)
    ]
    found = changes([item], events, since)
    began, ended = history[0], history[-1]
    moved = ended[0] * ended[1] - began[0] * began[1]
    assert [one.before for one in found] == ([began] if moved else [])


def test_quarters_turn_with_the_year():
    assert quarter_start(date(2026, 11, 23)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 11, 23)) == date(2026, 7, 1)
    assert quarter_before(date(2026, 2, 1)) == date(2025, 10, 1)
    assert next_review(date(2026, 11, 23)) == date(2027, 1, 1)
    assert next_review(date(2026, 5, 1)) == date(2026, 7, 1)


@UNHURRIED
@given(st.lists(st.tuples(WEIGHT, WEIGHT), max_size=60))
def test_every_item_has_a_place_of_its_own_inside_its_cell(weights):
    items = [SimpleNamespace(pk=str(n), impact=i, likelihood=k) for n, (i, k) in enumerate(weights)]
    drawn = grid(items, {})
    places = {(dot.x, dot.y) for dot in drawn.dots}
    assert len(places) == len(drawn.dots)
    assert len(drawn.dots) + sum(cell.more for cell in drawn.cells) == len(items)
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert MOST_IN_A_CELL >= 10


def test_both_tables_hold_settled_items_too(lead):
    a_swot_item(lead, "Old worry", state="settled")
    assert "Old worry" in signed_in(lead).get("/strategy/register.csv").content.decode("utf-8-sig")
    assert signed_in(lead).get("/strategy/register.xlsx").content.startswith(b"PK")


def test_an_overdue_review_is_said(lead):
    item = a_swot_item(lead, review_on=timezone.localdate() - timedelta(days=1))
    assert (
        "Time to look again"
        in signed_in(lead).get(f"/strategy/register/{item.pk}/").content.decode()
    )


def test_a_foreign_brands_item_does_not_exist_and_a_writer_only_reads(brand, lead):
    foreign = a_swot_item(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/register/{foreign.pk}/").status_code == 404
    item = a_swot_item(lead, review_on=TODAY)
    writer = signed_in(a_member(brand, "cw"))
    assert writer.get(f"/strategy/register/{item.pk}/").status_code == 200
    assert writer.get(f"/strategy/register/{item.pk}/edit/").status_code == 403


def test_the_register_costs_the_same_however_long(lead, django_assert_max_num_queries):
    for number in range(15):
        a_swot_item(lead, f"Item {number}", kind="threat")
    browser = signed_in(lead)
    browser.get("/strategy/register/")
    with django_assert_max_num_queries(14):
        browser.get("/strategy/register/")
