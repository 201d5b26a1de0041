"""Types of briefs of the brand's own: what they ask for, and what briefs that are of them keep."""

import csv
import io

import pytest

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.desk import desk
from drumbeat.content.briefs.readiness import problems
from drumbeat.content.models import Brief, BriefType
from drumbeat.people.errors import Refused
from drumbeat.people.models import AuditEvent
from tests.content.factory import a_brief, a_plan, a_submitted_brief
from tests.content.test_briefs import typed_for
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
BATCH, CALM = "Batch number", "Served cold"


@pytest.fixture
def lead(team):
    return a_member(team.brand, "lead")


def a_type(lead, **fields):
    values = {"title_en": "Tasting note", "title_zh": "品鉴笔记", "asks": ["length"]}
    values |= {"may": ["runs_on"], "mandatories": f"{BATCH}\n{CALM}"} | fields
    return BriefType.objects.create(brand=lead.brand, owner=lead, **values)


def of_it(owner, own_type, **fields):
    values = {"length": "120 words", "mandatories": f"{BATCH}\n{CALM}"} | fields
    return a_brief(owner, kind="own", own_type=own_type, **values)


def typed(one, **fields):
    values = {"title_en": one.title_en, "title_zh": one.title_zh, "asks": one.asks}
    values |= {"may": one.may, "mandatories": one.mandatories, "row_version": one.row_version}
    return values | fields


def asked_of(brief):
    return [problem.field for problem in problems(brief)]


def test_the_lead_names_a_type_and_a_brief_is_begun_as_it(team, lead):
    answer = signed_in(lead).post(
        "/content/brief-types/new/",
        {"title_zh": "品鉴笔记", "asks": ["length"], "may": ["length", "runs_on"],
         "mandatories": BATCH},
    )  # fmt: skip
    assert answer.status_code == 302
    own = BriefType.objects.get()
    assert (own.asks, own.may, own.edition) == (["length"], ["runs_on"], 1)
    plan, browser = a_plan(team.strategist), signed_in(team.strategist)
    start = browser.get(f"/content/briefs/new/?kind={own.pk}").content.decode()
    assert "品鉴笔记" in start
    address = f"/content/briefs/new/?plan={plan.pk}&kind={own.pk}"
    assert address.replace("&", "&amp;").split("?")[1] in start
    form = browser.get(address).content.decode()
    assert 'name="length"' in form
    assert 'name="disclosure"' not in form
    assert BATCH in form
    browser.post(address, typed_for(plan, team.strategist, mandatories=BATCH, length="120 words"))
    brief = Brief.objects.get()
    assert (brief.kind, brief.own_type, brief.length) == ("own", own, "120 words")
    assert "品鉴笔记" in browser.get(f"/content/briefs/{brief.pk}/").content.decode()


def test_it_asks_for_its_fields_and_for_its_lines(team, lead):
    own = a_type(lead)
    assert asked_of(of_it(team.strategist, own)) == []
    brief = of_it(team.strategist, own, length=" ", mandatories=f"Lab seal\n{CALM}")
    assert asked_of(brief) == ["length", "mandatories"]
    with pytest.raises(Refused):
        actions.submit(brief, by=team.strategist)
    page = signed_in(team.strategist).get(f"/content/briefs/{brief.pk}/").content.decode()
    assert f"Mandatory: {BATCH}" in page


def test_a_submitted_brief_keeps_what_was_asked_and_a_draft_goes_by_the_new(team, lead):
    own = a_type(lead)
    draft = of_it(team.strategist, own)
    submitted = actions.submit(of_it(team.strategist, own), by=team.strategist)
    browser = signed_in(lead)
    answer = browser.post(
        f"/content/brief-types/{own.pk}/edit/", typed(own, asks=["length", "rhythm"])
    )
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.edition == 2
    assert asked_of(Brief.objects.get(pk=draft.pk)) == ["rhythm"]
    actions.return_(submitted, by=team.content_lead, reason="Which batch?")
    returned = Brief.objects.get(pk=submitted.pk)
    assert asked_of(returned) == []
    page = browser.get(f"/content/briefs/{returned.pk}/").content.decode()
    assert "submitted by edition 1; 2 is in use now" in page
    assert actions.submit(returned, by=team.strategist).definition["edition"] == 1


