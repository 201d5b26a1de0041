"""A brief's way from order to delivery, and what each side may do with it."""

import pytest

from drumbeat.content.briefs import actions
from drumbeat.content.briefs.readiness import problems
from drumbeat.content.models import Acknowledgement, Brief
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.strategy.models import Wording
from tests.content.factory import (
    RESTATED,
    a_brief,
    a_plan,
    a_submitted_brief,
    a_version_in_review,
    an_acknowledged_brief,
    an_asset,
)
from tests.strategy.factory import an_audience
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def typed_for(plan, owner, **fields):
    return {
        "title_en": "Launch posts",
        "kind": "piece",
        "owner": owner.pk,
        "objective": "Trial in four weeks",
        "audiences": [plan.audiences.get().pk],
        "messages": [plan.messages.get().pk],
        "row_version": "1",
    } | fields


def test_a_strategist_writes_a_brief_for_a_plan_and_finds_it_on_its_page(team):
    plan = a_plan(team.strategist)
    browser = signed_in(team.strategist)
    answer = browser.post(f"/content/briefs/new/?plan={plan.pk}", typed_for(plan, team.strategist))
    assert answer.status_code == 302
    brief = Brief.objects.get()
    page = browser.get(f"/content/briefs/{brief.pk}/").content.decode()
    assert "Launch posts" in page
    assert "The evening is yours again" in page
    assert "Write the single-minded proposition." in page
    assert brief.plan == plan


def test_the_writer_sees_a_message_in_the_words_of_the_audience(team):
    brief = a_brief(team.strategist)
    message, audience = brief.messages.get(), brief.audiences.get()
    elsewhere = an_audience(team.strategist)
    for heard_by, words in ((audience, "Calm for your evening"), (elsewhere, "Light in your pack")):
        Wording.objects.create(
            brand=team.brand,
            owner=team.strategist,
            message=message,
            audience=heard_by,
            title_en=words,
        )
    page = signed_in(team.writer).get(f"/content/briefs/{brief.pk}/").content.decode()
    assert "Calm for your evening" in page
    assert "Light in your pack" not in page


def test_a_new_brief_starts_by_choosing_the_plan(team):
    a_plan(team.strategist, title="Autumn launch")
    page = signed_in(team.strategist).get("/content/briefs/new/").content.decode()
    assert "Which plan does it serve?" in page
    assert "Autumn launch" in page


def test_audiences_of_another_plan_cannot_be_chosen_and_what_was_typed_is_kept(team):
    plan, other = a_plan(team.strategist), a_plan(team.strategist)
    typed = typed_for(plan, team.strategist, audiences=[other.audiences.get().pk])
    answer = signed_in(team.strategist).post(f"/content/briefs/new/?plan={plan.pk}", typed)
    assert answer.status_code == 422
    assert "Trial in four weeks" in answer.content.decode()
    assert not Brief.objects.exists()


def test_a_brief_with_gaps_is_not_submitted_and_says_all_that_is_missing(team):
    brief = a_brief(team.strategist, is_ready=False)
    with pytest.raises(Refused) as refusal:
        actions.submit(brief, by=team.strategist)
    fields = {problem.field for problem in refusal.value.problems}
    assert fields == {
        "audiences",
        "messages",
        "objective",
        "insight",
        "proposition",
        "formats",
        "success_metric",
        "due_on",
    }


@pytest.mark.parametrize("state", ["draft", "in_review", "closed", "superseded"])
def test_a_brief_waits_for_its_plan(team, state):
    brief = a_brief(team.strategist, plan=a_plan(team.strategist, state=state))
    assert [problem.field for problem in problems(brief)] == ["plan"]


