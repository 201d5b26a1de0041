import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.knowledge.search.commands import commands_for
from drumbeat.knowledge.search.matching import rank, spellings
from drumbeat.knowledge.search.queries import find
from drumbeat.strategy.models import Audience
from tests.knowledge.factory import a_published_learning, a_thing_to_show
from tests.world import a_brand, a_member, signed_in


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("新品", 0),
        ("上市", 1),
        ("xpss", 2),
        ("xinpin", 3),
        ("shangshi", 3),
        ("pss", 3),
        ("zzz", None),
        ("", None),
        ("  ", None),
        ("xinpin 上市", 3),
    ],
)
def test_a_chinese_title_is_found_by_characters_initials_and_pinyin(query, expected):
    assert rank(query, "新品上市") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [("aut", 0), ("LAUNCH", 1), ("launch autumn", 1), ("launch spring", None)],
)
def test_an_english_title_is_found_without_case_and_in_any_order(query, expected):
    assert rank(query, "Autumn launch") == expected


def test_the_better_of_the_two_languages_counts():
    assert rank("xp", "Spring xp notes", "新品上市") == 1
    assert rank("新品", "", "新品上市") == 0


def test_spellings_of_a_mixed_title():
    assert spellings("新品上市 Autumn")[1] == "xinpinshangshiautumn"


@given(st.text(max_size=30), st.text(max_size=60))
def test_matching_answers_for_any_text(query, title):
    assert rank(query, title) in (None, 0, 1, 2, 3)


@given(st.text(min_size=1, max_size=30))
def test_every_title_is_found_by_itself(title):
    if title.strip():
        assert rank(title.strip(), title.strip()) is not None


@pytest.mark.django_db
class TestThePalette:
    def test_finds_an_object_by_pinyin_and_links_to_it(self, lead):
        goal = a_thing_to_show(lead)
        type(goal).objects.filter(pk=goal.pk).update(title_zh="新品上市")
        page = signed_in(lead).get("/knowledge/find/?q=xpss").content.decode()
        assert 'role="option"' in page
        assert f"/strategy/goals/{goal.pk}/" in page

    def test_offers_what_a_member_may_do(self, lead):
        assert "New goal" in [str(command.label) for command in commands_for(lead)]

    def test_says_nothing_to_an_empty_question(self, lead):
        a_thing_to_show(lead)
        assert signed_in(lead).get("/knowledge/find/?q=").content.decode().strip() == ""

    def test_never_shows_another_brands_objects(self, lead):
        a_thing_to_show(a_member(a_brand()), "Secret of others")
        assert find(lead, "secret") == []

    def test_hides_kinds_and_commands_that_a_role_may_not_see(self, lead, brand):
        a_published_learning(lead, "Autumn was early")
        guest = a_member(brand, "gst")
        assert find(guest, "autumn") == []
        offered = [str(command.label) for command in commands_for(guest)]
        assert "New goal" not in offered
        assert "New learning" not in offered
        assert signed_in(guest).get("/knowledge/find/?q=autumn").status_code == 200

    def test_leaves_out_what_was_archived(self, lead):
        goal = a_thing_to_show(lead, "Old autumn")
        goal.archived_at = goal.created_at
        goal.save()
        assert find(lead, "autumn") == []

    def test_titles_are_escaped(self, lead):
        a_thing_to_show(lead, "<b>bold</b> autumn")
        assert "<b>bold" not in signed_in(lead).get("/knowledge/find/?q=autumn").content.decode()

    def test_costs_the_same_for_one_object_as_for_many(self, lead, django_assert_max_num_queries):
        Audience.objects.bulk_create(
            Audience(brand=lead.brand, owner=lead, title_zh=f"城市徒步者{number}", rule="r")
            for number in range(600)
        )
        a_thing_to_show(lead, "cs")
        with django_assert_max_num_queries(32):
            hits = find(lead, "cs")
        assert len(hits) == 20
        assert hits[0].kind.key == "goal"
