"""Near-duplicates and relevance: examples in both languages, an oracle, and properties."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.science.text.near import Tellings, features, is_same, likeness, shared, telling
from drumbeat.science.text.relevance import (
    hits,
    is_wanted,
    points,
    rank,
    rank_at,
    score,
    words_of,
)

# The machine may be busy with other things.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("霸王茶姬推出三款冷泡新品", "霸王茶姬正式推出三款冷泡新品"),
        ("霸王茶姬：推出三款冷泡新品！", "【快讯】霸王茶姬推出三款冷泡新品"),
        ("Luckin opens its 20,000th store", "Luckin Opens 20000th Store"),
        (
            "Cold-brew tea sales rise in Chinese cities",
            "Sales of cold brew tea rise in Chinese cities",
        ),
    ],
)
def test_the_same_story_in_other_words(one, other):
    assert is_same(telling(one), telling(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("霸王茶姬推出三款冷泡新品", "喜茶宣布关闭加盟申请"),
        ("新茶饮周报第12期", "新茶饮周报第13期"),
        ("iPhone 17 review", "iPhone 16 review"),
        ("Luckin opens its 20,000th store", "Starbucks closes stores in Europe"),
    ],
)
def test_another_story(one, other):
    assert not is_same(telling(one), telling(other))


def test_a_column_with_the_same_headline_is_told_apart_by_what_it_says():
    tea = "Grocers in Shanghai report that ready-to-drink tea outsold soda for the first time during the autumn holidays, led by unsweetened cold brew bottles from regional makers."
    milk = "Regulators published draft labelling rules for oat and soy drinks; producers have sixty days to comment before mandatory allergen icons arrive on every carton next spring."
    assert not is_same(telling("Morning brief", tea), telling("Morning brief", milk))
    assert is_same(telling("Morning brief", tea), telling("Tea outsells soda", tea))


TEXTS = st.lists(
    st.sampled_from([*"新品上市冷泡茶饮门店开业", " tea", " store", " opens", " 20", " cold"]),
    max_size=12,
).map("".join)


@UNHURRIED
@given(TEXTS, TEXTS)
def test_likeness_is_jaccard_and_goes_both_ways(one, other):
    a, b = features(one), features(other)
    expected = len(a & b) / len(a | b) if a | b else 0.0
    assert (
        likeness(telling(one), telling(other)) == likeness(telling(other), telling(one)) == expected
    )


@UNHURRIED
@given(st.lists(TEXTS, max_size=8), TEXTS)
def test_the_index_finds_what_comparing_with_all_finds(told, new):
    """Oracle: every pair compared, the most alike wins."""
    known, wanted = Tellings(), telling(new)
    for place, text in enumerate(told):
        known.add(place, telling(text))
    same = [
        (likeness(wanted, telling(text)), -place)
        for place, text in enumerate(told)
        if is_same(wanted, telling(text)) and wanted.whole & telling(text).whole
    ]
    assert known.same_as(wanted) == (-max(same)[1] if same else None)


def test_words_weigh_more_in_the_headline_and_only_once():
    words = words_of("冷泡*3\ntea, +brew\n!招聘")
    found = hits(words, "冷泡 brew 冷泡", "tea and brew")
    assert [(hit.word, hit.where, hit.points) for hit in found] == [
        ("冷泡", "title", 60),
        ("tea", "summary", 8),
        ("brew", "title", 20),
    ]
    assert points(found) == 88


def test_required_and_thrown_out_words_decide_before_points():
    words = words_of("+tea\n！hiring")
    assert is_wanted(words, "Cold tea")
    assert not is_wanted(words, "Cold coffee")
    assert not is_wanted(words, "Tea house is hiring")


def test_a_latin_word_is_found_whole_and_a_chinese_one_anywhere():
    assert hits(words_of("tea"), "The team won") == []
    assert hits(words_of("冷泡"), "新款冷泡茶")
    assert hits(words_of("ＴＥＡ"), "cold tea")
    assert hits(words_of("cold brew"), "Cold-brew sells")


def test_a_place_in_a_hot_list_counts_more_the_higher_it_is():
    assert [sum(h.points for h in hits([], "x", position=p)) for p in (1, 26, 50, 51)] == [
        20,
        10,
        0,
        0,
    ]


def test_half_of_the_score_is_gone_after_three_days():
    assert score(80, 5, 0) == 80
    assert score(80, 5, 3) == pytest.approx(40)
    assert score(80, 3, 6) == pytest.approx(16)


POINTS = st.integers(5, 100)
TRUST = st.integers(1, 5)
DAYS = st.floats(20_000, 20_100)


@UNHURRIED
@given(POINTS, TRUST, DAYS, POINTS, TRUST, DAYS, st.floats(0, 30))
def test_the_kept_order_is_the_order_of_scores_at_any_moment(p1, t1, d1, p2, t2, d2, later):
    now = max(d1, d2) + later
    one, other = score(p1, t1, now - d1), score(p2, t2, now - d2)
    if abs(one - other) > 1e-9 * max(one, other):
        assert (rank(p1, t1, d1) > rank(p2, t2, d2)) == (one > other)


@UNHURRIED
@given(POINTS, TRUST, DAYS, st.floats(0, 30), st.floats(1, 99))
def test_the_bar_of_a_score_is_a_bar_of_ranks(p, t, day, later, wanted):
    now = day + later
    reached = score(p, t, later)
    if abs(reached - wanted) > 1e-6:
        assert (rank(p, t, day) >= rank_at(wanted, now)) == (reached >= wanted)


def test_a_short_claim_inside_a_long_position_is_said_by_both():
    claim, position = (
        features("零反式脂肪，原叶现泡"),
        features("因为我们只用原叶现泡的茶，零反式脂肪，十年如一日"),
    )
    assert shared(claim, position) >= 0.9
    assert (
        likeness(
            telling("零反式脂肪，原叶现泡"),
            telling("因为我们只用原叶现泡的茶，零反式脂肪，十年如一日"),
        )
        < 0.6
    )
    assert shared(features("No sugar"), features("No sugar at all")) == 0


@given(
    st.text(alphabet="茶叶冷泡无糖 tea cold", max_size=20),
    st.text(alphabet="茶叶冷泡 tea", max_size=20),
)
def test_what_two_texts_share_is_a_part_and_has_no_direction(one, other):
    a, b = features(one), features(other)
    assert 0 <= shared(a, b) <= 1
    assert shared(a, b) == shared(b, a)
    assert shared(a, a) in (0, 1)
