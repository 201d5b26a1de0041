"""A launch as its people live it, page by page. Each function is one thing that somebody does."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.person import Person
from tests.world import PASSWORD

SHANGHAI = ZoneInfo("Asia/Shanghai")
INTENT = (
    "Tired commuters should see that one cup in the evening lets them sleep, and believe it "
    "because a laboratory measured the caffeine."
)


def today() -> date:
    return datetime.now(SHANGHAI).date()


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


@dataclass
class Words:
    """What people call things, in the language of the story."""

    brand: str
    goal: str
    audience: str
    house: str
    pillar: str
    message: str
    proof: str
    plan: str
    line: str
    campaign: str
    brief: str
    asset: str
    placement: str
    learning: str
    language: str
    title: str = field(init=False)

    def __post_init__(self):
        self.title = "title_zh" if self.language == "zh-hans" else "title_en"


ENGLISH = Words(
    brand="Rock Mist",
    goal="Win the evening",
    audience="Commuters, 25 to 40",
    house="Evening tea",
    pillar="Calm",
    message="The evening is yours again",
    proof="0.4 mg caffeine a cup",
    plan="Autumn launch",
    line="Paid search",
    campaign="Evening tea launch",
    brief="Search ads",
    asset="Search ad, evening",
    placement="Evening keywords",
    learning="Evening words sell at once",
    language="en",
)
CHINESE = Words(
    brand="岩雾",
    goal="赢得夜晚",
    audience="25至40岁通勤人群",
    house="晚茶",
    pillar="安心",
    message="夜晚重新属于你",
    proof="每杯咖啡因0.4毫克",
    plan="秋季上市",
    line="付费搜索",
    campaign="晚茶上市",
    brief="搜索广告",
    asset="搜索广告·夜晚",
    placement="夜晚关键词",
    learning="夜晚场景词当天见效",
    language="zh-hans",
)


def founds_the_brand(lead: Person, words: Words) -> None:
    lead.opens("/").fills(
        brand=words.brand,
        language=words.language,
        currency="CNY",
        time_zone="Asia/Shanghai",
        calendar="CN",
        name="Lin Yue",
        email="lin@example.test",
        password=PASSWORD,
    )
    lead.sends()
    assert lead.path == "today/"


def invites(lead: Person, role: str) -> None:
    lead.opens("members/").follows("invitations/new/")
    lead.fills(email=f"{role}@example.test", name=f"{role} person", roles=[role]).sends()


def joins(newcomer: Person, link: str) -> None:
    newcomer.opens(link).fills(password=PASSWORD).sends()
    assert newcomer.path == "today/"


def sets_the_goal(lead: Person, words: Words) -> None:
    lead.opens("strategy/goals/").follows("goals/new/")
    lead.fills(**{words.title: words.goal}, starts_on=day(-30), ends_on=day(60)).sends()
    lead.follows("key-results/new/").fills(
        **{words.title: "¥ 6,000"}, metric="revenue", baseline=0, target=6000, due_on=day(60)
    )
    lead.sends().must_be_told(words.goal)


def describes_the_audience(lead: Person, words: Words) -> None:
    lead.opens("strategy/audiences/").follows("audiences/new/")
    lead.fills(**{words.title: words.audience}, rule="commutes by metro, 25–40").sends()


def builds_the_message_house(lead: Person, words: Words) -> None:
    umbrella = "umbrella_zh" if words.language == "zh-hans" else "umbrella_en"
    lead.opens("strategy/messages/").follows("houses/new/")
    lead.fills(**{words.title: words.house, umbrella: words.message}).sends()
    lead.follows("pillars/new/").fills(**{words.title: words.pillar}).sends()
    lead.follows("messages/new/").fills(**{words.title: words.message}).sends()
    if "houses" in lead.path:
        lead.follows(r"strategy/messages/[^/]+/")
    lead.follows("proofs/new/").fills(
        **{words.title: words.proof},
        source="SGS 2026",
        evidence_url="https://example.test/sgs.pdf",
        valid_until=day(365),
    )
    lead.sends()


def drafts_a_plan(lead: Person, words: Words, title: str) -> None:
    lead.opens("strategy/plans/").follows("plans/new/")
    lead.fills(
        **{words.title: title},
        goal=words.goal,
        situation="The evening belongs to nobody yet.",
        choices_made="Search first, where people ask for it.",
        not_doing="No price war.",
        audiences=True,
        messages=True,
        currency="CNY",
        budget_minor="9000",
        contribution_margin="0.6",
    ).sends()
    for line, planned in ((words.line, "6000"), (f"{words.line} 2", "3000")):
        lead.follows("lines/new/").fills(**{words.title: line}, planned_minor=planned).sends()


def finds_no_learning(lead: Person) -> None:
    lead.follows("learnings/none/").fills(why="First launch of this brand.").sends()


def submits_the_plan(lead: Person) -> str:
    """Returns the plan's address."""
    lead.sends("/submission/")
    return lead.path


def approves_the_plan(second: Person, plan: str) -> None:
    second.opens(plan).sends("/approval/")


def opens_the_campaign(lead: Person, words: Words, plan: str, landing: str) -> str:
    """Returns the campaign's address."""
    lead.opens(plan).follows(r"campaigns/new/.*")
    lead.fills(
        **{words.title: words.campaign},
        starts_on=day(0),
        ends_on=day(20),
        landing_url=landing,
    ).sends()
    lead.sends("/preparation/").must_be_told(words.campaign)
    return lead.path


