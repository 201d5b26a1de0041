"""References on a brief: somebody's page or an asset of our own, shown to who writes."""

import pytest

from drumbeat.content.briefs import parts
from drumbeat.content.models import Reference
from drumbeat.people.errors import WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.thread.registry import ref
from tests.content.factory import a_brief, a_submitted_brief, an_asset
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def a_reference(brief, **fields):
    values = {"url": "https://example.test/film", "title": "Quiet film", "why": "Its pace"} | fields
    reference = Reference(brand=brief.brand, owner=brief.owner, brief=brief, **values)
    return parts.add_reference(reference, by=brief.owner).references.last()


def typed(**fields):
    return {"url": "", "piece": "", "title": "", "why": "Its pace", "row_version": "1"} | fields


def test_the_writer_sees_the_page_and_why(team):
    brief = a_brief(team.strategist)
    signed_in(team.strategist).post(
        f"/content/briefs/{brief.pk}/references/new/",
        typed(url="https://example.test/film", title="Quiet film"),
    )
    page = signed_in(team.writer).get(f"/content/briefs/{brief.pk}/").content.decode()
    assert 'href="https://example.test/film"' in page
    assert "Its pace" in page
    assert "Take away" not in page
    assert AuditEvent.objects.get(verb="added a reference").object_id == brief.pk


def test_who_restates_sees_the_references_beside(team):
    brief = a_brief(team.strategist)
    a_reference(brief)
    parts_page = f"/content/briefs/{brief.pk}/submission/"
    signed_in(team.strategist).post(parts_page)
    page = signed_in(team.content_lead).get(f"/content/briefs/{brief.pk}/acknowledgement/")
    assert "Quiet film" in page.content.decode()


def test_an_asset_of_ours_is_named_by_itself(team):
    brief, asset = a_brief(team.strategist), an_asset(team)
    signed_in(team.strategist).post(
        f"/content/briefs/{brief.pk}/references/new/", typed(piece=ref(asset))
    )
    reference = brief.references.get()
    assert (reference.asset, str(reference)) == (asset, "Evening post")
    assert reference.address == asset.get_absolute_url()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://example.test/film"}, "url"),
        ({"url": "https://example.test/", "why": ""}, "why"),
        ({"piece": "asset:ast_unknown"}, "piece"),
    ],
)
def test_what_is_no_reference_is_refused_next_to_its_field(team, said, field):
    brief = a_brief(team.strategist)
    answer = signed_in(team.strategist).post(
        f"/content/briefs/{brief.pk}/references/new/", typed(**said)
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Reference.objects.exists()


def test_a_page_and_an_asset_are_two_references(team):
    brief = a_brief(team.strategist)
    both = typed(url="https://example.test/", piece=ref(an_asset(team)))
    answer = signed_in(team.strategist).post(f"/content/briefs/{brief.pk}/references/new/", both)
    assert "one of the two" in answer.content.decode()


def test_an_asset_of_another_brand_is_not_there(team):
    brief = a_brief(team.strategist)
    other = a_member(a_brand(), "lead")
    foreign = Reference._meta.get_field("asset").related_model.objects.create(
        brand=other.brand,
        owner=other,
        title_en="Theirs",
        brief=a_brief(other),
        message=a_brief(other).messages.get(),
    )
    answer = signed_in(team.strategist).post(
        f"/content/briefs/{brief.pk}/references/new/", typed(piece=ref(foreign))
    )
    assert list(answer.context["form"].errors) == ["piece"]


def test_a_reference_is_taken_away_and_the_trail_keeps_its_name(team):
    brief = a_brief(team.strategist)
    reference = a_reference(brief)
    browser = signed_in(team.strategist)
    assert browser.get(f"/content/references/{reference.pk}/end/").status_code == 405
    browser.post(f"/content/references/{reference.pk}/end/")
    assert not brief.references.exists()
    assert AuditEvent.objects.get(verb="removed a reference").reason == "Quiet film"


def test_what_was_submitted_keeps_its_references(team):
    brief = a_submitted_brief(team)
    with pytest.raises(WrongState):
        a_reference(brief)
    assert (
        signed_in(team.strategist).get(f"/content/briefs/{brief.pk}/references/new/").status_code
        == 409
    )
