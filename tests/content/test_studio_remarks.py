"""Remarks on passages, and suggestions that the author takes over or declines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.review import send_to_review
from drumbeat.content.models import Remark
from drumbeat.content.studio.remarks import close, decline, remark, remarks_on, take
from drumbeat.people.errors import AlreadyDone, NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.science.text.anchoring import Quote, find, quoted
from tests.content.factory import a_draft
from tests.world import a_member, signed_in

TEXT = "Tea for the evening. Tea for the morning. Tea for you."


# -- finding a passage again --------------------------------------------------------------------


def test_of_several_the_passage_with_its_surroundings_is_found():
    start = TEXT.index("Tea for the morning")
    quote = quoted(TEXT, start, start + 3)
    assert find(TEXT, quote) == (start, start + 3)
    assert find("New! " + TEXT.replace("evening", "day"), quote)[0] == start + 5 - 4


def test_a_passage_whose_words_are_gone_is_lost():
    assert find(TEXT, Quote("Coffee")) is None
    assert find("", Quote("")) is None


WORDS = st.text("ab茶 .", max_size=30)


@given(WORDS, WORDS, WORDS, WORDS, WORDS)
def test_a_passage_survives_what_is_written_around_it(before, after, words, new_before, new_after):
    words = f"«{words}»"
    quote = quoted(before + words + after, len(before), len(before) + len(words))
    start, end = find(new_before + words + new_after, quote)
    assert (new_before + words + new_after)[start:end] == words


@given(st.text("ab", min_size=1, max_size=40), st.data())
def test_in_the_same_text_a_passage_is_found_where_it_stood(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert find(text, quoted(text, start, end)) == (start, end)


# -- remarks ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(team):
    return a_draft(team, text=TEXT)


def suggested(team, version, **said):
    said = {"quote": "the morning", "replacement": "every morning"} | said
    return remark(version, by=team.strategist, **said)


def test_a_remark_tells_the_author_and_whoever_it_names(team, version):
    remark(version, by=team.strategist, quote="evening", body="Really? @Chen Content")
    told = {notice.member: notice for notice in Notice.objects.filter(url__contains="#remarks")}
    assert set(told) == {team.writer, team.content_lead}
    assert told[team.content_lead].kind == "mention"


def test_a_remark_needs_a_passage_of_the_text_and_something_to_say(team, version):
    with pytest.raises(Refused, match="no such passage"):
        remark(version, by=team.strategist, quote="coffee", body="?")
    with pytest.raises(Refused, match="Say something"):
        remark(version, by=team.strategist, quote="evening")
    with pytest.raises(NotAllowed):
        remark(version, by=a_member(team.brand, "gst"), quote="evening", body="?")
    answer = signed_in(team.strategist).post(
        f"/content/versions/{version.pk}/remarks/new/", {"quote": "coffee", "body": "typed"}
    )
    assert answer.status_code == 422
    assert "typed" in answer.content.decode()


def test_what_is_taken_over_stands_in_the_text_with_who_took_it(team, version):
    said = suggested(team, version)
    edit_draft(version, by=team.writer, text=f"Now: {TEXT}")
    take(said, by=team.writer)
    version.refresh_from_db()
    assert version.text == f"Now: {TEXT.replace('the morning', 'every morning')}"
    said.refresh_from_db()
    assert (said.outcome, said.ended_by) == ("taken", team.writer)
    assert AuditEvent.objects.filter(object_id=said.pk, verb="taken over", by=team.writer).exists()
    with pytest.raises(AlreadyDone):
        take(Remark.objects.get(), by=team.writer)


def test_an_empty_replacement_takes_the_passage_out(team, version):
    take(suggested(team, version, quote=" Tea for you.", replacement=""), by=team.writer)
    version.refresh_from_db()
    assert version.text == "Tea for the evening. Tea for the morning."


def test_a_suggestion_is_declined_with_a_reason_that_its_author_reads(team, version):
    said = suggested(team, version)
    with pytest.raises(Refused):
        decline(said, by=team.writer, reason=" ")
    decline(said, by=team.writer, reason="We speak of one morning.")
    version.refresh_from_db()
    assert version.text == TEXT
    assert Notice.objects.filter(member=team.strategist, kind="remark").count() == 1
    page = signed_in(team.strategist).get(f"/content/versions/{version.pk}/").content.decode()
    assert "We speak of one morning." in page


def test_a_passage_that_is_gone_shows_as_lost_and_is_not_taken_over(team, version):
    said = suggested(team, version)
    edit_draft(version, by=team.writer, text="Quite other words.")
    (shown,) = remarks_on(version.asset, "Quite other words.")
    assert shown.is_lost
    with pytest.raises(Refused, match="no longer"):
        take(said, by=team.writer)
    assert Remark.objects.get().is_open
    assert "Passage gone" in (
        signed_in(team.writer).get(f"/content/versions/{version.pk}/").content.decode()
    )


def test_remarks_go_along_to_the_next_version(team, version):
    said = suggested(team, version)
    after = add_version(version.asset, by=team.writer, text=f"Once more. {TEXT}", change_note="x")
    take(said, by=team.writer)
    after.refresh_from_db()
    assert "every morning" in after.text
    version.refresh_from_db()
    assert version.text == TEXT


def test_a_text_in_review_takes_nothing_over_and_the_remark_stays_open(team, version):
    said = suggested(team, version)
    send_to_review(version, by=team.writer)
    with pytest.raises(WrongState):
        take(said, by=team.writer)
    assert Remark.objects.get().is_open


def test_through_the_pages_a_remark_is_made_answered_and_closed(team, version):
    browser, author = signed_in(team.strategist), signed_in(team.writer)
    browser.post(
        f"/content/versions/{version.pk}/remarks/new/",
        {"quote": "evening", "is_suggestion": "on", "replacement": "night"},
    )
    said = Remark.objects.get()
    assert browser.post(f"/content/remarks/{said.pk}/taking/").status_code == 403
    author.post(f"/content/remarks/{said.pk}/taking/")
    version.refresh_from_db()
    assert version.text.startswith("Tea for the night.")
    other = remark(version, by=team.strategist, quote="you", body="Whom?")
    close(other, by=team.writer)
    assert not other.is_open


def test_a_page_with_many_remarks_asks_no_more(team, version, django_assert_max_num_queries):
    for _n in range(12):
        suggested(team, version)
    browser = signed_in(team.writer)
    with django_assert_max_num_queries(24):
        browser.get(f"/content/versions/{version.pk}/")