def test_another_name_is_no_other_edition_and_a_stale_edit_is_a_choice(team, lead):
    own, browser = a_type(lead), signed_in(lead)
    address = f"/content/brief-types/{own.pk}/edit/"
    assert browser.post(address, typed(own, title_en="Cup note")).status_code == 302
    own.refresh_from_db()
    assert (own.title_en, own.edition) == ("Cup note", 1)
    stale = browser.post(address, typed(own, title_en="Sip", row_version=1))
    assert stale.status_code == 409
    assert "Cup note" in browser.get(address).content.decode()


def test_a_type_out_of_use_stays_with_its_briefs_and_can_be_brought_back(team, lead):
    own, browser = a_type(lead), signed_in(lead)
    brief = of_it(team.strategist, own)
    browser.post(f"/content/brief-types/{own.pk}/end/")
    assert "Bring back" in browser.get("/content/brief-types/").content.decode()
    writer = signed_in(team.strategist)
    assert f"kind={own.pk}" not in writer.get("/content/briefs/new/").content.decode()
    edit = f"/content/briefs/{brief.pk}/edit/"
    assert f'value="{own.pk}" selected' in writer.get(edit).content.decode()
    answer = writer.post(edit, typed_for(brief.plan, team.strategist, kind=own.pk, tone="Calm"))
    assert answer.status_code == 302
    brief.refresh_from_db()
    assert (brief.own_type, brief.tone) == (own, "Calm")
    browser.post(f"/content/brief-types/{own.pk}/return/")
    assert f"kind={own.pk}" in writer.get("/content/briefs/new/").content.decode()
    verbs = AuditEvent.objects.filter(kind="brieftype").values_list("verb", flat=True)
    assert {*verbs} == {"took out of use", "brought back"}


def test_a_stored_brief_can_become_of_another_type_and_back(team, lead):
    own, brief = a_type(lead), a_brief(team.strategist)
    writer, edit = signed_in(team.strategist), f"/content/briefs/{brief.pk}/edit/"
    writer.post(edit, typed_for(brief.plan, team.strategist, kind=own.pk))
    brief.refresh_from_db()
    assert (brief.kind, brief.own_type) == ("own", own)
    again = typed_for(brief.plan, team.strategist, kind="film", row_version="2")
    writer.post(edit, again)
    brief.refresh_from_db()
    assert (brief.kind, brief.own_type) == ("film", None)
    foreign = a_type(a_member(a_brand(), "lead"))
    refused = writer.post(edit, again | {"kind": foreign.pk, "row_version": "3"})
    assert refused.status_code == 422


def test_the_desk_finds_briefs_of_an_own_type(team, lead):
    own = a_type(lead)
    brief = of_it(team.strategist, own)
    a_submitted_brief(team)
    assert [*desk(team.brand, kind=own.pk)] == [brief]
    page = signed_in(lead).get(f"/content/briefs/?kind={own.pk}").content.decode()
    assert "Tasting note" in page
    rows = signed_in(lead).get(f"/content/briefs.csv?kind={own.pk}").content.decode("utf-8-sig")
    assert [row["Type of brief"] for row in csv.DictReader(io.StringIO(rows))] == ["Tasting note"]


def test_types_are_the_leads_to_change_and_everybodys_to_read(team, lead):
    own, new = a_type(lead), "/content/brief-types/new/"
    browser = signed_in(team.content_lead)
    assert "Tasting note" in browser.get("/content/brief-types/").content.decode()
    assert browser.get(new).status_code == 403
    assert browser.post(f"/content/brief-types/{own.pk}/end/").status_code == 403
    other = signed_in(a_member(a_brand(), "lead"))
    assert other.get(f"/content/brief-types/{own.pk}/edit/").status_code == 404
    assert "Tasting note" not in other.get("/content/brief-types/").content.decode()
    unnamed = signed_in(lead).post(new, {"asks": ["mood"]})
    assert unnamed.status_code == 422
    assert {*unnamed.context["form"].errors} == {"title_en", "asks"}


def test_the_page_of_types_costs_the_same_however_many_there_are(
    team, lead, django_assert_max_num_queries
):
    browser = signed_in(lead)
    for _ in range(12):
        of_it(team.strategist, a_type(lead))
    with django_assert_max_num_queries(12):
        page = browser.get("/content/brief-types/").content.decode()
    assert page.count(BATCH) == 12
    rows = browser.get("/content/brief-types.csv").content.decode("utf-8-sig")
    assert len([*csv.DictReader(io.StringIO(rows))]) == 12 + 6
