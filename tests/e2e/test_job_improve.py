"""Improve, the fifth job of content & creative (domain.md §3.2): see, decide, learn."""

import pytest

from drumbeat.content.models import Brief
from drumbeat.insight.models import ContentDecision
from drumbeat.knowledge.models import Learning
from tests.insight.pieces import posts_on_a_feed
from tests.world import a_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.lake,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _own_lake(settings, tmp_path):
    settings.LAKE_ROOT = tmp_path / "lake"


def test_a_piece_is_held_against_its_like_and_what_follows_is_kept(at_a_browser, brand):
    posts_on_a_feed(a_member(brand, "an"))
    chief = at_a_browser(a_member(brand, "cl", "an"))

    chief.opens("insight/content/").must_be_told("Post 6", "Post 1")
    assert chief.page.locator(".strip circle.good").count()
    chief.follows(r"insight/content/ast_\w+/").must_be_told("Post 6")
    assert chief.page.locator(".chain li").count() == 5
    chief.opens("insight/content/attributes/?by=format").must_be_told("210")

    chief.opens("insight/content/advice/")
    decides(chief, "Post 6", answer="taken")
    decides(chief, "Post 5", answer="learned", reason="Evening words sell at once")
    decides(chief, "Post 1", answer="dismissed", reason="It was a test")
    answers = ContentDecision.objects.order_by("at").values_list("advice", "answer")
    assert [*answers] == [("boost", "taken"), ("boost", "learned"), ("leave", "dismissed")]
    assert Learning.objects.get().title_en == "Evening words sell at once" or (
        Learning.objects.get().title_zh == "Evening words sell at once"
    )
    assert not Brief.objects.filter(title_en__startswith="Repeat").exists()
    chief.opens("insight/content/advice/").must_be_told("It was a test")


def decides(chief, piece, **given):
    row = chief.opens("insight/content/advice/").page.locator("tr", has_text=piece)
    row.locator("a[href$='/decision/']").click()
    chief.looks().fills(**given).sends()
