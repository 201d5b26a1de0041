"""Many files at once: each becomes an asset, or says why it does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.content.models import Asset, Version
from drumbeat.content.uploading.actions import take_in
from tests.content.factory import PDF, Team, an_acknowledged_brief, an_upload
from tests.media import a_picture
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
UPLOADS = "/content/uploads/"


@pytest.fixture
def team(brand):
    return Team(brand)


@pytest.fixture
def brief(team):
    return an_acknowledged_brief(team)


def sent(team, brief, *files, **more):
    given = {
        "target": f"{brief.pk} {brief.messages.get().pk}",
        "language": "zh-hans",
        "files": files,
    }
    return signed_in(team.writer).post(UPLOADS, given | more)


def aim(brief):
    return {"brief": brief, "message": brief.messages.get(), "language": "en"}


def test_each_file_becomes_an_asset_of_the_brief_with_its_first_version(team, brief):
    page = sent(
        team, brief, an_upload("茶园_晨雾.png"), an_upload("deck.pdf", PDF, "application/pdf")
    )
    assert page.status_code == 200
    made = {(one.title_zh, one.kind, one.brief_id) for one in Asset.objects.all()}
    assert made == {("茶园 晨雾", "image", brief.pk), ("deck", "deck", brief.pk)}
    assert {one.number for one in Version.objects.all()} == {1}
    assert {one.owner for one in Asset.objects.all()} == {team.writer}


def test_one_that_lies_about_itself_is_refused_by_name_and_the_others_are_in(team, brief):
    page = sent(team, brief, an_upload("a.png"), an_upload("b.png", PDF), an_upload("c.png", b""))
    text = page.content.decode()
    assert "“b.png” says it is image/png" in text
    assert "c.png" in text
    assert [one.title_zh for one in Asset.objects.all()] == ["a"]


def test_the_same_bytes_are_told_and_skipped(team, brief):
    first = take_in(an_upload("a.png"), by=team.writer, **aim(brief)).version
    again = take_in(an_upload("other name.png"), by=team.writer, **aim(brief))
    assert (again.known, again.version) == (first, None)
    assert Asset.objects.count() == 1


def test_a_picture_that_looks_like_another_is_taken_in_and_told(team, brief):
    first = take_in(an_upload("a.png", a_picture(800, 600)), by=team.writer, **aim(brief))
    second = take_in(an_upload("b.png", a_picture(400, 300)), by=team.writer, **aim(brief))
    assert second.alike == [first.version]


def test_nothing_is_kept_of_a_file_whose_asset_cannot_be_made(team, brief):
    brief.state = "cancelled"
    brief.save()
    told = take_in(an_upload("a.png"), by=team.writer, **aim(brief))
    assert "restated" in told.problem
    assert not Version.objects.exists()


def test_a_brief_is_asked_for_and_only_one_in_work_is_offered(team, brief):
    browser = signed_in(team.writer)
    answer = browser.post(UPLOADS, {"language": "en", "files": [an_upload("a.png")]})
    assert answer.status_code == 422
    assert not Asset.objects.exists()
    assert f'value="{brief.pk} ' in browser.get(UPLOADS).content.decode()
    other = an_acknowledged_brief(Team(a_brand("Other")))
    assert other.pk not in browser.get(UPLOADS).content.decode()
    assert sent(team, other, an_upload("a.png")).status_code == 422


def test_a_script_gets_one_row_back(team, brief):
    given = {
        "target": f"{brief.pk} {brief.messages.get().pk}",
        "language": "en",
        "files": [an_upload("a.png")],
    }
    answer = signed_in(team.writer).post(UPLOADS, given, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<li class="upload made">')


def test_who_may_not_make_assets_does_not_upload(team, brief):
    assert signed_in(a_member(team.brand, "an")).get(UPLOADS).status_code == 403


def test_the_page_asks_the_same_for_many_briefs(team, brief):
    browser = signed_in(team.writer)
    browser.get(UPLOADS)
    with CaptureQueriesContext(connection) as few:
        browser.get(UPLOADS)
    for _n in range(3):
        an_acknowledged_brief(team, plan=brief.plan)
    with CaptureQueriesContext(connection) as many:
        browser.get(UPLOADS)
    assert len(many) == len(few) <= 12