def test_a_message_out_of_use_holds_a_brief_back(team):
    brief = a_brief(team.strategist)
    brief.messages.update(is_active=False)
    assert "not in use any more" in str(next(problems(brief)))


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        ("Too short", "at least 20 characters"),
        ("卖茶给通勤族", "at least 20 characters"),
        (
            "Make 25-40 year old commuters try the tea in its first four weeks",
            "repeats the objective",
        ),
        ("  one cup, and the  evening is YOURS again. ", "repeats the single-minded proposition"),
    ],
)
def test_a_restatement_is_a_thought_of_ones_own(team, words, saying):
    brief = a_submitted_brief(team)
    answer = signed_in(team.content_lead).post(
        f"/content/briefs/{brief.pk}/acknowledgement/", {"restated_intent": words}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert saying in page
    assert words.strip() in page
    assert not Acknowledgement.objects.exists()


def test_twelve_chinese_characters_are_enough(team):
    brief = a_submitted_brief(team)
    actions.restate(brief, by=team.content_lead, restated_intent="让通勤的人相信一杯茶能还给夜晚")
    assert brief.state == "restated"


def test_content_restates_and_strategy_does_not(team):
    brief = a_submitted_brief(team)
    with pytest.raises(NotAllowed, match="Content restates"):
        actions.restate(brief, by=team.strategist, restated_intent=RESTATED)


def test_who_restated_the_intent_cannot_confirm_it(team):
    both = a_member(team.brand, "cl", "brand", name="Both Hats")
    brief = a_submitted_brief(team)
    actions.restate(brief, by=both, restated_intent=RESTATED)
    with pytest.raises(NotAllowed, match="other than who restated"):
        actions.confirm(brief, by=both)
    actions.confirm(brief, by=team.strategist)
    assert brief.is_acknowledged


def test_content_cannot_confirm_what_content_restated(team):
    brief = a_submitted_brief(team)
    actions.restate(brief, by=team.content_lead, restated_intent=RESTATED)
    second = a_member(team.brand, "cl")
    answer = signed_in(second).post(f"/content/briefs/{brief.pk}/confirmation/")
    assert answer.status_code == 403


def test_not_what_we_meant_asks_content_again_with_the_reason(team):
    brief = a_submitted_brief(team)
    actions.restate(brief, by=team.content_lead, restated_intent=RESTATED)
    browser = signed_in(team.strategist)
    address = f"/content/briefs/{brief.pk}/correction/"
    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "It is about calm, not about energy."})
    brief.refresh_from_db()
    assert brief.state == "submitted"
    assert not brief.is_acknowledged
    assert "It is about calm" in browser.get(f"/content/briefs/{brief.pk}/").content.decode()
    assert Notice.objects.filter(member=team.content_lead, kind="brief_corrected").exists()


def test_a_submitted_brief_is_edited_only_after_it_was_returned(team):
    brief = a_submitted_brief(team)
    browser = signed_in(team.strategist)
    address = f"/content/briefs/{brief.pk}/edit/"
    assert browser.get(address).status_code == 409
    typed = typed_for(brief.plan, team.strategist, title_en="Changed", row_version="2")
    browser.post(address, typed)
    brief.refresh_from_db()
    assert brief.title_en == "Launch posts"
    actions.return_(brief, by=team.content_lead, reason="No success metric that we can measure.")
    typed["row_version"] = str(brief.row_version)
    assert browser.post(address, typed).status_code == 302
    brief.refresh_from_db()
    assert brief.title_en == "Changed"


def test_every_step_tells_who_must_act_next(team):
    brief = an_acknowledged_brief(team)
    told = [(notice.kind, notice.member) for notice in Notice.objects.order_by("created_at", "id")]
    assert ("brief_submitted", team.content_lead) in told
    assert ("brief_restated", team.strategist) in told
    assert ("brief_acknowledged", team.content_lead) in told
    assert ("brief_submitted", team.writer) not in told
    notice = Notice.objects.filter(kind="brief_submitted").first()
    assert "Launch posts" in notice.text_en
    assert "上市帖子" in notice.text_zh
    assert notice.url == f"/b/{team.brand.slug}/content/briefs/{brief.pk}/"


def test_the_first_asset_starts_production_and_the_last_approval_delivers(team):
    brief = an_acknowledged_brief(team)
    first, second = an_asset(team, brief=brief), an_asset(team, brief=brief, title_en="Second")
    brief.refresh_from_db()
    assert brief.state == "in_production"
    for asset, expected in ((first, "in_production"), (second, "delivered")):
        version = a_version_in_review(team, asset=asset)
        signed_in(team.content_lead).post(f"/content/versions/{version.pk}/approval/", {})
        brief.refresh_from_db()
        assert brief.state == expected
    assert AuditEvent.objects.get(object_id=brief.pk, to_state="delivered").by is None


