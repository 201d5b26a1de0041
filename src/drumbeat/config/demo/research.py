"""What the brand asked people, and what it learned: one study from the question to the insight."""

import csv
import io
from datetime import timedelta
from random import Random

from django.utils import translation

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.strategy.insights.actions import add_evidence
from drumbeat.strategy.insights.sources import figures_of, source_of
from drumbeat.strategy.insights.states import INSIGHT
from drumbeat.strategy.models import Insight, Question, Questionnaire, Study
from drumbeat.strategy.studies.actions import finish
from drumbeat.strategy.studies.states import STUDY
from drumbeat.strategy.surveys.actions import field
from drumbeat.strategy.surveys.importing import take_in

ASKED = 420
# (kind, Chinese, English, its answers: Chinese, English, share of people in %)
QUESTIONS = (
    ("single", "您的年龄？", "How old are you?", (
        ("18–24岁", "18–24", 22), ("25–34岁", "25–34", 41), ("35–44岁", "35–44", 25),
        ("45岁及以上", "45 or more", 12))),
    ("single", "工作日下午，您最常喝什么？", "What do you mostly drink on a weekday afternoon?", (
        ("咖啡", "Coffee", 38), ("奶茶", "Milk tea", 24), ("茶", "Tea", 22), ("水", "Water", 16))),
    ("multi", "为什么不带一瓶冷泡茶？", "What keeps you from cold-brew tea?", (
        ("楼下买不到", "Not sold nearby", 52), ("怕不够提神", "May not keep me awake", 31),
        ("不知道什么味道", "No idea of the taste", 28), ("价格", "The price", 19))),
    ("scale", "若楼下便利店有冷泡茶，您会买吗？", "Would you buy it in the shop downstairs?", ()),
    ("nps", "您会向同事推荐岩雾吗？", "Would you recommend Rock Mist to a colleague?", ()),
)  # fmt: skip


def ask_people(stage: Stage) -> None:
    """A survey among office workers, closed and counted, and the insight that rests on it."""
    by = stage.cast["brand"]
    began = stage.today - timedelta(days=75)
    with stage.at(began):
        study = kept(stage, "brand", _study(began))
        questionnaire = kept(stage, "brand", _questionnaire(study))
        questions = [
            kept(stage, "brand", _question(questionnaire, number, *asked))
            for number, asked in enumerate(QUESTIONS)
        ]
        field(questionnaire, by=by)
    with stage.at(began + timedelta(days=12)):
        told = take_in(questionnaire, _answers(questions), "panel.csv", by=by)
        if told.problems:
            raise RuntimeError(f"the panel's file is refused: {told.problems[0]}")
        finish(study, by=by)
    # What stands as evidence keeps the words of whoever added it.
    with stage.at(began + timedelta(days=20)), translation.override("zh-hans"):
        insight = kept(stage, "brand", _insight(began))
        for question, note in ((questions[2], "首要原因是买不到"), (questions[3], "多数人会买")):
            source = source_of(stage.brand, f"question:{question.pk}")
            add_evidence(
                insight,
                by=by,
                study=study,
                question=question,
                note=note,
                figures=figures_of(source),
            )
        INSIGHT.take(insight, "publish", by)
        STUDY.take(study, "report", by)


def _study(began) -> Study:
    return Study(
        title_en="Tea at the office",
        title_zh="办公室里的茶",
        question="冷泡茶要不要进写字楼便利店？",
        sample_plan="上海、成都、广州写字楼白领，线上样本库，按年龄配额。",
        sample_size=ASKED,
        starts_on=began,
        ends_on=began + timedelta(days=12),
        consent_basis="panel",
        cost_minor=2_800_000,
        summary="想喝的人多于能买到的人：先铺写字楼，再谈口味。",
    )


def _questionnaire(study: Study) -> Questionnaire:
    return Questionnaire(
        study=study,
        title_zh="下午茶小调查",
        title_en="About your afternoon",
        consent_zh="我们只保存您的回答，不保存您是谁。",
        consent_en="We keep your answers, not who you are.",
    )


def _question(questionnaire, number: int, kind: str, zh: str, en: str, answers) -> Question:
    options = [
        {"key": key, "zh": said_zh, "en": said_en, "role": ""}
        for key, (said_zh, said_en, _share) in zip("abcdef", answers, strict=False)
    ]
    ends = {"low_zh": "一定不会", "low_en": "Never", "high_zh": "一定会", "high_en": "Surely"}
    return Question(
        questionnaire=questionnaire,
        key=f"q{number + 1}",
        position=number,
        kind=kind,
        text_zh=zh,
        text_en=en,
        options=options,
        **(ends if kind == "scale" else {}),
    )


def _answers(questions: list[Question]) -> bytes:
    """A panel's file. Who drinks tea or cannot buy it nearby would rather buy."""
    random = Random(420)
    lines = [["respondent", *(question.key for question in questions)]]
    for number in range(ASKED):
        age, drink = (_one(random, answers) for _kind, _zh, _en, answers in QUESTIONS[:2])
        reasons = _shares(QUESTIONS[2][3])
        why = [key for key, share in reasons if random.random() * 100 < share] or [
            _one(random, QUESTIONS[2][3])
        ]
        would = 2.9 + 0.7 * (drink == "c") + 0.5 * ("a" in why) - 0.3 * (age == "d")
        buys = min(max(round(random.gauss(would, 1.0)), 1), 5)
        recommends = min(max(round(random.gauss(3.4 + buys, 2.0)), 0), 10)
        lines.append([f"p{number}", age, drink, "; ".join(why), buys, recommends])
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode("utf-8-sig")


def _shares(answers) -> list[tuple[str, int]]:
    return [(key, share) for key, (_zh, _en, share) in zip("abcdef", answers, strict=False)]


def _one(random: Random, answers) -> str:
    keys, shares = zip(*_shares(answers), strict=True)
    return random.choices(keys, shares)[0]


def _insight(began) -> Insight:
    return Insight(
        title_en="Office workers would drink cold brew if the shop downstairs had it",
        title_zh="写字楼白领想喝冷泡，只是楼下没有",
        because="首要原因是买不到，而不是口味或价格",
        so="先进写字楼便利店，再谈口味教育",
        strength=4,
        source="办公室里的茶，420 份样本",
        observed_on=began + timedelta(days=14),
        expires_on=began + timedelta(days=14 + 365),
    )
