"""One launch through the pages alone, by several people, from the wizard to the next plan."""

import pytest

from tests.e2e import story
from tests.e2e.live import Product
from tests.e2e.person import Person, a_browser
from tests.e2e.world import Mailbox, Shop
from tests.formats.fixtures import meta_ads, meta_row

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IN_TIME_SECONDS = 3
TEAM = ("lead", "cl", "cw", "cm")


@pytest.fixture
def mailbox():
    mailbox = Mailbox()
    yield mailbox
    mailbox.close()


@pytest.fixture
def shop():
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def product(tmp_path, mailbox):
    product = Product(tmp_path / "home", DRUMBEAT_MAIL_URL=mailbox.url).start()
    yield product
    product.stop()
    assert product.complaints() == []


@pytest.fixture
def somebody(chromium, product):
    """somebody(width, language) → a person at a browser of their own; looked after at the end."""
    people = []

    def arrives(width, language) -> Person:
        people.append(Person(a_browser(chromium, width=width, language=language), product.url))
        return people[-1]

    yield arrives
    for number, person in enumerate(people):
        person.pictures(f"last-seen-by-{number}")
        person.page.context.close()


@pytest.mark.parametrize(
    ("words", "width"),
    [(story.ENGLISH, 1440), (story.CHINESE, 390)],
    ids=["english-1440", "chinese-390"],
)
def test_a_launch_from_the_wizard_to_the_next_plan(words, width, product, mailbox, shop, somebody):
    lead = somebody(width, words.language)
    people = a_team(lead, words, width, mailbox, somebody)
    campaign = strategy(people, words, shop)
    placement, code = content_and_channels(people, words, campaign)
    the_world_answers(people, words, shop, campaign, placement, code, somebody(width, "en"))
    learning = the_retrospective(people, words, campaign, placement, code)
    the_next_plan_answers(lead, words, learning)

    faults = {fault for person in people.values() for fault in person.faults}
    assert not faults, "\n".join(sorted(faults))


def a_team(lead, words, width, mailbox, somebody):
    """The lead founds the brand and invites four colleagues, who follow their mail's link."""
    story.founds_the_brand(lead, words)
    people = {}
    for role in TEAM:
        story.invites(lead, role)
        people[role] = somebody(width, words.language)
        story.joins(people[role], mailbox.link_for(f"{role}@example.test"))
    return {"first": lead, "second": people.pop("lead"), **people}


def strategy(people, words, shop):
    lead = people["first"]
    story.sets_the_goal(lead, words)
    story.describes_the_audience(lead, words)
    story.builds_the_message_house(lead, words)
    story.drafts_a_plan(lead, words, words.plan)
    story.finds_no_learning(lead)
    plan = story.submits_the_plan(lead)
    story.approves_the_plan(people["second"], plan)
    campaign = story.opens_the_campaign(lead, words, plan, shop.url)
    story.runs_the_launch_playbook(lead, words)
    return campaign


def content_and_channels(people, words, campaign):
    lead, manager = people["first"], people["cm"]
    brief = story.writes_the_brief(lead, words, campaign)
    story.restates_the_intent(people["cl"], brief)
    story.confirms_it(lead, brief)
    version = story.writes_the_asset(people["cw"], words, brief)
    story.approves_the_version(people["cl"], version)
    placement = story.plans_the_placement(manager, words)
    story.agrees(people["cw"], placement, "content")
    story.agrees(manager, placement, "channels")
    return placement, story.books(manager, placement)


def the_world_answers(people, words, shop, campaign, placement, code, visitor):
    lead, manager = people["first"], people["cm"]
    shop.carries(lead.url, story.reads_the_write_key(lead))
    story.comes_through_the_link(visitor, code, shop.url)
    story.sees_green_and_arms(manager, placement)
    lead.opens(campaign)
    row = lead.page.locator("tr", has_text=words.placement)
    seconds = []
    # A busy machine may be late once or twice: what counts is that it can be there in time.
    while len(seconds) < 3 and min(seconds, default=9) > IN_TIME_SECONDS:
        story.orders(visitor, f"order-{len(seconds)}", 120)
        revenue = f"¥{120 * (len(seconds) + 1)}"
        seconds.append(lead.seconds_until(row.filter(has_text=revenue)))
    assert min(seconds) <= IN_TIME_SECONDS, seconds
    lead.looks()
    assert visitor.faults == []


def the_retrospective(people, words, campaign, placement, code):
    manager = people["cm"]
    spent = meta_ads(rows=[meta_row(story.day(0), f"evening {code}", "250.75")], summary=None)
    file = {"name": "meta.csv", "mimeType": "text/csv", "buffer": spent}
    story.uploads_spend(manager, file)
    story.ends_the_flight(manager, placement)
    people["first"].opens(campaign).must_be_told("251")
    return story.closes_the_campaign(people["first"], words, campaign)


def the_next_plan_answers(lead, words, learning):
    story.drafts_a_plan(lead, words, f"{words.plan} 2")
    plan = lead.path
    lead.must_be_told(words.learning)
    assert not lead.page.locator("a[href$='/learnings/none/']").count()
    identity = learning.rstrip("/").rpartition("/")[2]
    with pytest.raises(AssertionError, match="refused"):
        story.submits_the_plan(lead)
    lead.opens(plan).follows(f"strategy/plans/[^/]+/learnings/{identity}/")
    lead.fills(answer="applied", why="More evening words from the first day.").sends()
    story.submits_the_plan(lead)
