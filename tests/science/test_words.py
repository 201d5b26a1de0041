"""Which words of a Chinese text few readers meet."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.text.words import (
    RARE,
    cut,
    dictionary,
    per_million,
    vocabulary,
)

LINE = "夜晚重新属于你，来一杯岩茶。"


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    dictionary()


def told(met):
    return [(one.said, one.times) for one in met]


def test_a_sentence_is_cut_into_the_words_of_the_dictionary():
    assert cut(LINE) == [
        "夜晚", "重新", "属于", "你", "，", "来", "一杯", "岩茶", "。",
    ]  # fmt: skip


def test_the_likeliest_words_win_not_the_first_ones():
    # 研究生 is in the dictionary, but 研究 · 生命 is likelier than 研究生 · 命.
    assert cut("研究生命的起源") == ["研究", "生命", "的", "起源"]


def test_a_word_counts_by_a_million():
    # 62 of 60,101,967: 1.03. 3 of as many: 0.05.
    assert per_million("氤氲") == pytest.approx(62e6 / 60_101_967)
    assert per_million("岩茶") == pytest.approx(3e6 / 60_101_967)
    assert per_million("岩茶") < RARE < per_million("氤氲")


def test_the_rare_words_are_listed_the_rarest_first_with_their_count():
    met = vocabulary("馥郁的岩茶，馥郁的茶。")
    # 馥郁 · 的 · 岩茶 · 馥郁 · 的 · 茶: three of six; 馥郁 was counted 49 times, 岩茶 3.
    assert (met.words, met.share) == (6, 0.5)
    assert told(met.rare) == [("岩茶", 1), ("馥郁", 2)]
    assert met.unknown == ()


def test_a_long_word_is_read_by_its_parts():
    assert vocabulary("请到官方网站").rare == ()
    assert told(vocabulary("他们沆瀣一气").rare) == [("沆瀣一气", 1)]


def test_what_the_dictionary_lacks_is_told_apart_and_numbers_are_no_words():
    met = vocabulary("来一杯Omakase，2026年3.5克，omakase")
    assert told(met.unknown) == [("Omakase", 2)]
    assert met.rare == ()
    assert met.words == 6  # 来 · 一杯 · Omakase · 年 · 克 · omakase


def test_names_of_the_brand_stay_whole_and_are_never_hard():
    names = ["岩茶", "冷泡茶包", "Omakase", " "]
    assert cut("岩雾冷泡茶包好", ["冷泡茶包"])[-2:] == ["冷泡茶包", "好"]
    met = vocabulary("岩茶与冷泡茶包，OMAKASE", names)
    assert (met.words, met.rare, met.unknown) == (4, (), ())


def test_of_two_names_the_longer_one_is_kept_and_none_inside_a_latin_word():
    assert cut("岩雾茶好", ["岩雾", "岩雾茶"]) == ["岩雾茶", "好"]
    assert cut("a steam", ["tea"]) == ["a", " ", "steam"]


def test_traditional_characters_are_counted_as_simplified_ones_and_shown_as_written():
    assert told(vocabulary("巖茶與馥鬱").rare) == [("巖茶", 1), ("馥鬱", 1)]


def test_a_text_without_words_has_no_vocabulary():
    assert vocabulary("2026，！") is vocabulary("") is None


def test_plainer_words_are_asked_for_only_where_many_are_hard():
    assert vocabulary("岩茶馥郁，" * 3).is_hard
    assert not vocabulary("岩茶馥郁。").is_hard  # two words make no text hard
    assert not vocabulary(LINE * 6).is_hard  # 6 of 42: one in seven


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("岩茶冷泡包馥郁官方网站t恤aé3.，\n 😀"), max_size=40)
    | st.text(max_size=40),
    st.lists(st.sampled_from(["岩茶", "茶包", "t恤", "3.", "", "a"]), max_size=3),
)
def test_cutting_loses_no_character(text, names):
    assert "".join(cut(text, names)) == text
    assert cut(text, names) == cut(text, reversed(names))


@given(st.text(alphabet="岩茶冷泡馥郁氤氲wifi官方网站，", min_size=1, max_size=40))
@settings(deadline=None)
def test_no_more_words_are_rare_than_there_are(text):
    met = vocabulary(text)
    assert met is None or 0 <= met.share <= 1


@pytest.mark.slow
def test_the_cut_is_that_of_jieba_itself(tmp_path):
    """Its own accurate mode without the hidden Markov model, on every labelled line."""
    from drumbeat.content.checks.corpus import lines

    texts = [one.text.lower().replace("\n", "") for one in lines()]
    asked = (
        "import jieba, sys; jieba.setLogLevel(60); own = jieba.Tokenizer();"
        f"own.tmp_dir = {str(tmp_path)!r};"
        "[print('\\x1f'.join(own.cut(line.rstrip('\\n'), HMM=False))) for line in sys.stdin]"
    )
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "ignore", "-c", asked],
        input="\n".join(texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    theirs = [line.split("\x1f") for line in answer.stdout.splitlines()]
    assert [cut(text) for text in texts] == theirs
    assert len(texts) > 500


@pytest.mark.slow
def test_only_the_dictionary_is_read_and_nothing_is_said():
    """The package would bring its model, a log on stderr and a cache in the machine's own folder."""
    asked = (
        "import sys; from drumbeat.science.text.words import vocabulary;"
        "vocabulary('岩茶'); print('jieba' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert (answer.stdout, answer.stderr) == ("False\n", "")
