"""Advertising-law wording: the shipped rules on their own examples, and how texts are read."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.checks.corpus import lines
from drumbeat.content.checks.rulebook import reading, rules, wordcheck
from drumbeat.science.text.folding import HAN, fold, joined, marked, simplified
from drumbeat.science.text.wording import Wordcheck

ENTRIES = rules()["entries"]
HITS = [(row["id"], text) for row in ENTRIES for text in row["examples"]["hit"]]
PASSES = [(row["id"], text) for row in ENTRIES for text in row["examples"]["pass"]]
SECTOR = {
    row["id"]: row["category"] if row["category"] in reading()["sectors"] else "" for row in ENTRIES
}


def found(text, sector="", facts=()):
    """Keys, with “~” for what was disguised."""
    return [one.key + "~" * one.is_disguised for one in wordcheck().check(text, sector, facts)]


@pytest.mark.parametrize(("key", "text"), HITS)
def test_each_rule_finds_its_examples(key, text):
    assert key in found(text, SECTOR[key])


@pytest.mark.parametrize(("key", "text"), PASSES)
def test_each_rule_lets_its_innocent_examples_pass(key, text):
    assert key not in found(text, SECTOR[key])


def test_all_145_entries_are_compiled_and_each_says_its_law():
    assert len(ENTRIES) == 145
    known = rules()["bases"]
    assert all(set(row["bases"]) <= set(known) and row["suggestion"] for row in ENTRIES)
    structural = {row["key"] for row in reading()["structural"]} | set(reading()["unseen"])
    standing_for = {"ZH106": "pre_approval", "ZH110": "health_food_line"}
    seen = {standing_for.get(key, key) for key in structural}
    assert seen == {row["key"] for row in rules()["structural_rules"]}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("zui好的牛排", "ZH003~"),
        ("ZUÌ好的牛排", "ZH003~"),
        ("蕞好的牛排", "ZH003~"),
        ("国jia级品质", "ZH018~"),
        ("guojiaji品质", "ZH018~"),
        ("全网销量第①", "ZH025~"),
        ("行业第yi", "ZH025~"),
        ("唯①正品渠道", "ZH027~"),
        ("N·O·1的选择", "ZH026~"),
        ("冶疗鼻炎", "ZH092~"),
        ("最 好的牛排", "ZH003"),
        ("最·好的牛排", "ZH003"),
        ("最\u200b好的牛排", "ZH003"),
        ("國家級品質", "ZH018"),
        ("１００％有效", "ZH053"),
    ],
)
def test_evasions_are_read_as_they_are_meant(text, key):
    assert key in found(text)


def test_a_disguise_weighs_as_a_warning_and_names_the_words_as_written():
    [one] = wordcheck().check("这是zui好的牛排")
    assert (one.severity, one.said, one.start, one.end) == ("warn", "zui好", 2, 6)


@pytest.mark.parametrize("text", ["第①步：打开盒盖", "这孩子嘴好甜", "全国第1次展出", "no1234"])
def test_look_alikes_that_mean_themselves_are_innocent(text):
    assert found(text) == []


def test_a_sectors_rules_ask_only_its_own_texts():
    assert found("10分钟直达市中心") == []
    assert found("10分钟直达市中心", "real_estate") == ["ZH125"]


def test_claims_of_healing_and_of_returns_are_asked_everywhere():
    assert found("稳赚不赔") == ["ZH116"]
    assert found("喝了治疗便秘", "real_estate") == ["ZH092"]


def test_a_source_with_its_date_answers_for_a_figure():
    assert found("皱纹减少35%") == ["ZH082"]
    assert found("皱纹减少35%（数据来源：检测中心，2026年3月）") == []
    assert found("累计服务超过300万用户") == ["source_line"]


@pytest.mark.parametrize(
    ("text", "sector", "facts", "keys"),
    [
        ("买一送一", "", (), ["gift_detail"]),
        ("12月1日至5日买一送一，送250毫升玻璃杯1个，赠完为止", "", (), []),
        ("全场五折", "", (), ["promo_terms"]),
        ("12月1日至3日全场五折，特价商品除外", "", (), []),
        ("每月定投", "finance", (), ["risk_warning"]),
        ("每月定投。投资有风险。", "finance", (), []),
        ("每天两粒", "health_food", (), ["ZH106", "ZH110"]),
        ("本品不能代替药物，国食健注G20200001", "health_food", (), []),
        ("清晨的茶山", "", ("ai",), ["ai_label"]),
        ("清晨的茶山（由AI生成）", "", ("ai",), []),
        ("新茶到了", "", ("email",), ["commercial_message"]),
        ("新茶到了，退订请点这里", "", ("email",), []),
    ],
)  # fmt: skip
def test_what_the_law_asks_to_be_said_is_missed_when_it_is_not(text, sector, facts, keys):
    assert sorted(found(text, sector, facts)) == keys


def test_what_lies_within_a_graver_finding_is_not_told_again():
    assert found("最畅销单品") == ["ZH010"]


def test_an_empty_text_breaks_nothing():
    assert found(" \n") == []


def test_what_a_plain_search_finds_in_the_corpus_is_found():
    """An independent reading: no places, no joining, no disguises, nothing folded but NFKC."""
    for line in lines():
        told = [fold(one.said).text for one in wordcheck().check(line.text, line.sector)]
        for words in plainly(unicodedata.normalize("NFKC", line.text).lower()):
            assert any(words in said for said in told), (line.text, words)


def plainly(text):
    """The words that a blocking entry of no sector finds."""
    for row in ENTRIES:
        if "regex" not in row or row["severity"] != "block" or SECTOR[row["id"]]:
            continue
        masked = text
        for allowed in row["allow"] + reading()["allow"].get(row["id"], []):
            masked = re.sub(allowed, lambda said: "\0" * len(said[0]), masked)
        yield from (hit[0] for hit in re.finditer(row["regex"], masked))


AGAIN = Wordcheck(rules(), reading())
TEXTS = st.text(st.sampled_from("最好第一国家级zui家 ·\u200b①％，1一a國極品\n "), max_size=60)


@given(TEXTS)
def test_findings_stand_where_they_say_and_are_the_same_every_time(text):
    findings = wordcheck().check(text)
    assert findings == AGAIN.check(text)
    assert "".join(piece for piece, _one in marked(text, findings)) == text
    for one in findings:
        assert one.start is None or text[one.start : one.end] == one.said != ""


@given(st.sampled_from([text for _key, text in HITS]), st.sampled_from([" ", "·", "-", "\u200b"]))
def test_a_mark_put_between_two_chinese_characters_hides_nothing(text, mark):
    spread = re.sub(rf"(?<=[{HAN}])(?=[{HAN}])", mark, text)
    assert set(found(text)) <= set(found(spread))


@given(st.text(max_size=80))
def test_folding_keeps_every_place(text):
    folded = joined(simplified(fold(text)))
    assert len(folded.places) == len(folded.text)
    assert folded.places == sorted(folded.places)
