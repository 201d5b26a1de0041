"""The channel table of the product, against the vectors its rules were written with."""

import pytest

from drumbeat.warehouse.channels import DRUMBEAT, GA4, arrival, group

VECTORS = [
    ("(direct)", "(none)", "", "Direct", None),
    ("", "", "", "Direct", None),
    ("google", "organic", "", "Organic Search", None),
    ("baidu", "organic", "", "Organic Search", None),
    ("baidu", "cpc", "", "Paid Search", None),
    ("BAIDU", "CPC", "", "Paid Search", None),
    ("google", "cpc", "workshop", "Paid Search", None),
    ("google", "cpc", "summer_shop", "Paid Shopping", None),
    ("any", "cpc", "eshop-sale", "Paid Shopping", None),
    ("google", "cpc", "x cross-network", "Cross-network", None),
    ("weibo", "cpm", "", "Paid Social", None),
    ("unknown.com", "cpm", "", "Display", None),
    ("unknown.com", "cpc", "", "Paid Other", None),
    ("unknown.com", "retargeting", "", "Paid Other", None),
    ("xiaohongshu", "paid-social", "", "Paid Social", None),
    ("zhihu", "social", "", "Organic Social", None),
    ("unknown", "social-media", "", "Organic Social", None),
    ("douyin", "video", "", "Organic Video", None),
    ("newsletter", "email", "", "Email", None),
    ("e_mail", "(none)", "", "Email", None),
    ("blog.x.com", "referral", "", "Referral", None),
    ("x", "app", "", "Referral", None),
    ("x", "link", "", "Referral", None),
    ("x", "affiliate", "", "Affiliates", None),
    ("x", "audio", "", "Audio", None),
    ("sms", "whatever", "", "SMS", None),
    ("app", "web-push", "", "Mobile Push", None),
    ("chatgpt.com", "ai-assistant", "", "AI Assistant", None),
    ("chatgpt.com", "referral", "", "Referral", "AI Assistant"),
    ("kol-81", "kol", "", "Unassigned", "KOL"),
    ("event-cim", "qr", "", "Unassigned", "QR/offline"),
    ("press", "pr", "", "Unassigned", "PR"),
    ("wechat-mp", "social", "", "Organic Social", "WeChat owned"),
]


@pytest.mark.parametrize(("source", "medium", "campaign", "ga4", "ours"), VECTORS)
def test_both_groupings_follow_the_table(source, medium, campaign, ga4, ours):
    assert group(GA4, source, medium, campaign).channel == ga4
    assert group(DRUMBEAT, source, medium, campaign).channel == (ours or ga4)


@pytest.mark.parametrize(
    ("host", "path", "source", "channel"),
    [
        ("www.baidu.com", "/link", "baidu", "Organic Search"),
        ("m.baidu.com", "", "baidu", "Organic Search"),
        ("www.baidu.com", "/baidu.php", "baidu", "Paid Search"),
        ("tieba.baidu.com", "/p/1", "tieba", "Organic Social"),
        ("yiyan.baidu.com", "", "yiyan", "AI Assistant"),
        ("so.toutiao.com", "", "toutiao-search", "Organic Search"),
        ("www.toutiao.com", "", "toutiao", "Organic Social"),
        ("cn.bing.com", "", "bing", "Organic Search"),
        ("mp.weixin.qq.com", "", "wechat", "Organic Social"),
        ("link.zhihu.com", "", "zhihu", "Organic Social"),
        ("v.qq.com", "", "tencent-video", "Organic Video"),
        ("b23.tv", "", "bilibili", "Organic Video"),
        ("item.jd.com", "", "jd", "Organic Shopping"),
        ("gemini.google.com", "", "gemini", "AI Assistant"),
        ("www.google.com", "", "google", "Organic Search"),
        ("x.com", "", "twitter", "Organic Social"),
        ("notbaidu.com", "", "notbaidu.com", "Referral"),
        ("blog.example.org", "/a", "blog.example.org", "Referral"),
    ],
)
def test_a_referrer_names_its_source(host, path, source, channel):
    came = arrival(referrer_host=host, referrer_path=path)
    assert (came.source, came.channel) == (source, channel)


def test_the_campaign_s_own_words_win_over_click_id_and_referrer():
    came = arrival(
        utm_source="newsletter",
        utm_medium="email",
        paid_click_id="gclid",
        referrer_host="www.google.com",
    )
    assert (came.channel, came.why) == ("Email", "utm: source or medium email")


def test_a_click_id_is_paid_evidence_except_facebook_s():
    assert arrival(paid_click_id="bd_vid", referrer_host="m.baidu.com").channel == "Paid Search"
    assert arrival(paid_click_id="gdt_vid").channel == "Paid Social"
    assert arrival(paid_click_id="fbclid").channel == "Organic Social"


def test_coming_from_the_own_site_is_direct():
    assert arrival(referrer_host="shop.example.com", own_site=True).channel == "Direct"


def test_dark_wechat_stays_direct_and_says_so():
    came = arrival(in_app="wechat")
    assert came.channel == "Direct"
    assert "inside wechat" in came.why


def test_a_tracking_code_without_another_sign_waits_for_its_placement():
    assert arrival(coded=True).channel == "Unassigned"
    assert arrival(coded=True, referrer_host="weibo.com").channel == "Organic Social"