def runs_the_launch_playbook(lead: Person, words: Words) -> None:
    lead.opens("work/playbooks/")
    launch = lead.page.locator(".card", has_text=re.compile("[lL]aunch|上市")).first
    launch.locator("a[href$='/runs/new/']").click()
    lead.looks()
    offered = lead.page.locator("datalist option").evaluate_all("all => all.map(o => o.value)")
    campaign = next(label for label in offered if words.campaign in label)
    lead.fills(subject=campaign).sends()
    for view in ("board/", "gantt/"):
        lead.follows(view)


def writes_the_brief(lead: Person, words: Words, campaign: str) -> str:
    """Returns the brief's address, once it is submitted."""
    lead.opens("content/briefs/").follows("briefs/new/")
    lead.follows(r"\?campaign=.*")
    lead.fills(
        **{words.title: words.brief},
        due_on=day(5),
        audiences=True,
        messages=True,
        objective="Make commuters try the tea.",
        insight="They skip tea because they fear a short night, so promise them the night.",
        proposition="One cup, and the evening is yours.",
        formats="3 search ads",
        success_metric="orders",
    ).sends()
    lead.sends("/submission/")
    return lead.path


def restates_the_intent(content_lead: Person, brief: str) -> None:
    content_lead.opens(brief).follows("/acknowledgement/")
    content_lead.fills(restated_intent=INTENT).sends()


def confirms_it(lead: Person, brief: str) -> None:
    lead.opens(brief).sends("/confirmation/")


def writes_the_asset(writer: Person, words: Words, brief: str) -> str:
    """Returns the version's address, once it is in review."""
    writer.opens(brief).follows("/assets/new/")
    writer.fills(**{words.title: words.asset}, kind="post", message=words.message).sends()
    writer.follows("/versions/new/").fills(text=f"# {words.message}\n\n{words.proof}.").sends()
    writer.sends("/review/")
    return writer.path


def approves_the_version(content_lead: Person, version: str) -> None:
    content_lead.opens(version).follows("/approval/")
    content_lead.fills(note="As the brief asked.").sends()


def plans_the_placement(manager: Person, words: Words) -> str:
    """Returns the placement's address."""
    manager.opens("channels/placements/").follows("placements/new/")
    manager.page.locator("main select[name=campaign]").select_option(label=words.campaign)
    manager.page.locator("main form button:not([type=button])").last.click()
    manager.looks()
    search = manager.page.locator("select[name=channel] option").nth(1).get_attribute("value")
    manager.fills(
        **{words.title: words.placement},
        channel=search,
        message=words.message,
        audience=words.audience,
        versions=True,
        starts_on=day(0),
        ends_on=day(9),
        budget_line=words.line,
        planned_minor="5000",
        forecast_outcomes="40",
        disclosure="广告",
    ).sends()
    return manager.path


def agrees(person: Person, placement: str, side: str) -> None:
    person.opens(placement).follows("/handshake/").fills(side=side).sends()


def books(manager: Person, placement: str) -> str:
    """Returns the tracking code that the booking minted."""
    manager.opens(placement).sends("/book/")
    return re.search(r"/g/(\w+)", manager.page.locator("main").inner_text())[1]


def reads_the_write_key(lead: Person) -> str:
    lead.opens("insight/sources/").follows(r"insight/sources/src_\w+/")
    return re.search(r'data-key="([^"]+)"', lead.page.locator("main").inner_text())[1]


def comes_through_the_link(visitor: Person, code: str, shop: str) -> None:
    visitor.page.goto(f"{visitor.url}/g/{code}")
    assert visitor.page.url.startswith(shop)
    assert f"dbc={code}" in visitor.page.url
    visitor.page.wait_for_function("Boolean(window.drumbeat?.track)")


def orders(visitor: Person, order_id: str, revenue: float) -> None:
    """Buys; returns when the shop's page has handed the order to the collector."""
    with visitor.page.expect_response(lambda answer: "/v1/" in answer.url) as told:
        visitor.page.evaluate(
            "([id, revenue]) => drumbeat.track('Order Completed',"
            " {order_id: id, revenue, currency: 'CNY'})",
            [order_id, revenue],
        )
    assert told.value.ok


def sees_green_and_arms(manager: Person, placement: str) -> None:
    """Waits until somebody has come through the link, then arms and goes live, unless the clock
    is quicker: its first day is today."""
    for _try in range(20):
        manager.opens(placement)
        if not manager.page.locator(".lights li:not(.ok)").count():
            break
        manager.page.wait_for_timeout(500)
    manager.sends("/arm/")
    if manager.page.locator("form[action$='/go-live/']").count():
        manager.sends("/go-live/")
    assert manager.page.locator("form[action$='/end/']").count(), "it is not live"


def uploads_spend(manager: Person, file: dict) -> None:
    manager.opens("channels/spend/").follows("spend/new/")
    manager.fills(file=file).sends()
    manager.sends("/commit/")


def ends_the_flight(manager: Person, placement: str) -> None:
    manager.opens(placement).sends("/end/")


def closes_the_campaign(lead: Person, words: Words, campaign: str) -> str:
    """Winds down, learns, publishes, closes. Returns the learning's address."""
    lead.opens(campaign).sends("/wind-down/")
    review = f"{campaign}retrospective/"
    lead.opens(review)
    suggestion = lead.page.locator("main article.suggested").first
    suggestion.get_by_role("link").click()
    suggestion.locator("[name=title]").fill(words.learning)
    lead.sends(suggestion.locator("form").get_attribute("action"))
    learning = lead.path
    lead.sends("/publication/")
    lead.opens(review).fills(partial_cost_reason="The agency's invoice comes next month.")
    lead.sends("/closing/")
    return learning
