"""Position a product, the second job of strategy & brand (domain.md §3.1), through the pages."""

import re

import pytest

from drumbeat.strategy.models import BrandPlatform, KeyMessage
from tests.e2e.research import (
    asks,
    begins_a_questionnaire,
    opens_for_answers,
    plans_a_study,
    takes_in,
)
from tests.world import a_member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

THEIRS = {"zh": "一夜好眠的茶", "en": "the tea for a good night"}
OURS = {"zh": "下班后属于自己的一小时", "en": "an hour of your own after work"}
THIRD = {"zh": "离家最近的茶山", "en": "the tea hill next door"}


def test_a_position_of_our_own_is_found_tested_and_frozen(lead, at_a_browser):
    strategist = a_member(lead.brand, "brand", name="Gu Yan")
    person = at_a_browser(strategist)
    describes_the_audience(person)
    notes_what_a_competitor_claims(person)

    platform = fills_the_six_slots(person, THEIRS)
    assert says_the_same_as_they_do(person, platform)
    takes_another_benefit(person, platform, OURS)
    assert not says_the_same_as_they_do(person, platform)

    house = builds_the_message_house(person)
    assert tries_the_routes(person) == {THEIRS["en"]: "20%", OURS["en"]: "70%", THIRD["en"]: "10%"}
    names_a_value(person, platform)
    is_frozen(at_a_browser(lead), platform)

    person.opens(platform)
    assert not person.page.locator("a[href$='/edit/']").count()
    found = BrandPlatform.objects.get()
    assert (found.state, found.benefit_en) == ("active", OURS["en"])
    person.opens(house).must_be_told("0.4")
    assert KeyMessage.objects.get().proofs.get().source == "SGS 2026"


def describes_the_audience(person):
    person.opens("strategy/audiences/").follows("audiences/new/")
    person.fills(
        title_zh="25至40岁通勤人群", title_en="Commuters", rule="commutes by metro, 25–40"
    ).sends()


def notes_what_a_competitor_claims(person):
    person.opens("strategy/competitors/").follows("competitors/new/")
    person.fills(title_zh="山岚茶", title_en="Hill Haze", positioning="Sleep").sends()
    person.follows("/observations/new/")
    person.fills(
        kind="claim", title_zh=THEIRS["zh"], title_en=THEIRS["en"], source="Shop page"
    ).sends()


def fills_the_six_slots(person, benefit):
    """Returns the address of the draft."""
    person.opens("strategy/brand/").follows("brand/new/")
    slots = {
        "title": ("岩雾茶", "Rock Mist tea"),
        "promise": ("夜晚重新属于你", "The evening is yours again"),
        "whom": ("通勤的人", "commuters"),
        "need": ("下班很晚", "come home late"),
        "frame": ("低咖啡因茶", "low-caffeine tea"),
        "benefit": (benefit["zh"], benefit["en"]),
        "unlike": ("助眠饮品", "sleeping drinks"),
        "because": ("每杯咖啡因0.4毫克", "0.4 mg caffeine a cup"),
    }
    for name, (zh, en) in slots.items():
        person.fills(**{f"{name}_zh": zh, f"{name}_en": en})
    person.sends()
    return person.path


def says_the_same_as_they_do(person, platform):
    person.opens(platform).follows("/overlap/")
    return person.page.locator(".echoed").count()


def takes_another_benefit(person, platform, benefit):
    person.opens(platform).follows(f"{platform}edit/")
    person.fills(benefit_zh=benefit["zh"], benefit_en=benefit["en"]).sends()


def builds_the_message_house(person):
    """Returns its address."""
    person.opens("strategy/messages/").follows("houses/new/")
    person.fills(
        title_zh="晚茶",
        title_en="Evening tea",
        umbrella_zh="夜晚重新属于你",
        umbrella_en="The evening is yours again",
    ).sends()
    house = person.path
    person.follows("pillars/new/").fills(title_zh="安心", title_en="Calm").sends()
    person.follows("messages/new/").fills(title_zh=OURS["zh"], title_en=OURS["en"]).sends()
    person.opens(house).follows(r"strategy/messages/[^/]+/").follows("proofs/new/")
    person.fills(
        title_zh="每杯咖啡因0.4毫克",
        title_en="0.4 mg caffeine a cup",
        source="SGS 2026",
        evidence_url="https://example.test/sgs.pdf",
    ).sends()
    return house


def tries_the_routes(person):
    """Three routes, in random order, before people who could buy. Returns the share of each."""
    study = plans_a_study(
        person,
        title_zh="哪一句打动人",
        title_en="Which sentence moves people",
        question="Which of three routes do we take?",
        method="test",
        sample_plan="100 commuters",
    )
    begins_a_questionnaire(person)
    routes = [(one["zh"], one["en"], "") for one in (THEIRS, OURS, THIRD)]
    asks(person, "single", "哪句话让您想喝？", "Which makes you want a cup?", *routes, shuffle=True)
    opens_for_answers(person, study)
    takes_in(person, *[[OURS["en"]]] * 70, *[[THEIRS["en"]]] * 20, *[[THIRD["en"]]] * 10)
    person.opens(study).follows("/results/")
    return {one["en"]: share_of(person, one) for one in (THEIRS, OURS, THIRD)}


def share_of(person, route):
    either = re.compile("|".join(route.values()))
    row = person.page.locator(".barchart tr", has_text=either)
    return row.locator("td.num").inner_text().split(" · ")[0]


def names_a_value(person, platform):
    person.opens(platform).follows("/values/")
    person.fills(
        **{
            "r-0-name_zh": "安心",
            "r-0-name_en": "Calm",
            "r-0-means_zh": "晚上不打扰",
            "r-0-means_en": "No message after nine",
        }
    ).sends()


def is_frozen(lead, platform):
    """The marketing lead makes it the brand's own; from then on it is compared, not edited."""
    lead.opens(platform).sends("/activation/")
