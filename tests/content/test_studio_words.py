"""Words for each network, and values: counted, saved with the version, hashed and frozen with it."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.review import send_to_review
from drumbeat.content.models import Version
from drumbeat.content.studio.limits import measured, networks
from drumbeat.content.studio.variables import as_lines, filled, names_in, read_lines
from drumbeat.people.errors import Refused
from drumbeat.science.text.invisible import invisibles
from drumbeat.science.text.lengths import UNITS, linked, longest_within, weighted
from tests.content.factory import a_draft, an_approved_version
from tests.world import signed_in

LETTERS = st.text("aé茶👩‍🚀🇨🇳 \n#.@/:https", max_size=60)


def limit(key):
    return networks()[key].limit


# -- counting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("茶" * 140, 280),
        ("https://rockmist.example/a/very/long/address?x=1", 23),
        ("看https://t.cn/a1看看", 2 + 23 + 4),
        ("rockmist.com", 23),
        ("name@rockmist.com", 17),
        ("👩‍🚀", 2),
    ],
)
def test_x_counts_chinese_twice_and_every_link_as_23(text, length):
    assert weighted(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("茶" * 500, 500),
        ("https://rockmist.example/a/very/long/address", 23),
        ("Hello @lin@mastodon.example", 10),
        ("👩‍🚀", 1),
    ],
)
def test_mastodon_counts_links_as_23_and_mentions_without_their_server(text, length):
    assert linked(text) == length


@given(LETTERS, st.integers(0, 40), st.sampled_from(sorted(UNITS)))
def test_what_fits_and_what_is_cut_are_the_text_and_what_fits_does_fit(text, most, unit):
    place = longest_within(text, most, unit)
    assert UNITS[unit](text[:place]) <= most
    assert place == len(text) or UNITS[unit](text) > most or "http" in text or "." in text


def test_a_headline_and_a_text_are_measured_each_by_its_own_limit():
    note = "# " + "茶" * 21 + "\n\n正文"
    headline, body = measured(note, limit("xiaohongshu-note"))
    assert (headline.length, headline.most, headline.cut) == (21, 20, "茶")
    assert (body.length, body.is_over) == (2, False)


def test_every_paragraph_of_a_search_ad_is_measured_for_itself():
    found = measured("# Calm\n\n" + "a" * 91 + "\n\nshort", limit("google-search"))
    assert [part.is_over for part in found] == [False, True, False]


def test_every_network_names_its_source_and_date():
    for network in networks().values():
        assert network.name_en
        assert network.name_zh
        assert network.limit.source.startswith("https://")
        assert network.limit.as_of
        assert network.limit.unit in UNITS


# -- values -----------------------------------------------------------------------------------


def test_a_text_is_filled_with_its_values_and_values_are_not_read_for_names():
    values, wrong = read_lines("price = 39\n 日期：12 月 1 日\nname = {{price}}\n\nnonsense")
    assert wrong == ["nonsense"]
    assert filled("{{ price }} {{日期}} {{name}} {{x}}", values) == "39 12 月 1 日 {{price}} {{x}}"
    assert names_in("{{b}} {{a}}", "{{b}} {a}") == ["b", "a"]


NAMES = st.text("abc茶_1", min_size=1, max_size=6).filter(lambda name: not name[0].isdigit())
GIVEN = st.dictionaries(NAMES, st.text("xyz =：:茶{}", max_size=9).map(str.strip), max_size=4)


@given(GIVEN)
def test_values_come_back_as_they_were_written_down(values):
    assert read_lines(as_lines(values)) == (values, [])


# -- invisible characters -----------------------------------------------------------------------


def test_what_nobody_sees_is_named_with_its_place_and_emoji_are_left_alone():
    found = invisibles("最\u200b好的\u202e茶 👩‍🚀")
    assert [(one.place, one.code) for one in found] == [(1, "U+200B"), (4, "U+202E")]
    assert found[0].before == "最"
    assert found[0].name == "Zero width space"


# -- with the version ---------------------------------------------------------------------------


@pytest.fixture
def version(team, db):
    return a_draft(team)


def written(team, version, **typed):
    version.refresh_from_db()
    answer = signed_in(team.writer).post(
        f"/content/versions/{version.pk}/edit/",
        {"text": "Tea for {{price}}.", "row_version": version.row_version} | typed,
    )
    version.refresh_from_db()
    return answer


def test_a_name_without_a_value_is_told_beside_its_field_and_nothing_is_saved(team, version):
    answer = written(team, version, **{"variant-x-post": "{{date}}", "variables": "price = 39"})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == ["variant-x-post"]
    assert "{{date}}" in errors["variant-x-post"][0]
    assert version.text == "Tea for the evening."
    answer = written(team, version, variables="price 39")
    assert list(answer.context["form"].errors) == ["variables"]


def test_the_brands_name_is_known_and_written_down(team, version):
    written(team, version, text="{{brand}}")
    assert version.variables == {"brand": team.brand.name}
    assert version.words == team.brand.name


def test_words_for_a_network_are_saved_and_shown_filled(team, version):
    written(team, version, variables="price = 39", **{"variant-x-post": "Only {{price}}!"})
    assert version.variants == {"x-post": "Only {{price}}!"}
    assert version.words_for("x-post") == "Only 39!"
    assert version.words_for("sms") == "Tea for 39."
    page = signed_in(team.writer).get(f"/content/versions/{version.pk}/").content.decode()
    assert "Only 39!" in page
    assert "Tea for 39." in page


def test_one_other_word_for_a_network_is_another_hash(team, version):
    hashes = {version.sha256}
    for variants in ({"x-post": "Tea"}, {"x-post": "Tea!"}, {"sms": "Tea"}):
        edit_draft(version, by=team.writer, text=version.text, variants=variants)
        version.refresh_from_db()
        assert version.is_intact()
        hashes.add(version.sha256)
    assert len(hashes) == 4


@pytest.mark.parametrize("change", [{"variants": {"sms": "Tea"}}, {"variables": {"a": "b"}}])
def test_i_04_the_database_freezes_words_for_networks_and_values_too(team, db, change):
    approved = an_approved_version(team)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Version.objects.filter(pk=approved.pk).update(**change)


def test_words_for_networks_are_held_to_the_law_and_come_along_to_the_next_version(team, version):
    edit_draft(version, by=team.writer, text="好茶", variants={"weibo-post": "全国最好的茶"})
    found = version.findings.filter(severity="block", resolved_at=None)
    assert found.exists()
    after = add_version(version.asset, by=team.writer, text="好茶，今晚", change_note="今晚")
    assert after.variants == {"weibo-post": "全国最好的茶"}


def test_words_that_are_too_long_for_their_network_do_not_go_to_review(team, version):
    edit_draft(version, by=team.writer, text="Tea", variants={"x-post": "茶" * 141})
    version.refresh_from_db()
    with pytest.raises(Refused, match="X post"):
        send_to_review(version, by=team.writer)
    edit_draft(version, by=team.writer, text="Tea", variants={"x-post": "茶" * 140})
    version.refresh_from_db()
    assert send_to_review(version, by=team.writer).state == "in_review"


def test_what_is_too_long_shows_before_it_is_saved_with_what_is_cut(team, version):
    answer = signed_in(team.writer).post(
        f"/content/versions/{version.pk}/edit/preview/",
        {"text": "Tea", "variant-x-post": "茶" * 140 + "末尾"},
    )
    page = answer.content.decode()
    assert "284 / 280" in page
    assert "末尾</del>" in page


def test_two_versions_are_compared_with_their_words_for_networks(team, version):
    edit_draft(version, by=team.writer, text="Tea", variants={"x-post": "Tea, tonight"})
    after = add_version(version.asset, by=team.writer, text="Tea", change_note="Morning")
    other = {"sms": "Tea, tomorrow"}
    edit_draft(after, by=team.writer, text="Tea!", change_note="Morning", variants=other)
    answer = signed_in(team.writer).get(f"/content/assets/{version.asset_id}/comparison/")
    assert [str(label) for label, _passages in answer.context["more"]] == ["X post", "Text message"]
