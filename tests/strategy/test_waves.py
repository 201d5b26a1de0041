"""Waves of a tracker compared: what is real is called real, noise noise, another wording neither."""

import csv
import io

import pytest

from drumbeat.strategy.competitors.actions import measure
from drumbeat.strategy.models import Competitor, Observation, TrackedBrand
from drumbeat.strategy.surveys.importing import take_in
from drumbeat.strategy.trackers import actions, queries
from drumbeat.strategy.trackers.beside import beside
from tests.strategy.health import (
    DAY,
    a_crowd,
    a_file,
    a_tracker,
    a_wave,
    figures_of,
    two_waves,
)
from tests.world import TODAY, signed_in

pytestmark = pytest.mark.django_db


def test_a_real_change_is_called_real_and_noise_noise(lead):
    # 20 % → 40 % of 200 each: pooled 0.3, SE √(0.3 · 0.7 / 100) = 0.045826, z = 4.364.
    before, after = two_waves(lead)
    found = queries.rounds(after.tracker)
    moved = queries.Comparison(*found).of("a")
    assert moved["aided"].z == pytest.approx(4.364, abs=5e-4)
    assert moved["aided"].is_real
    page = signed_in(lead).get(f"/strategy/waves/{after.pk}/comparison/").content.decode()
    assert "really up" in page
    assert "noise: within chance" in page

    text = signed_in(lead).get(f"/strategy/waves/{before.pk}/comparison.csv?with={after.pk}")
    rows = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    aided = next(row for row in rows if row["Index"] == "Aided awareness")
    assert (aided["Brand"], aided["#1"], aided["#2"]) == ("Rock Mist", "20.0", "40.0")
    assert aided["Verdict"] == "really up"


def test_another_wording_begins_a_series_and_is_compared_with_nothing(lead):
    tracker = a_tracker(lead)
    a_wave(tracker, state="computed", people=a_crowd(40))
    tracker.category_en = "bottled tea"
    tracker.save()
    second = a_wave(tracker, state="computed", people=a_crowd(80))
    compared = queries.Comparison(*queries.rounds(tracker))
    assert not compared.same_wording
    assert compared.brands == []
    browser = signed_in(lead)
    page = browser.get(f"/strategy/waves/{second.pk}/comparison/").content.decode()
    assert "These waves cannot be compared" in page
    assert "noise" not in page
    page = browser.get(f"/strategy/trackers/{tracker.pk}/").content.decode()
    assert "a new series begins" in page


def test_another_competitor_in_the_list_is_the_same_series(lead):
    tracker = a_tracker(lead)
    a_wave(tracker, state="computed", people=a_crowd(40))
    TrackedBrand.objects.create(
        brand=lead.brand, owner=lead, tracker=tracker, key="d", title_en="Mulin", title_zh="沐林"
    )
    a_wave(tracker, state="computed", people=a_crowd(80))
    compared = queries.Comparison(*queries.rounds(tracker))
    assert compared.same_wording
    # Nothing is said of a brand that only one wave asked about.
    assert [now.key for _then, now, _moved in compared.brands] == ["a", "b"]


def test_one_word_changed_about_one_brand_is_another_series(lead):
    tracker = a_tracker(lead)
    a_wave(tracker, state="computed", people=a_crowd(40))
    wave = a_wave(tracker)
    asked = wave.questionnaire.questions.get(key="q4a")
    asked.text_en = "How much do you love Rock Mist?"
    asked.save()
    actions.field(wave, by=lead)
    take_in(wave.questionnaire, a_file(wave, a_crowd(80)), "panel.csv", by=lead)
    actions.settle(wave, by=lead)
    assert not queries.Comparison(*queries.rounds(tracker)).same_wording


def test_another_mixture_of_the_equity_index_is_not_compared(lead):
    tracker = a_tracker(lead)
    a_wave(tracker, state="computed", people=a_crowd(40))
    tracker.weights = {**tracker.weights, "unaided": 0.05, "nps": 0.25}
    tracker.save()
    a_wave(tracker, state="computed", people=a_crowd(80))
    moved = queries.Comparison(*queries.rounds(tracker)).of("a")
    assert "equity" not in moved
    assert moved["aided"].is_real


# -- beside -----------------------------------------------------------------------------------


def test_three_shares_of_voice_stand_beside_and_none_is_mixed_with_another(lead):
    shared = {"brand": lead.brand, "owner": lead}
    us, rival = (
        Competitor.objects.create(**shared, title_en=name, is_us=name == "Us")
        for name in ("Us", "Rival")
    )
    month = TODAY.replace(day=1)
    measure("spend", month, {us: 30, rival: 70}, by=lead, source="panel")
    measure("search", month, {us: 5, rival: 45}, by=lead, source="index")
    for competitor, share in ((us, 12), (rival, 36)):
        Observation.objects.create(
            **shared,
            competitor=competitor,
            kind="share",
            value=share,
            unit="%",
            seen_on=month,
            source="trade",
        )
    tracker = a_tracker(lead)
    tracker.brands.filter(role="us").update(competitor=us)
    wave = a_wave(tracker, state="computed", people=a_crowd(40))
    found, _other = beside(lead.brand, figures_of(wave).brands, TODAY)
    spend, mentions, search = found.heard
    # 12 % of the market, of the 48 % that both have: a quarter. 0.30 − 0.25 and 0.10 − 0.25.
    assert found.market == pytest.approx(0.12)
    assert (spend.share, spend.excess) == (pytest.approx(0.30), pytest.approx(0.05))
    assert (search.share, search.excess) == (pytest.approx(0.10), pytest.approx(-0.15))
    assert (mentions.share, mentions.excess) == (None, None)
    # A share among two brands has no excess over a market share that only one of them has.
    Observation.objects.filter(competitor=rival).delete()
    assert beside(lead.brand, figures_of(wave).brands, TODAY)[0].heard[0].excess is None
    # Half a year later nothing of that says anything any more.
    late = beside(lead.brand, figures_of(wave).brands, TODAY + 200 * DAY)[0]
    assert (late.market, late.heard[0].share) == (None, None)
