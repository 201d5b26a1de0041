"""How hard a text is to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.text.readability import flesch, rare_in, readability, syllables


def test_flesch_gives_the_published_ease():
    assert flesch(6, 1, 6) == pytest.approx(116.145)  # “The cat sat on the mat.”


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("tea", 1), ("made", 1), ("yours", 1), ("people", 2), ("table", 2),
        ("picked", 1), ("wanted", 2), ("leaves", 1), ("beautiful", 3), ("readability", 5),
        ("commuters", 3), ("the", 1), ("brand", 1), ("strategy", 3), ("whole", 1),
    ],
)  # fmt: skip
def test_syllables_are_those_of_the_dictionary(word, count):
    assert syllables(word) == count


def test_chinese_is_counted_by_characters_and_ends_with_its_own_marks():
    told = readability("给你一杯好茶。夜晚重新属于你！\n慢慢喝")
    assert (told.sentences, told.longest, told.ease) == (3, 7, None)
    assert told.hardest == "夜晚重新属于你！"


def test_a_decimal_point_ends_no_sentence():
    assert readability("It holds 3.5 grams. Drink it cold.").sentences == 2


def test_a_long_sentence_is_told():
    assert readability("茶" * 41).is_long
    assert not readability("茶" * 40).is_long
    assert readability("tea " * 31).is_long


def test_short_words_in_short_sentences_are_easier():
    easy = readability("We cut the tea. You drink it. It is cold.").ease
    hard = readability(
        "Organisational transformation necessitates interdisciplinary communication capabilities."
    ).ease
    assert easy > 90 > 30 > hard


def test_without_words_there_is_nothing_to_say():
    assert readability("") is readability("！！ … —") is None


@given(st.text(max_size=200))
def test_the_longest_is_never_shorter_than_the_mean(text):
    told = readability(text)
    assert told is None or told.longest >= told.mean >= 1


def test_rare_characters_are_told_once_and_traditional_ones_by_their_simplified_form():
    assert rare_in("氤氲的岩骨花香，氤氲不散") == ("氤", "氲")
    assert rare_in("傳統工藝") == ()
    assert rare_in("Rock tea, 100% 手工") == ()


def test_the_common_characters_are_the_3755_of_the_standard():
    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    rows = {bytes([row]) for row in range(0xB0, 0xD8)}
    common = [letter for letter in every if letter.encode("gb2312", "ignore")[:1] in rows]
    assert len(common) == 3755
    assert rare_in("".join(common)) == ()
