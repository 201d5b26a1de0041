"""The competitor register: dated, sourced, growing old visibly; three shares never mixed."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.strategy.competitors.actions import measure
from drumbeat.strategy.competitors.queries import stands, voices
from drumbeat.strategy.competitors.snapshots import side_by_side
from drumbeat.strategy.competitors.voice import picture, series
from drumbeat.strategy.models import Competitor, Observation, Product, VoiceReading
from drumbeat.strategy.register.actions import add_evidence
from drumbeat.thread.walk import lineage
from tests.strategy.factory import a_competitor, a_swot_item, an_observation
from tests.world import NOW, TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_price_is_noted_with_its_product_day_and_source(strategist):
    competitor = a_competitor(strategist)
    browser = signed_in(strategist)
    browser.post(
        f"/strategy/competitors/{competitor.pk}/products/new/",
        {"title_en": "Oolong 450 ml", "row_version": 1},
    )
    typed = {
        "kind": "price",
        "product": Product.objects.get().pk,
        "value": "19.9",
        "unit": "¥",
        "seen_on": "2026-11-20",
        "source": "Tmall",
        "row_version": 1,
    }
    browser.post(f"/strategy/competitors/{competitor.pk}/observations/new/", typed)
    assert str(Observation.objects.get()) == "Price · Oolong 450 ml · ¥19.9"
    page = browser.get(f"/strategy/competitors/{competitor.pk}/").content.decode()
    for shown in ("¥19.9", "Oolong 450 ml", "Tmall", "3 days old"):
        assert shown in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "price"}, "Give the number"),
        ({"kind": "claim"}, "Write what was said"),
        ({"kind": "price", "value": "1", "seen_on": "2026-12-01"}, "has not come yet"),
        ({"kind": "price", "value": "1", "source": ""}, "required"),
    ],
)
def test_an_observation_says_what_is_missing_at_the_field(strategist, typed, said):
    competitor = a_competitor(strategist)
    values = {"seen_on": "2026-11-20", "source": "Tmall", "row_version": 1} | typed
    answer = signed_in(strategist).post(
        f"/strategy/competitors/{competitor.pk}/observations/new/", values
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_screenshot_is_kept_by_its_hash_and_comes_as_a_download(strategist):
    competitor = a_competitor(strategist)
    browser = signed_in(strategist)
    browser.post(
        f"/strategy/competitors/{competitor.pk}/observations/new/",
        {
            "kind": "claim",
            "title_zh": "零糖",
            "seen_on": "2026-11-20",
            "source": "包装",
            "row_version": 1,
            "file": SimpleUploadedFile("shot.png", b"\x89PNG", "image/png"),
        },
    )
    seen = Observation.objects.get()
    answer = browser.get(f"/strategy/observations/{seen.pk}/proof/")
    assert answer.content == b"\x89PNG"
    assert answer["Content-Disposition"].startswith("attachment")


def test_each_kind_grows_old_after_its_own_time(strategist):
    competitor = a_competitor(strategist)
    fresh = an_observation(competitor, "A claim", days_ago=90)
    old = an_observation(competitor, "", "price", days_ago=31, value=5)
    found = {one.observation: one for one in stands([fresh, old], TODAY)}
    assert not found[fresh].is_stale
    assert (found[old].is_stale, found[old].over_days) == (True, 1)
    browser = signed_in(strategist)
    assert (
        "stale for 1 day" in browser.get(f"/strategy/competitors/{competitor.pk}/").content.decode()
    )
    assert "1 thing" in browser.get("/strategy/competitors/").content.decode()


def test_seeing_it_again_makes_it_fresh_and_keeps_what_was_seen(strategist):
    competitor = a_competitor(strategist)
    old = an_observation(competitor, days_ago=120, answer="So are we.")
    signed_in(strategist).post(f"/strategy/observations/{old.pk}/again/")
    again = Observation.objects.exclude(pk=old.pk).get()
    assert (again.seen_on, again.title_en, again.answer) == (TODAY, old.title_en, "So are we.")
    old.refresh_from_db()
    assert old.seen_on == TODAY - timedelta(days=120)


def test_two_days_stand_side_by_side_with_the_difference_first(strategist):
    competitor = a_competitor(strategist)
    an_observation(competitor, "Same claim", days_ago=100)
    an_observation(competitor, "New claim", days_ago=2)
    an_observation(competitor, "", "price", days_ago=100, value=18, unit="¥")
    an_observation(competitor, "", "price", days_ago=5, value=16, unit="¥")
    pairs = side_by_side(competitor.observations.all(), TODAY - timedelta(days=91), TODAY)
    assert [pair.change for pair in pairs] == ["new", "changed", "same"]
    changed = pairs[1]
    assert (changed.before.observation.figure, changed.after.observation.figure) == ("¥18", "¥16")
    page = signed_in(strategist).get(f"/strategy/competitors/{competitor.pk}/snapshots/")
    assert "¥18" in page.content.decode()
    table = signed_in(strategist).get(f"/strategy/competitors/{competitor.pk}/snapshots.csv")
    assert '¥16,"Their shop, 2026-11-18",changed' in table.content.decode("utf-8-sig")


def test_the_battlecard_puts_our_answer_beside_their_claim(strategist):
    competitor = a_competitor(strategist, we_win="We brew cold.")
    an_observation(competitor, "No sugar at all", answer="Ours has none either, and less caffeine.")
    page = signed_in(strategist).get(f"/strategy/competitors/{competitor.pk}/battlecard/")
    for shown in ("No sugar at all", "less caffeine", "We brew cold.", "Their shop"):
        assert shown in page.content.decode()


def test_shares_of_the_three_measures_are_never_mixed(strategist):
    us, them = a_competitor(strategist, "Us", is_us=True), a_competitor(strategist, "Them")
    measure("spend", NOVEMBER, {us: Decimal(30), them: Decimal(70)}, by=strategist, source="x")
    measure("search", NOVEMBER, {us: Decimal(900), them: Decimal(100)}, by=strategist, source="x")
    shares = {
        voice.kind: [
            voice.series.shares[(one.pk, NOVEMBER)].share
            for one in (us, them)
            if voice.series.months
        ]
        for voice in voices(strategist.brand, [us, them], TODAY)
    }
    assert shares == {"spend": [0.3, 0.7], "mentions": [], "search": [0.9, 0.1]}


def test_a_month_is_measured_in_one_form_and_measured_anew(strategist):
    us, them = a_competitor(strategist, "Us", is_us=True), a_competitor(strategist, "Them")
    browser = signed_in(strategist)
    typed = {"kind": "search", "month": "2026-11", "source": "Baidu Index"}
    browser.post(
        "/strategy/competitors/voice/new/",
        typed | {f"brand_{us.pk}": "40", f"brand_{them.pk}": "60"},
    )
    browser.post("/strategy/competitors/voice/new/", typed | {f"brand_{us.pk}": "60"})
    assert VoiceReading.objects.count() == 2
    page = browser.get("/strategy/competitors/voice/").content.decode()
    assert page.count("50%") >= 2
    assert "2 of 2" in page
    assert "Baidu Index" not in browser.get("/strategy/competitors/voice.csv").content.decode()


def test_a_month_without_any_number_is_refused_with_what_was_typed_kept(strategist):
    a_competitor(strategist)
    answer = signed_in(strategist).post(
        "/strategy/competitors/voice/new/",
        {"kind": "spend", "month": "2026-11", "source": "Agency"},
    )
    assert answer.status_code == 422
    assert "Agency" in answer.content.decode()


def test_a_reading_is_of_a_whole_month(strategist):
    reading = {
        "brand": strategist.brand,
        "owner": strategist,
        "competitor": a_competitor(strategist),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        VoiceReading.objects.create(**reading, kind="spend", month=TODAY, value=1, source="x")


VALUES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([OCTOBER, NOVEMBER]), st.integers(0, 10**9)),
    max_size=6,
    unique_by=lambda one: one[:2],
)


@UNHURRIED
@given(VALUES)
def test_shares_of_a_month_sum_to_one_and_lie_in_the_picture(values):
    readings = [
        SimpleNamespace(competitor_id=who, month=month, value=Decimal(value))
        for who, month, value in values
    ]
    found = series(readings, 3)
    for month in found.months:
        shares = [one.share for (_who, when), one in found.shares.items() if when == month]
        total = sum(value for _who, when, value in values if when == month)
        assert sum(shares) == pytest.approx(1) if total else shares == [None] * len(shares)
    drawn = picture(found, [SimpleNamespace(pk=who) for who in "abc"])
    dots = [dot for line in drawn.lines for dot in line.dots]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y, *_said in dots)


def test_our_own_brand_stands_in_the_register_once(strategist):
    a_competitor(strategist, "Us", is_us=True)
    answer = signed_in(strategist).post(
        "/strategy/competitors/new/",
        {"title_en": "Us too", "is_us": "on", "owner": strategist.pk, "row_version": 1},
    )
    assert answer.status_code == 422
    assert Competitor.objects.count() == 1


def test_an_observation_is_evidence_on_the_thread(strategist):
    seen, item = an_observation(a_competitor(strategist)), a_swot_item(strategist)
    add_evidence(item, by=strategist, ref=f"observation:{seen.pk}", note="they say so")
    assert lineage(item).of("observation") == [seen]
    assert lineage(seen).of("competitor") == [seen.competitor]


def test_both_tables_hold_every_observation(strategist):
    an_observation(a_competitor(strategist), "零糖零脂")
    browser = signed_in(strategist)
    assert "零糖零脂" in browser.get("/strategy/competitors.csv").content.decode("utf-8-sig")
    assert browser.get("/strategy/competitors.xlsx").content.startswith(b"PK")


def test_a_foreign_brands_competitor_does_not_exist_and_a_writer_only_reads(brand, lead):
    foreign = a_competitor(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/competitors/{foreign.pk}/").status_code == 404
    competitor = a_competitor(lead)
    writer = signed_in(a_member(brand, "cw"))
    assert writer.get(f"/strategy/competitors/{competitor.pk}/battlecard/").status_code == 200
    assert writer.get(f"/strategy/competitors/{competitor.pk}/edit/").status_code == 403


def test_the_list_costs_the_same_however_long(lead, django_assert_max_num_queries):
    for number in range(10):
        an_observation(a_competitor(lead, f"Rival {number}"), f"Claim {number}")
    browser = signed_in(lead)
    browser.get("/strategy/competitors/")
    with django_assert_max_num_queries(13):
        browser.get("/strategy/competitors/")