def test_no_asset_before_both_sides_agree(team):
    brief = a_submitted_brief(team)
    with pytest.raises(WrongState):
        an_asset(team, brief=brief)
    assert signed_in(team.writer).get(f"/content/briefs/{brief.pk}/assets/new/").status_code == 409


def test_content_withdraws_and_the_lead_cancels(team, lead):
    first, second = a_submitted_brief(team), a_submitted_brief(team)
    for member, brief, noun in (
        (team.content_lead, first, "withdrawal"),
        (lead, second, "cancellation"),
    ):
        signed_in(member).post(f"/content/briefs/{brief.pk}/{noun}/", {"reason": "No budget"})
        brief.refresh_from_db()
        assert brief.state == "cancelled"


def test_a_brief_goes_from_order_to_delivery_through_the_pages_alone(team):
    plan = a_plan(team.strategist)
    order, make, write = map(signed_in, (team.strategist, team.content_lead, team.writer))
    typed = typed_for(
        plan,
        team.strategist,
        insight="X because Y, so Z",
        proposition="Yours again",
        formats="1 post",
        success_metric="Trials",
        due_on="2026-12-24",
    )
    order.post(f"/content/briefs/new/?plan={plan.pk}", typed)
    brief = Brief.objects.get()
    page = f"/content/briefs/{brief.pk}/"
    order.post(f"{page}submission/")
    make.post(f"{page}acknowledgement/", {"restated_intent": RESTATED})
    order.post(f"{page}confirmation/")
    message = plan.messages.get()
    write.post(
        f"{page}assets/new/",
        {
            "title_en": "Post",
            "kind": "post",
            "language": "en",
            "message": message.pk,
            "owner": team.writer.pk,
            "row_version": "1",
        },
    )
    asset = brief.assets.get()
    write.post(f"/content/assets/{asset.pk}/versions/new/", {"text": "# Evening\n\nOurs."})
    version = asset.versions.get()
    write.post(f"/content/versions/{version.pk}/review/")
    make.post(f"/content/versions/{version.pk}/approval/", {"note": "Good."})
    brief.refresh_from_db()
    assert brief.state == "delivered"
    order.post(f"{page}closure/")
    brief.refresh_from_db()
    assert brief.state == "closed"
    assert RESTATED in order.get(page).content.decode()


def test_the_desk_says_whose_move_it_is(team):
    a_submitted_brief(team)
    page = signed_in(team.strategist).get("/content/briefs/?turn=content").content.decode()
    assert "Content lead: restate the intent" in page
    assert (
        "Launch posts"
        not in signed_in(team.strategist).get("/content/briefs/?turn=strategy").content.decode()
    )


def test_the_desk_goes_out_as_a_file(team):
    a_submitted_brief(team, title_en="=cmd()")
    answer = signed_in(team.strategist).get("/content/briefs.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert "Submitted" in text


def test_the_desk_costs_the_same_however_long_it_is(team, django_assert_max_num_queries):
    plan = a_plan(team.strategist)
    for _ in range(20):
        a_submitted_brief(team, plan=plan)
    browser = signed_in(team.strategist)
    with django_assert_max_num_queries(17):
        browser.get("/content/briefs/")


def test_a_foreign_brands_brief_and_plan_do_not_exist(team):
    other = a_member(a_brand(), "brand")
    brief = a_brief(other)
    browser = signed_in(team.strategist)
    assert browser.get(f"/content/briefs/{brief.pk}/").status_code == 404
    assert browser.post(f"/content/briefs/{brief.pk}/submission/").status_code == 404
    assert browser.get(f"/content/briefs/new/?plan={brief.plan_id}").status_code == 404


def test_an_analyst_reads_briefs_and_writes_none(team):
    analyst = signed_in(a_member(team.brand, "an"))
    brief = a_brief(team.strategist)
    assert analyst.get(f"/content/briefs/{brief.pk}/").status_code == 200
    assert analyst.get("/content/briefs/new/").status_code == 403
    assert analyst.post(f"/content/briefs/{brief.pk}/submission/").status_code == 403
    assert analyst.get(f"/content/briefs/{brief.pk}/submission/").status_code in (403, 405)
