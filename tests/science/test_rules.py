"""A text against a brand's rules, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.text.folding import marked
from drumbeat.science.text.rules import Rule, check, language_of

CHEAP = Rule("cheap", "term_avoid", True, ("cheap", "便宜"), ("good value", "实惠"))
TEA = Rule("tea", "term_prefer", False, ("tea bag", "茶包"), ("cold-brew bag", "冷泡茶包"))
LINE = Rule("line", "legal_line", True, ("Keep refrigerated.", "冷藏保存。"))
COLOUR = Rule("colour", "colour", False, limit=3)
PALETTE = ("#1F6F54", "#F4EFE6")


def said(text, *rules):
    return [one.said for one in check(text, rules or (CHEAP, TEA))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cheap tea, not CHEAPER.", ["Cheap"]),
        ("cheapest cheap-looking", ["cheap"]),
        ("这款茶很便宜", ["便宜"]),
        ("便 宜又好喝", ["便 宜"]),
        ("便\u200b宜", ["便\u200b宜"]),
        ("ｃｈｅａｐ！", ["ｃｈｅａｐ"]),
        ("又cheap又好", ["cheap"]),
        ("A tea-bag and a tea\nbag", ["tea-bag", "tea\nbag"]),
        ("", []),
    ],
)
def test_a_word_is_found_in_any_width_and_spacing_but_only_as_a_whole_word(text, found):
    assert said(text) == found


def test_a_finding_says_where_it_stands_and_what_to_write():
    (found,) = check("Ｗe sell ｃｈｅａｐ tea", [CHEAP])
    assert (found.start, found.end, found.instead) == (8, 13, "good value")


def test_the_right_name_is_no_slip_of_the_wrong_one():
    assert said("冷泡茶包与茶包") == ["茶包"]
    (found,) = check("冷泡茶包与茶包", [TEA])
    assert found.start == 5


def test_what_lies_in_a_longer_finding_is_told_once_unless_it_weighs_more():
    longer = Rule("longer", "term_avoid", True, ("", "最便宜"))
    assert said("全网最便宜", CHEAP, longer) == ["最便宜"]
    lighter = Rule("lighter", "term_avoid", False, ("", "最便宜"))
    assert said("全网最便宜", CHEAP, lighter) == ["最便宜", "便宜"]


def test_a_sentence_is_asked_for_in_the_language_of_the_text():
    (english,) = check("Steep for eight hours.", [LINE])
    (chinese,) = check("浸泡八小时，口感不涩。", [LINE])
    assert (english.start, english.instead) == (None, "Keep refrigerated.")
    assert chinese.instead == "冷藏保存。"
    assert check("浸泡八小时，冷藏 保存", [LINE]) == []
    assert check("Steep. KEEP  REFRIGERATED!", [LINE]) == []
    only_chinese = Rule("zh", "legal_line", True, ("", "冷藏保存"))
    assert check("Steep for eight hours.", [only_chinese]) == []


def test_a_colour_far_from_the_palette_is_found_with_the_nearest_one():
    (found,) = check("Ground #1f6f54, line #1F8F54, sale #618", [COLOUR], PALETTE)
    assert (found.said, found.instead) == ("#1F8F54", "#1F6F54")
    assert found.distance > 3
    assert [one.said for one in check("#1f6f54 #206F55", [COLOUR], PALETTE)] == []
    assert check("#FF0000", [COLOUR], ()) == []


def test_language_is_that_of_most_of_the_text():
    assert language_of("岩雾冷泡茶 Rock Mist") == "zh"
    assert language_of("Rock Mist cold brew (岩雾)") == "en"
    assert language_of("618") == "en"


WORDS = st.text(alphabet="cheap 便宜茶包teabag-#1F6F54ＣＨｅ\u200b", max_size=60)


@given(WORDS)
def test_findings_lie_in_the_text_and_the_marked_pieces_are_the_text(text):
    found = check(text, [CHEAP, TEA, LINE, COLOUR], PALETTE)
    placed = [one for one in found if one.start is not None]
    assert all(text[one.start : one.end] == one.said for one in placed)
    pieces = marked(text, found)
    assert "".join(piece for piece, _finding in pieces) == text
    assert {id(one) for _piece, one in pieces if one} <= {id(one) for one in placed}


@given(st.text(alphabet="很好喝的 tea便 ", max_size=30), st.text(alphabet="很好喝的 ", max_size=30))
def test_whatever_stands_around_it_a_chinese_word_is_found(before, after):
    assert "便宜" in said(f"{before}便宜{after}", CHEAP)
