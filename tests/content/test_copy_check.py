"""Copy check: a pasted text, what is said of it, and the same while one writes."""

import io

import pytest
from openpyxl import load_workbook

from drumbeat.content.checks.remarks import read
from drumbeat.strategy.brandbook.actions import activate
from tests.content.factory import an_asset
from tests.strategy.factory import a_brand_rule, a_platform
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db

TEXT = "给你最好的乌龙，便宜又好喝。"


@pytest.fixture
def rule(brand):
    """“便宜” (cheap) is not ours to say."""
    lead = a_member(brand, "lead")
    rule = a_brand_rule(platform := a_platform(lead), severity="warn")
    activate(platform, by=lead)
    return rule


def post(member, path="", **typed):
    return signed_in(member).post(f"/content/copy-check{path}", {"text": TEXT} | typed)


def test_it_works_without_anything_typed(team):
    page = signed_in(team.writer).get("/content/copy-check/").content.decode()
    assert "Findings show here as you write" in page
    assert "145 rules" in page


def test_the_law_and_the_brand_are_told_together_in_the_text(team, rule):
    page = post(team.writer, "/").content.decode()
    assert '<mark class="block"' in page
    assert '<mark class="warn"' in page
    for words in (
        "最好",
        "便宜",
        "广告法 第九条(三)",
        "We speak of worth.",
        "Stopped",
    ):
        assert words in page, words


def test_an_innocent_text_is_told_so(team, rule):
    assert "Nothing found" in post(team.writer, "/", text="第一时间回复您。").content.decode()


def test_what_was_typed_is_kept_and_nothing_typed_is_said_at_the_field(team):
    assert TEXT in post(team.writer, "/").content.decode()
    empty = post(team.writer, "/", text="")
    assert empty.status_code == 422
    assert "This field is required" in empty.content.decode()


def test_a_sector_is_chosen(team):
    assert "ZH125" not in post(team.writer, "/", text="10分钟直达地铁站").content.decode()
    chosen = post(team.writer, "/", text="10分钟直达地铁站", sector="real_estate")
    assert "ZH125" in chosen.content.decode()


def test_findings_are_a_file(team, rule):
    book = load_workbook(io.BytesIO(post(team.writer, ".xlsx").content))
    head, first, *_rest = book.active.iter_rows(values_only=True)
    assert head[:4] == ("Severity", "Words found", "From character", "To character")
    assert first[:4] == ("Blocks", "最好", 3, 4)
    assert "最好" in post(team.writer, ".csv").content.decode("utf-8-sig")


def test_the_fragment_alone_answers_while_one_types(team):
    answer = post(team.writer, "/reading/").content.decode()
    assert "最好" in answer
    assert "<html" not in answer
    assert "Findings show here" in post(team.writer, "/reading/", text="").content.decode()


def test_the_editor_tells_both_while_one_writes(team, rule):
    asset = an_asset(team, sector="real_estate")
    answer = signed_in(team.writer).post(
        f"/content/assets/{asset.pk}/preview/", {"text": TEXT + "10分钟直达地铁站"}
    )
    for words in ("最好", "便宜", "ZH125", 'id="read" hx-swap-oob="true"'):
        assert words in answer.content.decode()


def test_markup_in_a_text_does_nothing(team):
    page = post(team.writer, "/", text="<script>最好</script>").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>最好" not in page


def test_the_pieces_are_the_text(brand, rule):
    found = read(TEXT, brand)
    assert "".join(piece for piece, _one in found.pieces) == TEXT
    assert [one.said for one in found.remarks] == ["最好", "便宜"]


def test_guests_do_not_get_in(brand):
    assert post(a_member(brand, "gst"), "/").status_code == 403


def test_it_asks_two_queries_of_the_brand(brand, rule, django_assert_num_queries):
    with django_assert_num_queries(2):
        read(TEXT, brand)


def test_the_editor_says_how_long_the_sentences_are(team):
    page = f"/content/assets/{an_asset(team).pk}/preview/"
    answer = signed_in(team.writer).post(page, {"text": "好茶。" + "很" * 41 + "好。"})
    for words in ("2 sentences", "the longest has 42 words", "cut it in two"):
        assert words in answer.content.decode()
    answer = signed_in(team.writer).post(page, {"text": "We cut the tea. You drink it."})
    assert "reading ease 1" in answer.content.decode()


def test_rare_words_are_told_but_not_those_that_the_brand_prefers(team, brand):
    text = "馥郁的岩茶，配OMAKASE，再续一杯馥郁的岩茶。" * 2
    answer = post(team.writer, "/reading/", text=text).content.decode()
    for words in ("of them rare:", ">馥郁</span>×4", ">岩茶</span>×4", "not in the dictionary:"):
        assert words in answer
    assert "plainer ones reach more of them" in answer
    platform = a_platform(lead := a_member(brand, "lead"))
    said = {"words_zh": "茶叶", "instead_zh": "岩茶", "instead_en": "Omakase"}
    a_brand_rule(platform, kind="term_prefer", **said)
    activate(platform, by=lead)
    answer = post(team.writer, "/reading/", text=text).content.decode()
    assert ">馥郁</span>×4" in answer
    assert ">岩茶</span>" not in answer
    assert "not in the dictionary" not in answer


def test_english_is_not_cut_by_a_chinese_dictionary(team):
    answer = post(team.writer, "/reading/", text="We cut the tea. You drink it.")
    assert "reading ease 1" in answer.content.decode()
    assert "of them rare" not in answer.content.decode()
