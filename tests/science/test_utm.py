"""UTM by the scheme, slugs and tracked links."""

import re
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.utm import UrlProblem, Utm, UtmProblem, slug, tracked_url, utm_for

UTM = Utm(source="baidu", medium="cpc", campaign="2026q4_xin-pin_g1", content="a12-v3_red")
CODE = "7K3QZ9D"


def a_utm(**changes) -> Utm:
    fields = {
        "source": "xiaohongshu",
        "medium": "kol",
        "campaign_name": "新品上市",
        "campaign_start": date(2026, 11, 11),
        "campaign_ulid": "01JDCB2Q5W8ZK3V7N4M6P9R0ST",
        "goal_code": "G12",
        "asset_id": "A88",
        "asset_version": 3,
        "variant": "红色 KV",
        "term": "年轻妈妈",
    }
    return utm_for(**fields | changes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新品上市 2026", "xin-pin-shang-shi-2026"),
        ("重庆", "chong-qing"),
        ("吕氏女装", "lv-shi-nv-zhuang"),
        ("  Größe & Café  ", "grosse-cafe"),
        ("双11／ＡＢ测试", "shuang-11-ab-ce-shi"),
        ("v1.2_final", "v1.2_final"),
        ("🎉 618 🎉", "618"),
    ],
)
def test_names_become_slugs(text, expected):
    assert slug(text) == expected


def test_a_long_name_is_cut_between_syllables():
    cut = slug("全新智能家用净水器秋季大促" * 3)
    assert len(cut) <= 60
    assert slug("全新智能家用净水器秋季大促" * 3, 200).startswith(cut + "-")


@pytest.mark.parametrize("text", ["", "！！", "🎉", "---"])
def test_a_name_without_letters_has_no_slug(text):
    with pytest.raises(ValueError, match="no letter or digit"):
        slug(text)


@given(st.text(), st.integers(4, 60))
def test_a_slug_is_short_plain_and_its_own_slug(text, length):
    try:
        made = slug(text, length)
    except ValueError:
        return
    assert re.fullmatch(rf"[a-z0-9._-]{{1,{length}}}", made)
    assert slug(made, length) == made


def test_all_fields_come_from_the_thread():
    assert dict(a_utm().parameters()) == {
        "utm_source": "xiaohongshu",
        "utm_medium": "kol",
        "utm_campaign": "2026q4_xin-pin-shang-shi_g12",
        "utm_id": "n4m6p9r0st",
        "utm_content": "a88-v3_hong-se-kv",
        "utm_term": "nian-qing-ma-ma",
    }


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_the_campaign_carries_its_quarter(month, quarter):
    campaign = a_utm(campaign_start=date(2027, month, 1)).campaign
    assert campaign.startswith(f"2027q{quarter}_")


def test_long_names_give_way_to_the_period_the_goal_and_the_version():
    utm = a_utm(campaign_name="全新智能家用净水器" * 9, variant="秋季大促主视觉" * 9)
    assert len(utm.campaign) <= 60
    assert utm.campaign.endswith("_g12")
    assert len(utm.content) <= 60
    assert utm.content.startswith("a88-v3_")


def test_optional_fields_stand_in_the_link_only_when_given():
    utm = a_utm(term=None, source_platform="巨量引擎", creative_format="video")
    names = [name for name, _ in utm.parameters()]
    assert "utm_term" not in names
    assert dict(utm.parameters())["utm_source_platform"] == "ju-liang-yin-qing"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"medium": "banner"}, "medium"),
        ({"source": "小红书"}, "source"),
        ({"source": ""}, "source"),
    ],
)
def test_a_key_outside_the_scheme_is_refused_at_its_field(changes, field):
    with pytest.raises(UtmProblem) as caught:
        a_utm(**changes)
    assert caught.value.field == field


def test_a_link_keeps_its_own_parameters_and_fragment():
    url = tracked_url("https://shop.example/p?sku=7&q=a%20b&flag#size", UTM, CODE, "01J9")
    assert url == (
        "https://shop.example/p?sku=7&q=a%20b&flag"
        "&utm_source=baidu&utm_medium=cpc&utm_campaign=2026q4_xin-pin_g1&utm_content=a12-v3_red"
        "&dbc=7K3QZ9D&dbt=01J9#size"
    )


def test_a_link_without_a_click_carries_only_the_code():
    url = tracked_url("https://shop.example", UTM, CODE)
    assert url.startswith("https://shop.example/?utm_source=")
    assert "dbt" not in url


def test_a_link_with_loose_ampersands_gets_no_more_of_them():
    assert "?a=1&utm_source" in tracked_url("https://shop.example/?&a=1&", UTM, CODE)


def test_chinese_addresses_become_ascii():
    url = tracked_url("https://例子.中国:8443/新品?名=值#段", UTM, CODE)
    assert url.startswith(
        "https://xn--fsqu00a.xn--fiqs8s:8443/%E6%96%B0%E5%93%81?%E5%90%8D=%E5%80%BC&utm"
    )
    assert url.endswith("#%E6%AE%B5")


@pytest.mark.parametrize(
    "destination",
    [
        "shop.example/p",
        "ftp://shop.example/p",
        "javascript:alert(1)",
        "https://",
        "https:///p",
        "https://shop.example:port/p",
        "https://[shop.example/p",
        "https://me:secret@shop.example/p",
        "https://shop.example/a b",
        "https://shop.example/\nSet-Cookie:x",
        "https://shop.example\\@evil.example/",
        "https://" + "例" * 70 + ".cn/",
    ],
)
def test_what_is_not_a_web_address_is_refused(destination):
    with pytest.raises(UrlProblem):
        tracked_url(destination, UTM, CODE)


@pytest.mark.parametrize("name", ["utm_source", "UTM_Campaign", "utm%5Fid", "utm_x", "dbc", "dbt"])
def test_a_destination_that_is_already_tracked_is_refused(name):
    with pytest.raises(UrlProblem, match="already has"):
        tracked_url(f"https://shop.example/?{name}=", UTM, CODE)


def test_a_link_may_have_2048_characters_and_no_more():
    bare = len(tracked_url("https://shop.example/", UTM, CODE))
    fits = "https://shop.example/" + "p" * (2048 - bare)
    assert len(tracked_url(fits, UTM, CODE)) == 2048
    with pytest.raises(UrlProblem, match="2049 characters"):
        tracked_url(fits + "p", UTM, CODE)


@given(
    st.lists(st.tuples(st.text("abcxyz", min_size=1), st.text(max_size=8)), max_size=4),
    st.text(max_size=8),
)
def test_whatever_the_destination_says_is_still_said(own, fragment):
    destination = f"https://shop.example/p?{urlencode(own)}#{quote(fragment)}"
    url = urlsplit(tracked_url(destination, UTM, CODE))
    query = parse_qsl(url.query, keep_blank_values=True)
    assert query == [*own, *UTM.parameters(), ("dbc", CODE)]
    assert url.fragment == quote(fragment)
