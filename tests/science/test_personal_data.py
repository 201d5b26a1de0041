"""Personal data is found where it must not be."""

import pytest

from drumbeat.science.personal_data import Finding, personal_data_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("to=li.na+news@mail.example.cn&x=1", Finding("email", "li.na+news@mail.example.cn")),
        ("https://x.example/?e=li%40mail.cn", Finding("email", "li@mail.cn")),
        ("utm_term=13812345678", Finding("cn_mobile", "13812345678")),
        ("电话 +86 138-1234-5678。", Finding("cn_mobile", "+86 138-1234-5678")),
        ("手机１３８１２３４５６７８", Finding("cn_mobile", "13812345678")),
        ("id:11010519491231002X", Finding("cn_id", "11010519491231002X")),
    ],
)
def test_it_is_found(text, found):
    assert personal_data_in(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/p?sku=7#top",
        "@drumbeat 新品上市",
        "order=913812345678",  # twelve digits
        "12812345678",  # no such mobile prefix
        "110105194912310021",  # wrong check character
        "11010519491331002X",  # month 13
        "01JDCB2Q5W8ZK3V7N4M6P9R0ST",
    ],
)
def test_other_text_is_left_alone(text):
    assert personal_data_in(text) == []


def test_everything_in_a_text_is_listed():
    kinds = [f.kind for f in personal_data_in("a@b.cn 13812345678 c@d.cn 11010519491231002x")]
    assert kinds == ["email", "email", "cn_mobile", "cn_id"]
