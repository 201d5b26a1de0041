"""The same in two languages: which side has changed since both said the same."""

import pytest

from drumbeat.content.assets.actions import edit_draft
from drumbeat.content.models import Pair
from drumbeat.content.studio.pairs import agree, other_side, pair_up, part
from drumbeat.people.errors import NotAllowed, Refused
from tests.content.factory import a_draft, an_acknowledged_brief, an_asset
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chinese(team):
    brief = an_acknowledged_brief(team)
    return a_draft(team, asset=an_asset(team, brief=brief, language="zh-hans"), text="今晚喝茶。")


@pytest.fixture
def english(team, chinese):
    asset = an_asset(team, brief=chinese.asset.brief, language="en")
    version = a_draft(team, asset=asset, text="Tea tonight.")
    pair_up(chinese.asset, asset, by=team.writer)
    return version


def is_behind(version):
    return other_side(version.asset).is_ahead


def test_a_pair_says_the_same_until_one_side_changes(team, chinese, english):
    assert not is_behind(english)
    edit_draft(chinese, by=team.writer, text="今晚喝好茶。")
    assert is_behind(english)
    assert not is_behind(chinese)


def test_who_brings_the_other_side_into_line_makes_both_say_the_same(team, chinese, english):
    edit_draft(chinese, by=team.writer, text="今晚喝好茶。")
    edit_draft(english, by=team.writer, text="Good tea tonight.")
    assert not is_behind(english)
    assert not is_behind(chinese)


def test_who_has_read_both_says_that_they_still_say_the_same(team, chinese, english):
    edit_draft(chinese, by=team.writer, text="今晚喝茶！")
    browser = signed_in(team.writer)
    page = browser.get(f"/content/versions/{english.pk}/edit/").content.decode()
    assert "今晚喝茶！" in page
    assert "Changed since" in page
    browser.post(f"/content/pairs/{Pair.objects.get().pk}/agreement/")
    assert not is_behind(english)


def test_the_first_text_of_a_translation_is_in_line(team, chinese):
    asset = an_asset(team, brief=chinese.asset.brief, language="en")
    pair_up(chinese.asset, asset, by=team.writer)
    version = a_draft(team, asset=asset, text="Tea tonight.")
    assert not is_behind(chinese)
    assert not is_behind(version)


def test_only_another_language_of_the_same_brief_is_offered_and_taken(team, chinese, english):
    same = an_asset(team, brief=chinese.asset.brief, language="zh-hans")
    with pytest.raises(Refused):
        pair_up(chinese.asset, same, by=team.writer)
    answer = signed_in(team.writer).post(
        f"/content/assets/{same.pk}/pair/", {"translation": english.asset_id}
    )
    assert answer.status_code == 422


def test_they_are_taken_apart_and_both_stay(team, chinese, english):
    pair = Pair.objects.get()
    with pytest.raises(NotAllowed):
        agree(pair, by=a_member(team.brand, "gst"))
    part(pair, by=team.writer)
    assert other_side(chinese.asset) is None
    assert english.asset.newest == english
