"""How the brand stands with tea drinkers: three waves out of a planted truth.

Awareness of Rock Mist really rises; loyalty and everything about the others stays as it is, so what
moves there is chance. The people are simulated, the numbers are computed by the product.
"""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from random import Random

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.models import Observation, TrackedBrand, Tracker, Wave
from drumbeat.strategy.surveys.importing import take_in
from drumbeat.strategy.trackers import actions

ASKED = 600
WAVES = ((250, 0.22), (130, 0.28), (21, 0.39))
"""Days ago, and the share of people who know Rock Mist."""
AGED, CITIES = (0.17, 0.31, 0.27, 0.16, 0.09), (0.24, 0.31, 0.25, 0.20)
REACHED = ((0.24, 0.37, 0.23, 0.11, 0.05), (0.31, 0.33, 0.21, 0.15))
"""Panels reach the young and the big cities more easily than the population has them."""
KNOWN = {"b": 0.82, "c": 0.64}
"""Brand → share of people who know it, in every wave."""
LIKED = {"a": 3.8, "b": 3.5, "c": 3.2}
MARKET = {"a": "3.6", "b": "31", "c": "22"}
"""Share of the market in percent, as the trade reports it; without it no excess share of voice."""
FAKE = ("Qingyun Tea", "青筠茶事")
POPULATION = "2020 年人口普查 × 茶饮消费者调研"


def ask_how_we_stand(stage: Stage) -> None:
    """A tracker with three waves, each taken in from a panel's file and computed."""
    day = stage.today - timedelta(days=WAVES[0][0] + 7)
    with stage.at(day):
        tracker = _tracker(stage)
    with stage.at(stage.today - timedelta(days=26)):
        _read_the_trade(stage, tracker)
    for number, (ago, known) in enumerate(WAVES, start=1):
        _wave(stage, tracker, Random(1200 + number), ago, known)


def _tracker(stage: Stage) -> Tracker:
    by = stage.cast["brand"]
    tracker = kept(
        stage,
        "brand",
        Tracker(
            title_en="Rock Mist among tea drinkers",
            title_zh="岩雾在茶饮消费者中",
            category_en="ready-to-drink tea",
            category_zh="即饮茶",
            source=POPULATION,
            targets={
                "q12a": dict(zip("abcde", AGED, strict=True)),
                "q12b": {"a": 0.53, "b": 0.47},
                "q12c": dict(zip("abcd", CITIES, strict=True)),
            },
        ),
    )
    actions.meet_the_register(tracker, by=by)
    us = tracker.brands.get(role="us")
    with recorded(by, "edited", us):
        us.spellings = "RockMist\n岩雾茶\nyanwu"
        us.save()
    kept(
        stage,
        "brand",
        TrackedBrand(
            tracker=tracker,
            key=actions.next_key(tracker),
            role="fake",
            title_en=FAKE[0],
            title_zh=FAKE[1],
        ),
    )
    return tracker


def _read_the_trade(stage: Stage, tracker: Tracker) -> None:
    for brand in tracker.brands.exclude(competitor=None):
        seen = Observation(
            competitor=brand.competitor,
            kind="share",
            value=Decimal(MARKET[brand.key]),
            unit="%",
            seen_on=stage.today - timedelta(days=26),
            source="行业协会季度报告",
        )
        kept(stage, "brand", seen)


def _wave(stage: Stage, tracker: Tracker, random: Random, ago: int, known: float) -> None:
    by = stage.cast["brand"]
    began = stage.today - timedelta(days=ago)
    with stage.at(began):
        wave = actions.begin_wave(
            tracker,
            by=by,
            starts_on=began,
            ends_on=began + timedelta(days=13),
            sample_size=ASKED,
            sample_plan="线上样本库，18 岁及以上、近三个月喝过即饮茶的城市居民。",
            consent_basis="panel",
        )
        actions.field(wave, by=by)
    with stage.at(began + timedelta(days=14)):
        told = take_in(wave.questionnaire, _panel(wave, random, known), "panel.csv", by=by)
        if told.problems:
            raise RuntimeError(f"the panel's file is refused: {told.problems[0]}")
        actions.settle(wave, by=stage.cast["an"])


def _panel(wave: Wave, random: Random, known: float) -> bytes:
    columns = list(wave.questionnaire.questions.values_list("key", flat=True))
    people = [_person(random, {"a": known, **KNOWN}) for _number in range(ASKED)]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["respondent", *columns])
    writer.writerows(
        [f"w{wave.number}-{n}", *(person.get(key, "") for key in columns)]
        for n, person in enumerate(people)
    )
    return file.getvalue().encode("utf-8-sig")


def _person(random: Random, known: dict[str, float]) -> dict[str, object]:
    """One respondent's row. One in forty claims to know a brand that does not exist."""
    ages, cities = REACHED
    row: dict[str, object] = {
        "q12a": random.choices("abcde", ages)[0],
        "q12b": random.choices("ab", (0.57, 0.43))[0],
        "q12c": random.choices("abcd", cities)[0],
    }
    keen = random.gauss(0, 0.5)
    heard = [key for key, share in known.items() if random.random() < share]
    named = [key for key in heard if random.random() < 0.35 + 0.3 * known[key]]
    random.shuffle(named)
    words = {"a": "岩雾", "b": "山茶里", "c": "沐林茶饮"}
    said = [words[key] for key in named] + (["茶小鹿"] if random.random() < 0.06 else [])
    bought = [key for key in heard if random.random() < (0.42 if key == "a" else 0.5)]
    row["q1"] = "，".join(said)
    row["q2"] = _picked(heard + (["d"] if random.random() < 0.025 else []))
    row["q6"] = _picked(bought)
    row["q7"] = random.choice(bought) if bought else "none"
    for key in heard:
        liking = LIKED[key] + keen
        row[f"q3{key}"] = _step(random.gauss(2.6 + 0.8 * (key in bought), 0.9), 1, 5)
        row[f"q4{key}"] = _step(random.gauss(liking, 0.8), 1, 5)
        row[f"q5{key}"] = _step(random.gauss(liking - 0.3 + 1.4 * (key in bought), 0.8), 1, 5)
        row[f"q8{key}"] = _step(random.gauss(2 * liking, 1.7), 0, 10)
        if key in bought:
            row[f"q9{key}"] = _step(random.gauss(liking + 0.3, 0.8), 1, 5)
    row["q10"] = _picked(
        [f"s{n}" for n in range(1, 9) if random.random() < 0.2 + 0.25 * ("a" in heard)]
    )
    row["q11"] = _picked([key for key in "abcdefgh" if random.random() < 0.3 * ("a" in heard)])
    return row


def _picked(keys: list[str]) -> str:
    return "; ".join(keys) or "none"


def _step(value: float, low: int, high: int) -> int:
    return min(max(round(value), low), high)
