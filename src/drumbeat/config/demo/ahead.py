"""Looking ahead: three years, a year of them paid for in yen, and two lines tried on people."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from drumbeat.config.demo.planning import answer_learnings, kept
from drumbeat.config.demo.stage import Stage
from drumbeat.strategy.models import (
    BudgetLine,
    FxRate,
    Goal,
    KeyResult,
    MessageHouse,
    Plan,
    PlanYear,
)
from drumbeat.strategy.plans import actions as plans
from drumbeat.strategy.plans.ledger import book_cost
from drumbeat.strategy.plans.pricing import price
from drumbeat.strategy.routes.actions import begin
from drumbeat.strategy.surveys.actions import field
from drumbeat.strategy.surveys.importing import take_in

AGO = 60
RATES = ((AGO + 5, "JPY", "0.0480"), (20, "JPY", "0.0469"), (AGO + 5, "USD", "7.1200"))
"""Days ago, currency, worth in CNY: the yen has weakened since the plan was approved."""
YEARS = (
    ("在东京开两间试饮室，听懂当地茶客。", "不进便利店，不打价格。"),
    ("试饮室所学写进产品，进东京的写字楼。", "不扩到第二个国家。"),
    ("把东京的做法带到首尔。", "不为规模牺牲口感。"),
)
LINES = (
    ("Tasting rooms in Tokyo", "东京试饮室", "event", "JPY", 3_200_000),
    ("Guides and training", "茶师与培训", "staff", "", 60_000_00),
)
OTHERS = (
    {"en": "Eight hours of calm", "zh": "八小时的平静"},
    {"en": "The afternoon, slowed", "zh": "让下午慢下来"},
)
CONSIDER = {"a": 3.2, "b": 3.9, "c": 3.3}
"""Mean of “would consider” by route; the first is what stands in the house."""
EACH = 70


def look_ahead(stage: Stage) -> None:
    for ago, currency, rate in RATES:
        day = stage.today - timedelta(days=ago)
        with stage.at(day, 9):
            kept(
                stage,
                "lead",
                FxRate(
                    currency=currency, against="CNY", rate=Decimal(rate), on=day, source="中国银行"
                ),
            )
    _plan_years(stage)
    _try_lines(stage)


def _plan_years(stage: Stage) -> None:
    began = stage.today - timedelta(days=AGO)
    first = began.replace(day=1)
    third, last = date(first.year + 2, 12, 31), first + timedelta(days=364)
    with stage.at(began):
        abroad = _goal(stage, "Rock Mist drunk abroad", "岩雾走出国门", first, third)
        whole = _plan(stage, abroad, "Three years abroad", "出海三年", kind=Plan.LONG)
        for number, (choices, not_doing) in enumerate(YEARS, start=1):
            said = PlanYear(plan=whole, number=number, choices_made=choices, not_doing=not_doing)
            kept(stage, "brand", said)
        year = _goal(stage, "Learn from Tokyo", "向东京学习", first, last, parent=abroad)
        plan = _plan(stage, year, "Tasting in Tokyo", "东京试饮", kind="annual", under=whole)
        lines = [_line(stage, plan, *line, position) for position, line in enumerate(LINES)]
        plan.budget_minor = sum(line.planned_minor for line in lines)
        plan.save()
    with stage.at(began + timedelta(days=2), 14):
        for one in (whole, plan):
            answer_learnings(stage, one)
            plans.submit(one, by=stage.cast["brand"])
            plans.approve(one, by=stage.cast["lead"], note="方向与取舍清楚。")
    paid = stage.today - timedelta(days=12)
    with stage.at(paid, 16):
        by = stage.cast["lead"]
        book_cost(lines[0], 480_000, by=by, note="两间试饮室的押金", paper="TK-0117", on=paid)


def _goal(stage, en, zh, first: date, last: date, parent=None) -> Goal:
    """A goal with a number of guests that people report."""
    goal = Goal(
        title_en=en,
        title_zh=zh,
        level="module" if parent else "company",
        parent=parent,
        starts_on=first,
        ends_on=last,
        confidence="0.50",
    )
    kept(stage, "lead", goal)
    result = KeyResult(
        goal=goal,
        title_en=f"Guests: {en}",
        title_zh=f"{zh}：到店人数",
        metric="manual",
        unit="人",
        baseline=0,
        target=6_000 if parent else 40_000,
        due_on=goal.ends_on,
    )
    kept(stage, "brand", result)
    return goal


def _plan(stage, goal, en, zh, **fields) -> Plan:
    plan = Plan(
        goal=goal,
        title_en=en,
        title_zh=zh,
        currency="CNY",
        choices_made=YEARS[0][0],
        not_doing=YEARS[0][1],
        **fields,
    )
    kept(stage, "brand", plan)
    plan.audiences.set(stage.audiences)
    plan.messages.set(stage.messages)
    return plan


def _line(stage, plan, en, zh, category, currency, minor, position) -> BudgetLine:
    line = BudgetLine(brand=stage.brand, plan=plan, title_en=en, title_zh=zh)
    line.category, line.currency, line.position = category, currency, position
    price(line, minor, stage.today - timedelta(days=AGO))
    return kept(stage, "brand", line)


def _try_lines(stage: Stage) -> None:
    """Three wordings for the umbrella, each shown to people drawn by chance; a panel's answers."""
    by = stage.cast["brand"]
    began = stage.today - timedelta(days=9)
    with stage.at(began):
        test = begin(
            MessageHouse.objects.get(brand=stage.brand),
            None,
            list(OTHERS),
            by=by,
            starts_on=began,
            ends_on=stage.today + timedelta(days=5),
            each=EACH,
        )
        questionnaire = field(test.study.questionnaires.get(), by=by)
    with stage.at(stage.today - timedelta(days=2)):
        told = take_in(questionnaire, _answers(), "panel.csv", by=by)
        if told.problems:
            raise RuntimeError(f"the panel's file is refused: {told.problems[0]}")


def _answers() -> bytes:
    random = Random(70)
    lines = [["respondent", "r1", "r2", "r3", "r4", "r5", "r6", "r7"]]
    for number in range(EACH * len(CONSIDER)):
        route = "abc"[number % 3]
        means = (4.0, 3.3, 3.4, 3.1, CONSIDER[route])
        rated = [min(max(round(random.gauss(mean, 0.9)), 1), 5) for mean in means]
        lines.append([f"r{number}", route, "", *rated])
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode("utf-8-sig")
