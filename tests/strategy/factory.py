"""Strategy's named factories; they take the same actions as people do."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from drumbeat.formats.feeds import Entry
from drumbeat.science.text.relevance import rank
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.market.taking import days
from drumbeat.strategy.models import (
    Audience,
    BrandPlatform,
    BrandRule,
    BudgetLine,
    Competitor,
    Feed,
    FxRate,
    Goal,
    KeyMessage,
    KeyResult,
    MessageHouse,
    Observation,
    Pillar,
    Plan,
    ProofPoint,
    Signal,
    SwotItem,
    WatchList,
)
from drumbeat.strategy.plans.actions import answer, approve, none_found, submit
from drumbeat.strategy.plans.pricing import price
from drumbeat.strategy.plans.queries import learnings_to_answer
from tests.world import TODAY, a_member

_numbers = count(1)


def _made(model, owner, **values):
    return model.objects.create(brand=owner.brand, owner=owner, **values)


def a_goal(owner, title="First-quarter revenue ¥6m", **fields):
    return _made(Goal, owner, title_en=title, **{"starts_on": TODAY, "ends_on": TODAY} | fields)


def a_key_result(goal, title="Revenue", **fields):
    values = {"baseline": 0, "target": 6_000_000, "due_on": TODAY} | fields
    return _made(KeyResult, goal.owner, goal=goal, title_en=title, **values)


def an_audience(owner, title="City hikers", **fields):
    return _made(Audience, owner, title_en=title, rule="hikes twice a month", **fields)


def a_house(owner, title="Trail shoe", **fields):
    return _made(
        MessageHouse,
        owner,
        title_en=title,
        umbrella_en="Light on every rock",
        umbrella_zh="踏石无声",
        **fields,
    )


def a_pillar(house, title="Lighter", **fields):
    return _made(Pillar, house.owner, house=house, title_en=title, **fields)


def a_message(owner, title="Half the weight, all the grip", pillar=None, **fields):
    pillar = pillar or a_pillar(a_house(owner))
    return _made(KeyMessage, owner, pillar=pillar, title_en=title, **fields)


def a_proof(message, title="210 g measured by SGS", **fields):
    return _made(
        ProofPoint, message.owner, message=message, title_en=title, source="SGS, 2026", **fields
    )


def a_line(plan, planned=600_000_00, title="Paid search", *, currency="", on=TODAY, **fields):
    """planned: in the line's own currency, counted by the rate that holds on the day."""
    owner = plan.owner
    line = BudgetLine(brand=owner.brand, owner=owner, plan=plan, title_en=title, **fields)
    line.currency = currency
    price(line, planned, on)
    line.save()
    return line


def a_rate(owner, currency="USD", rate="7.1", *, against="CNY", on=TODAY):
    return _made(
        FxRate, owner, currency=currency, against=against, rate=Decimal(rate), on=on, source="Bank"
    )


def a_plan(owner, *, title="Autumn launch", lines=(600_000_00, 300_000_00), goal=None, **fields):
    """A draft with all that review asks for, its learnings answered.

    lines: planned amounts, or (currency, amount in it), whose worth is then part of the budget.
    """
    values = {
        "choices_made": "Win hikers",
        "not_doing": "No price war",
        "currency": "CNY",
        "budget_minor": 0,
    } | fields
    plan = _made(Plan, owner, title_en=title, goal=goal or a_goal(owner), **values)
    plan.audiences.add(an_audience(owner))
    plan.messages.add(a_message(owner))
    made = []
    for position, planned in enumerate(lines):
        currency, amount = planned if isinstance(planned, tuple) else ("", planned)
        title = f"Line {position + 1}"
        made.append(a_line(plan, amount, title, currency=currency, position=position))
    if "budget_minor" not in fields:
        plan.budget_minor = sum(line.planned_minor for line in made)
        plan.save()
    answer_learnings(plan)
    return plan


def answer_learnings(plan):
    asked = learnings_to_answer(plan, TODAY)
    for learning, _answered in asked:
        answer(plan, learning, by=plan.owner, answer="applied", why="in the media split")
    if not asked:
        none_found(plan, by=plan.owner, why="first launch")


def an_approved_plan(owner, *, approver=None, **fields):
    """Submitted by its owner and approved by another lead, its baseline frozen."""
    plan = submit(a_plan(owner, **fields), by=owner)
    approve(plan, by=approver or a_member(owner.brand, "lead", name="Second lead"))
    return plan


