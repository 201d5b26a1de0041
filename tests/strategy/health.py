"""Named factories of brand health: a tracker, its waves, and people who answer."""

import csv
import io
from datetime import timedelta

from drumbeat.strategy.models import TrackedBrand, Tracker, Wave
from drumbeat.strategy.surveys.importing import take_in
from drumbeat.strategy.trackers import actions, queries
from tests.world import TODAY

DAY = timedelta(days=1)
BRANDS = (
    ("us", "Rock Mist", "岩雾"),
    ("rival", "Shanchali", "山茶里"),
    ("fake", "Qingyun", "青筠"),
)


def a_tracker(owner, **fields):
    values = {
        "title_en": "Tea drinkers",
        "title_zh": "茶客",
        "category_en": "cold tea",
        "category_zh": "冷泡茶",
    }
    shared = {"brand": owner.brand, "owner": owner}
    tracker = Tracker.objects.create(**shared, **values | fields)
    for key, (role, en, zh) in zip("abc", BRANDS, strict=True):
        TrackedBrand.objects.create(
            **shared, tracker=tracker, key=key, role=role, title_en=en, title_zh=zh
        )
    return tracker


def a_wave(tracker, *, state="draft", days_ago=0, people=(), **given):
    """A wave of the tracker; state: draft, fielded or computed. people: rows of answers."""
    by = tracker.owner
    starts_on = TODAY - days_ago * DAY
    wave = actions.begin_wave(
        tracker,
        by=by,
        starts_on=starts_on,
        ends_on=starts_on + 13 * DAY,
        sample_size=400,
        sample_plan="Tea drinkers",
        consent_basis="panel",
        **given,
    )
    if state == "draft":
        return wave
    actions.field(wave, by=by)
    if people:
        told = take_in(wave.questionnaire, a_file(wave, people), "panel.csv", by=by)
        assert not told.problems, told.problems[0]
    if state == "computed":
        actions.settle(wave, by=by)
    return wave


def a_file(wave, people) -> bytes:
    """The people's answers as a panel sends them."""
    columns = list(wave.questionnaire.questions.values_list("key", flat=True))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["respondent", *columns])
    for number, person in enumerate(people):
        writer.writerow([f"r{number}", *(person.get(key, "") for key in columns)])
    return file.getvalue().encode()


def somebody(**answers):
    """Knows nobody and bought nothing, unless said otherwise."""
    return {
        "q2": "none",
        "q6": "none",
        "q7": "none",
        "q10": "none",
        "q11": "none",
        "q12a": "a",
        "q12b": "a",
        "q12c": "a",
    } | answers


def a_friend(**answers):
    """Names our brand first, likes it, bought it and would again."""
    likes = {f"{question}a": 5 for question in ("q3", "q4", "q5", "q9")} | {"q8a": 10}
    return somebody(q1="岩雾", q2="a", q6="a", q7="a", **likes) | answers


def a_critic(**answers):
    """Knows our brand from the list, and does not like it."""
    return somebody(q2="a", q3a=2, q4a=1, q5a=1, q8a=0) | answers


def figures_of(wave):
    """Its numbers as they were kept."""
    return queries.round_of(Wave.objects.get(pk=wave.pk)).figures


def a_crowd(known, n=200):
    """n people of whom `known` know our brand, without liking it."""
    return [a_critic() if number < known else somebody() for number in range(n)]


def two_waves(lead, first=40, second=80, **fields):
    """Two computed waves of 200; how many know our brand in each."""
    tracker = a_tracker(lead, **fields)
    return [
        a_wave(tracker, state="computed", days_ago=ago, people=a_crowd(known))
        for ago, known in ((90, first), (10, second))
    ]
