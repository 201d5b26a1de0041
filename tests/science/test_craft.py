"""Links, pictures, headings and marks of a text: what is told, where, and what is left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.text.craft import RULES, columns, slips


def found(key, text):
    return [(slip.said, slip.instead) for slip in slips(text, [key])]


@pytest.mark.parametrize(
    "picture", ["![](https://rock.mist/a.png)", "![ ](a.png)", "![IMG_0231.jpg](a)"]
)
def test_a_picture_needs_words(picture):
    assert found("alt_missing", f"Look: {picture}") == [(picture, "")]


def test_a_picture_with_words_is_left_in_peace():
    assert found("alt_missing", "![一杯岩茶](a.png) and ![A cup, steaming](b.png)") == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#",
        "https://example.com/shop",
        "http://localhost:8000/",
        "https://todo",
        "https://TODO.com/",
    ],
)
def test_an_address_that_holds_the_place_leads_nowhere(address):
    assert [said for said, _ in found("link_nowhere", f"[Our shop]({address})")] == [
        f"[Our shop]({address})"
    ]


@pytest.mark.parametrize(
    "address", ["https://rockmist.example/spring", "/spring", "#sizes", "mailto:a@b.c"]
)
def test_an_address_with_a_place_to_go_is_left_in_peace(address):
    assert found("link_nowhere", f"[Our shop]({address})") == []


def test_typed_tags_are_told_with_the_address_without_them():
    text = "Shop at https://rock.mist/a?size=2&utm_source=weibo&UTM_medium=social#top."
    assert found("link_tagged", text) == [
        (
            "https://rock.mist/a?size=2&utm_source=weibo&UTM_medium=social#top",
            "https://rock.mist/a?size=2#top",
        )
    ]
    assert found("link_tagged", "https://rock.mist/g/7KQ2M9A?size=2") == []


def test_an_address_stops_where_chinese_goes_on():
    assert found("link_unsealed", "详情见http://rock.mist/a，今天截止。") == [
        ("http://rock.mist/a", "https://rock.mist/a")
    ]


@pytest.mark.parametrize("words", ["here", "Click here", "点击这里", "这里", "Read more →", "链接"])
def test_a_link_says_where_it_leads(words):
    assert found("link_words", f"[{words}](https://rock.mist/a)")
    assert not found("link_words", f"[{words}: sizes and prices](https://rock.mist/a)")


def test_a_page_without_a_link_asks_nothing_of_its_reader():
    assert slips("Our tea is here.", ["link_none"])[0].start is None
    for text in ("[Buy](/shop)", "https://rock.mist", "Order at {{link}}", "去 {{商品链接}} 看看"):
        assert found("link_none", text) == []


def test_titles_are_one_and_fit_a_search_result():
    assert found("title_none", "A long way to begin " * 5)
    assert not found("title_none", "春茶上市\n\n正文……")
    assert not found("title_none", "# Spring\n\nBody")
    assert found("title_several", "# One\n\n# Two\n\n## Three") == [("# Two", "")]
    assert found("title_long", f"# {'春' * 31}")
    assert not found("title_long", f"# {'春' * 30}")
    assert not found("title_long", f"## {'春' * 31}")


def test_headings_go_down_one_level_at_a_time():
    text = "# Tea\n\n### Green\n\n#### Sencha\n\n## Black"
    assert found("heading_skipped", text) == [("### Green", "## Green")]


def test_a_long_text_wants_headings_and_short_paragraphs():
    long = "岩茶香。" * 220
    assert found("heading_none", long)
    assert not found("heading_none", f"{long}\n\n## 冲泡\n")
    assert [said for said, _ in found("paragraph_long", f"# 题\n\n短。\n\n{long}")] == [
        f"{long[:24]}…"
    ]
    assert not found("paragraph_long", "\n\n".join(["岩茶香。" * 40] * 3))
    assert not found("paragraph_long", "- 岩茶香\n" * 80)


def test_a_long_sentence_is_found_where_it_stands():
    text = f"Short one. {'word ' * 31}end. Short again."
    [slip] = slips(text, ["sentence_long"])
    assert text[slip.start : slip.end] == f"{'word ' * 31}end."


def test_marks_are_single_and_of_the_width_of_their_script():
    assert found("marks_repeated", "快来!!! Really?? Truly??? 唉。。。") == [
        ("!!!", "!"), ("???", "?"), ("。。。", "……")
    ]  # fmt: skip
    assert found("marks_half", "好茶,好水. Good, better; 一杯!") == [
        (",", "，"),
        (".", "。"),
        ("!", "！"),
    ]
    assert found("marks_half", "版本 1.5, v2. 用 C++; 价格 9.9") == []


def test_slips_of_the_pen():
    assert found("shouting", "BUY IT NOW or read the FAQ of the WHO") == [
        ("BUY IT NOW", "Buy it now")
    ]
    assert found("word_twice", "Paris in the the spring; he said that that is it") == [
        ("the the", "the")
    ]


def test_the_same_words_are_told_once():
    assert len(found("marks_half", "甲,乙,丙,丁")) == 1


TEXTS = st.lists(
    st.sampled_from(
        [*"# \n[]()!?.,:；，。茶香utm_=&/-", "https://", "![", "](", "a", "B", "{{link}}", "the "]
    ),
    max_size=60,
).map("".join)


@given(TEXTS)
def test_every_slip_stands_where_it_says(text):
    for slip in slips(text, RULES):
        if slip.start is None:
            continue
        assert 0 <= slip.start < slip.end <= len(text)
        there = " ".join(text[slip.start : slip.end].split())
        assert slip.said in (text[slip.start : slip.end], there, f"{there[:24]}…")


@given(TEXTS)
def test_the_same_text_gives_the_same_slips_whatever_order_it_is_asked_in(text):
    assert slips(text, RULES) == slips(text, reversed(RULES))


def test_columns_count_chinese_characters_twice():
    assert columns("tea 茶") == 6
