"""Assets, their versions, what is compared, and the licences they rest on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.comparing import passages
from drumbeat.content.assets.findings import raise_finding
from drumbeat.content.assets.queries import approved_versions, brief_of
from drumbeat.content.assets.rendering import as_html, counts
from drumbeat.content.models import Asset, Right
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from tests.content.factory import (
    PDF,
    a_draft,
    a_plan,
    an_acknowledged_brief,
    an_approved_version,
    an_asset,
    an_upload,
)
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def typed_for(brief, owner, **fields):
    return {
        "title_en": "Evening post",
        "kind": "post",
        "language": "en",
        "owner": owner.pk,
        "message": brief.messages.get().pk,
        "row_version": "1",
    } | fields


def test_an_asset_carries_one_of_its_briefs_messages(team):
    brief = an_acknowledged_brief(team)
    other = a_plan(team.strategist).messages.get()
    answer = signed_in(team.writer).post(
        f"/content/briefs/{brief.pk}/assets/new/",
        typed_for(brief, team.writer, message=other.pk),
    )
    assert answer.status_code == 422
    assert "Evening post" in answer.content.decode()
    with pytest.raises(Refused):
        an_asset(team, brief=brief, message=other)


def test_what_is_made_with_ai_names_the_tool(team):
    brief = an_acknowledged_brief(team)
    answer = signed_in(team.writer).post(
        f"/content/briefs/{brief.pk}/assets/new/",
        typed_for(brief, team.writer, is_ai_generated="on"),
    )
    assert answer.status_code == 422
    assert "Name the tool" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        an_asset(team, brief=brief, is_ai_generated=True)


def test_from_the_second_version_on_one_says_what_changed(team):
    version = a_draft(team)
    answer = signed_in(team.writer).post(
        f"/content/assets/{version.asset_id}/versions/new/", {"text": "New words"}
    )
    assert answer.status_code == 422
    assert "New words" in answer.content.decode()
    with pytest.raises(Refused):
        add_version(version.asset, by=team.writer, text="New words")


def test_a_draft_is_edited_in_place_and_remembers_its_last_editor(team):
    version = a_draft(team)
    browser = signed_in(team.content_lead)
    page = browser.get(f"/content/versions/{version.pk}/edit/").content.decode()
    assert "Tea for the evening." in page
    browser.post(
        f"/content/versions/{version.pk}/edit/",
        {"text": "Tea, tonight.", "row_version": version.row_version},
    )
    version.refresh_from_db()
    assert (version.text, version.edited_by) == ("Tea, tonight.", team.content_lead)
    assert version.is_intact()


def test_the_second_of_two_editors_of_a_draft_keeps_their_words(team):
    version = a_draft(team)
    opened_at = version.row_version
    edit_draft(version, by=team.content_lead, text="First", row_version=opened_at)
    answer = signed_in(team.writer).post(
        f"/content/versions/{version.pk}/edit/", {"text": "Second", "row_version": opened_at}
    )
    assert answer.status_code == 422
    assert "Second" in answer.content.decode()
    version.refresh_from_db()
    assert version.text == "First"


def test_two_versions_do_not_get_the_same_number(team, monkeypatch):
    version = a_draft(team)
    monkeypatch.setattr(Asset, "newest", None)
    with pytest.raises(WrongState, match="Somebody else"):
        add_version(version.asset, by=team.writer, text="At the same moment")


def test_a_designer_does_not_add_versions_to_a_colleagues_asset(team):
    version = a_draft(team)
    designer = a_member(team.brand, "ds")
    with pytest.raises(NotAllowed):
        add_version(version.asset, by=designer, text="Mine", change_note="x")
    assert (
        signed_in(designer).get(f"/content/assets/{version.asset_id}/versions/new/").status_code
        == 403
    )


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![pixel](https://spy.example/p.png)",
        '[x](https://ok.example/"onmouseover="alert(1))',
        "<svg/onload=alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_nothing_in_a_text_does_anything(nasty):
    html = as_html(nasty)
    for live in ("<script", "<img", "<svg", 'href="javascript', 'href="data', ' onmouseover="'):
        assert live not in html


def test_markdown_reads_as_it_was_meant():
    html = as_html(
        "# Title\n\n**bold** and [link](https://example.test)\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert "<h2>Title</h2>" in html
    assert "<strong>bold</strong>" in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "<td>2</td>" in html


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [("One cup, two.", 3, 11), ("一杯茶，夜晚归你", 7, 8), ("喝 tea 吧", 3, 5), ("", 0, 0)],
)
def test_words_are_counted_in_both_languages(text, words, characters):
    assert counts(text) == {"words": words, "characters": characters}


def test_the_preview_counts_and_renders_what_is_typed_so_far(team):
    asset = an_asset(team)
    answer = signed_in(team.writer).post(
        f"/content/assets/{asset.pk}/preview/", {"text": "**夜晚** <script>x</script>"}
    )
    page = answer.content.decode()
    assert "<strong>夜晚</strong>" in page
    assert "<script>" not in page


def test_the_parts_of_a_comparison_give_both_texts_back():
    before, after = "One\n夜晚属于你\nThree\n", "One\n夜晚重新属于你\nThree\nFour"
    found = passages(before, after)
    assert "".join(part.before for part in found) == before
    assert "".join(part.after for part in found) == after
    assert [part.is_same for part in found] == [True, False, True, False]


def test_any_two_versions_are_compared_word_by_word(team):
    version = a_draft(team, text="夜晚属于你\nTea for you.")
    add_version(version.asset, by=team.writer, text="夜晚重新属于你\nTea for all.", change_note="x")
    browser = signed_in(team.writer)
    page = browser.get(f"/content/assets/{version.asset_id}/comparison/").content.decode()
    assert "重新</ins>" in page
    assert "you</del>" in page
    same = browser.get(f"/content/assets/{version.asset_id}/comparison/?before=1&after=1")
    assert "exactly the same bytes" in same.content.decode()


def test_one_version_has_nothing_to_be_compared_with(team):
    version = a_draft(team)
    address = f"/content/assets/{version.asset_id}/comparison/"
    assert signed_in(team.writer).get(address).status_code == 404


def test_a_right_is_recorded_with_its_contract_and_warns_before_it_ends(team):
    asset = an_asset(team)
    browser = signed_in(team.writer)
    address = f"/content/assets/{asset.pk}/rights/new/"
    today = timezone.localdate()
    typed = {
        "kind": "music",
        "licensor": "Blue Note",
        "territory": "CN",
        "row_version": "1",
        "channel_kinds": ["video", "kol"],
        "starts_on": today.isoformat(),
        "ends_on": (today - timedelta(days=1)).isoformat(),
    }
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "ends before it starts" in refused.content.decode()
    typed |= {
        "ends_on": (today + timedelta(days=20)).isoformat(),
        "contract": an_upload("contract.pdf", PDF, "application/pdf"),
    }
    assert browser.post(address, typed).status_code == 302
    right = Right.objects.get()
    assert right.covers("video", today, right.ends_on)
    assert not right.covers("email", today, right.ends_on)
    assert "Ends soon" in browser.get(f"/content/assets/{asset.pk}/").content.decode()
    assert "Blue Note" in browser.get("/content/assets/").content.decode()
    paper = browser.get(f"/content/rights/{right.pk}/contract/")
    assert paper.headers["Content-Type"] == "application/pdf"


def test_a_right_knows_when_it_ends():
    right = Right(starts_on=TODAY, ends_on=TODAY + timedelta(days=30))
    assert right.expires_soon(TODAY)
    assert not right.expires_soon(TODAY - timedelta(days=1))
    assert right.is_expired(TODAY + timedelta(days=31))
    assert right.covers("email", TODAY, TODAY)
    assert not right.covers("email", TODAY, TODAY + timedelta(days=31))


def test_rooms_above_find_what_a_placement_may_pin(team):
    version = an_approved_version(team)
    a_draft(team)
    brief = brief_of(version)
    assert brief == version.asset.brief
    assert list(approved_versions(team.brand)) == [version]
    assert list(approved_versions(team.brand, brief=brief, plan=brief.plan)) == [version]
    assert not approved_versions(team.brand, plan=a_plan(team.strategist)).exists()
    assert not approved_versions(a_brand()).exists()


def test_the_library_is_searched_and_filtered(team):
    brief = an_acknowledged_brief(team)
    an_asset(team, brief=brief, title_en="", title_zh="视频脚本", kind="script")
    version = an_approved_version(team, asset=an_asset(team, brief=brief))
    browser = signed_in(team.writer)

    def shown(query):
        page = browser.get(f"/content/assets/?{query}").content.decode()
        return "Evening post" in page, "视频脚本" in page

    message = version.asset.message_id
    assert shown("") == (True, True)
    assert shown("words=evening") == (True, False)
    assert shown("words=脚本") == (False, True)
    assert shown("kind=script") == (False, True)
    assert shown("state=approved") == (True, False)
    assert shown(f"message={message}&owner={team.writer.pk}") == (True, True)
    assert shown(f"owner={team.content_lead.pk}") == (False, False)
    assert shown("kind=nonsense") == (True, True)
    assert "视频脚本" in browser.get("/content/assets.csv?kind=script").content.decode()


def test_the_library_costs_the_same_with_sixty_assets(team, django_assert_max_num_queries):
    brief = an_acknowledged_brief(team)
    for number in range(60):
        asset = an_asset(team, brief=brief, title_en=f"Post {number}")
        a_draft(team, asset=asset)
    browser = signed_in(team.writer)
    for address, most in (("/content/assets/", 20), (f"/content/briefs/{brief.pk}/", 29)):
        with django_assert_max_num_queries(most):
            browser.get(address)


def test_an_asset_page_costs_the_same_however_many_versions(team, django_assert_max_num_queries):
    version = a_draft(team)
    for number in range(12):
        add_version(version.asset, by=team.writer, text=f"Words {number}", change_note="x")
        raise_finding(version, by=team.strategist, note=f"Line {number}", severity="warn")
    browser = signed_in(team.content_lead)
    with django_assert_max_num_queries(25):
        browser.get(f"/content/versions/{version.pk}/")


def test_a_foreign_brands_assets_do_not_exist(team):
    asset = an_asset(team)
    stranger = signed_in(a_member(a_brand(), "lead"))
    for noun in ("", "edit/", "versions/new/", "comparison/", "rights/new/"):
        assert stranger.get(f"/content/assets/{asset.pk}/{noun}").status_code == 404


def test_a_channel_manager_looks_and_does_not_touch(team):
    version = a_draft(team)
    browser = signed_in(a_member(team.brand, "cm"))
    assert browser.get(f"/content/versions/{version.pk}/").status_code == 200
    assert browser.get(f"/content/versions/{version.pk}/findings/new/").status_code == 403
    assert browser.get(f"/content/assets/{version.asset_id}/versions/new/").status_code == 403