def a_campaign(owner, *, plan=None, title="Autumn launch", **fields):
    plan = plan or an_approved_plan(owner)
    values = {
        "goal": plan.goal,
        "slug": f"autumn-{next(_numbers)}",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "landing_url": "https://example.test/shoe",
    } | fields
    return _made(Campaign, owner, plan=plan, title_en=title, **values)


def a_watch_list(owner, title="Tea", **fields):
    return _made(WatchList, owner, title_en=title, **fields)


def a_feed(watch_list, url=None, title="", **fields):
    number = next(_numbers)
    title, url = title or f"Source {number}", f"https://news.test/{number}" if url is None else url
    return _made(Feed, watch_list.owner, watch_list=watch_list, title_en=title, url=url, **fields)


def an_entry(title, *, hours_ago=1, **fields):
    published = timezone.now() - timedelta(hours=hours_ago)
    return Entry(title, title, published=published, **fields)


def a_signal(owner, title="Tea sales rise", *, hours_ago=1, points=20, **fields):
    feed = a_feed(a_watch_list(owner))
    at = timezone.now() - timedelta(hours=hours_ago)
    values = {"points": points, "published_at": at, "rank": rank(points, feed.trust, days(at))}
    return _made(
        Signal,
        owner,
        watch_list=feed.watch_list,
        feed=feed,
        key=title,
        title_en=title,
        **values | fields,
    )


def a_swot_item(owner, title="Grocers want cold brew", kind="opportunity", **fields):
    values = {"impact": 3, "likelihood": 3, "review_on": TODAY} | fields
    return _made(SwotItem, owner, title_en=title, kind=kind, **values)


def a_competitor(owner, title="Bawang Chaji", **fields):
    return _made(Competitor, owner, title_en=title, **fields)


def an_observation(competitor, title="No sugar at all", kind="claim", *, days_ago=0, **fields):
    values = {"seen_on": TODAY - timedelta(days=days_ago), "source": "Their shop"} | fields
    return _made(
        Observation, competitor.owner, competitor=competitor, kind=kind, title_en=title, **values
    )


SLOTS = {
    "whom": ("desk workers", "伏案工作的人"),
    "need": ("want tea without the wait", "想喝茶又不想等"),
    "frame": ("a cold-brew tea", "一款冷泡茶"),
    "benefit": ("is never bitter", "放多久都不涩"),
    "unlike": ("milk tea", "奶茶"),
    "because": ("whole leaf, brewed fresh every day", "原叶现泡，十年如一日"),
}


def a_platform(owner, **fields):
    """A draft with all that makes it ready to be active."""
    values = {
        "title_en": "Rock Mist brand platform",
        "promise_en": "Slow tea for a fast day",
        "promise_zh": "快日子里的慢茶",
        "values": [
            {"name_en": "Calm", "name_zh": "沉静", "means_en": "No rush", "means_zh": "不催"}
        ],
        "colours": [{"name_en": "Leaf", "name_zh": "新芽", "hex": "#1F6F54"}],
    }
    for slot, (english, chinese) in SLOTS.items():
        values |= {f"{slot}_en": english, f"{slot}_zh": chinese}
    return _made(BrandPlatform, owner, **values | fields)


def a_brand_rule(platform, kind="term_avoid", **fields):
    values = {
        "words_en": "cheap",
        "words_zh": "便宜",
        "instead_en": "good value",
        "instead_zh": "实惠",
    }
    reason = {"reason_en": "We speak of worth.", "reason_zh": "谈价值，不谈便宜。"}
    key = f"rule{next(_numbers)}"
    values = {"platform": platform, "kind": kind, "key": key} | values | reason | fields
    return _made(BrandRule, platform.owner, **values)


def typed(plan, **more):
    return {
        "title_en": "Autumn launch, sharper",
        "kind": "launch",
        "goal": plan.goal_id,
        "owner": plan.owner_id,
        "choices_made": "Win hikers",
        "not_doing": "No price war",
        "audiences": [audience.pk for audience in plan.audiences.all()],
        "messages": [message.pk for message in plan.messages.all()],
        "currency": "CNY",
        "budget_minor": "900000",
        "row_version": str(plan.row_version),
    } | more
