from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from drumbeat.knowledge.learnings.actions import (
    add_evidence,
    expire_due,
    propose,
    publish,
    refute,
    remove_evidence,
    renew,
)
from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.knowledge.learnings.queries import offered
from drumbeat.knowledge.models import Learning
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.thread.registry import ref
from tests.knowledge.factory import a_draft_learning, a_published_learning, a_thing_to_show
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(brand):
    return a_member(brand, "cl", name="Content Chen")


@pytest.fixture
def analyst(brand):
    return a_member(brand, "an", name="Analyst An")


def test_i_17_a_claim_without_evidence_cannot_be_published(writer, analyst):
    draft = a_draft_learning(writer, evidence=False)
    with pytest.raises(Refused, match="evidence"):
        publish(draft, by=analyst)
    add_evidence(draft, by=writer, ref=ref(a_thing_to_show(writer)), note="CPA fell by half")
    assert publish(draft, by=analyst).state == "published"


@pytest.mark.parametrize(("days", "said"), [(600, "18 months"), (-1, "past")])
def test_i_17_a_learning_holds_for_eighteen_months_at_most(writer, analyst, days, said):
    with pytest.raises(Refused, match=said):
        publish(a_draft_learning(writer, days=days), by=analyst)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 23), date(2028, 5, 23)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2025, 8, 31), date(2027, 2, 28)),
        (date(2026, 1, 1), date(2027, 7, 1)),
    ],
)
def test_eighteen_months_end_on_the_same_day_or_the_last_of_a_shorter_month(today, latest):
    assert latest_expiry(today) == latest


def test_i_17_what_is_past_its_day_expires_by_itself_in_its_brands_own_day(writer):
    learning = a_published_learning(writer, days=10)
    last = learning.expires_on
    in_shanghai = datetime(last.year, last.month, last.day, 15, 59, tzinfo=UTC)
    assert expire_due(in_shanghai) == 0
    assert expire_due(in_shanghai + timedelta(minutes=2)) == 1
    learning.refresh_from_db()
    assert learning.state == "expired"
    assert AuditEvent.objects.get(object_id=learning.pk, verb="expire").by is None
    assert Notice.objects.filter(member=writer, kind="learning_expired").count() == 1
    assert expire_due(in_shanghai + timedelta(days=1)) == 0


def test_an_expired_learning_is_renewed_with_a_reason(writer, analyst):
    learning = a_published_learning(writer, days=1)
    expire_due(timezone.now() + timedelta(days=5))
    learning.refresh_from_db()
    later = timezone.localdate() + timedelta(days=200)
    with pytest.raises(Refused, match="18 months"):
        renew(learning, by=analyst, expires_on=later + timedelta(days=700), reason="still true")
    with pytest.raises(Refused, match="why"):
        renew(learning, by=analyst, expires_on=later, reason=" ")
    renew(learning, by=analyst, expires_on=later, reason="seen again in spring")
    learning.refresh_from_db()
    assert (learning.state, learning.expires_on) == ("published", later)


def test_i_17_only_newer_evidence_refutes(writer, analyst):
    learning = a_published_learning(writer)
    with pytest.raises(Refused, match="newer"):
        refute(learning, by=analyst, reason="not seen in the north")
    add_evidence(learning, by=writer, ref=ref(a_thing_to_show(writer, "North")), note="CPA rose")
    with pytest.raises(Refused, match="why"):
        refute(learning, by=analyst, reason="")
    assert refute(learning, by=analyst, reason="not seen in the north").state == "refuted"


def test_authors_propose_and_only_lead_or_analyst_publish(writer):
    with pytest.raises(NotAllowed):
        publish(a_draft_learning(writer), by=writer)


def test_what_a_published_learning_rests_on_is_not_taken_away(writer):
    learning = a_published_learning(writer)
    with pytest.raises(WrongState):
        remove_evidence(learning.evidence.get(), by=writer)


def test_evidence_must_be_on_the_thread_of_this_brand(writer):
    draft = a_draft_learning(writer, evidence=False)
    foreign = a_thing_to_show(a_member(a_brand()))
    for named in (ref(foreign), "goal:nothing", "nonsense"):
        with pytest.raises(Refused, match="thread"):
            add_evidence(draft, by=writer, ref=named, note="x")


def test_a_retrospective_proposes_a_draft_with_its_figures(writer):
    thing = a_thing_to_show(writer)
    draft = propose(
        writer,
        title="短视频让获客成本减半",
        kind="positive",
        evidence=[(ref(thing), "CPA 71", {"cpa_minor": 7100})],
        expires_on=timezone.localdate() + timedelta(days=365),
    )
    assert (draft.state, draft.title_zh, draft.title_en) == ("draft", "短视频让获客成本减半", "")
    assert draft.evidence.get().figures == {"cpa_minor": 7100}


def test_a_proposal_with_a_false_reference_leaves_nothing_behind(writer):
    with pytest.raises(Refused):
        propose(
            writer,
            title="x",
            kind="null",
            evidence=[("goal:none", "n", {})],
            expires_on=timezone.localdate(),
        )
    assert not Learning.objects.exists()


def test_only_published_and_unexpired_learnings_are_offered_to_plans(writer, brand):
    kept = a_published_learning(writer, days=10)
    a_draft_learning(writer, "draft")
    today = timezone.localdate()
    assert list(offered(brand, today)) == [kept]
    assert list(offered(brand, today + timedelta(days=11))) == []


def test_i_29_when_a_learning_was_published_is_derived_from_the_trail(writer):
    learning = a_published_learning(writer)
    event = AuditEvent.objects.get(object_id=learning.pk, verb="publish")
    assert learning.published_at == event.at
    assert (event.from_state, event.to_state) == ("draft", "published")
    assert "published_at" not in {field.name for field in Learning._meta.concrete_fields}


TYPED = {
    "title_en": "Search saturates at ¥30k a day",
    "kind": "null",
    "confidence": "high",
    "row_version": "1",
}


def typed(member, **more):
    soon = timezone.localdate() + timedelta(days=100)
    return TYPED | {"owner": member.pk, "expires_on": soon.isoformat()} | more


def test_the_pages_lead_from_the_claim_to_the_published_learning(lead):
    browser = signed_in(lead)
    thing = a_thing_to_show(lead, "Autumn revenue")
    assert browser.post("/knowledge/learnings/new/", typed(lead)).status_code == 302
    learning = Learning.objects.get()
    refused = browser.post(f"/knowledge/learnings/{learning.pk}/publication/", follow=True)
    assert "evidence" in refused.content.decode()
    found = browser.get(f"/knowledge/learnings/{learning.pk}/evidence/new/?q=autumn")
    assert ref(thing) in found.content.decode()
    browser.post(
        f"/knowledge/learnings/{learning.pk}/evidence/new/",
        {"ref": ref(thing), "note": "flat above 30k"},
    )
    browser.post(f"/knowledge/learnings/{learning.pk}/publication/")
    page = browser.get(f"/knowledge/learnings/{learning.pk}/").content.decode()
    assert "flat above 30k" in page
    assert "Autumn revenue" in page
    learning.refresh_from_db()
    assert learning.state == "published"


def test_what_was_typed_is_kept_when_the_day_is_too_far(lead):
    far = (timezone.localdate() + timedelta(days=900)).isoformat()
    answer = signed_in(lead).post("/knowledge/learnings/new/", typed(lead, expires_on=far))
    assert answer.status_code == 422
    assert "Search saturates" in answer.content.decode()


def test_what_was_typed_is_kept_when_no_object_was_chosen(lead):
    draft = a_draft_learning(lead, evidence=False)
    answer = signed_in(lead).post(
        f"/knowledge/learnings/{draft.pk}/evidence/new/", {"note": "it fell by half"}
    )
    assert answer.status_code == 422
    assert "it fell by half" in answer.content.decode()


def test_the_list_is_narrowed_by_words_kind_scope_and_state(lead):
    a_published_learning(lead, "Videos work", scope="hikers")
    a_draft_learning(lead, "Banners do not", kind="negative", scope="runners")
    browser = signed_in(lead)

    def seen(query):
        text = browser.get(f"/knowledge/learnings/?{query}").content.decode()
        return ("Videos work" in text, "Banners do not" in text)

    assert seen("") == (True, True)
    assert seen("text=videos") == (True, False)
    assert seen("kind=negative") == (False, True)
    assert seen("scope=hik") == (True, False)
    assert seen("state=draft") == (False, True)
    assert seen("text=videos&kind=negative") == (False, False)
    assert "Videos work" in browser.get("/knowledge/learnings.csv").content.decode("utf-8-sig")


def test_a_foreign_brands_learning_does_not_exist(lead):
    foreign = a_draft_learning(a_member(a_brand()))
    browser = signed_in(lead)
    for path in ("", "edit/", "evidence/new/", "renewal/"):
        assert browser.get(f"/knowledge/learnings/{foreign.pk}/{path}").status_code == 404
    gone = browser.post(f"/knowledge/evidence/{foreign.evidence.get().pk}/removal/")
    assert gone.status_code == 404


def test_a_guest_sees_no_learning_and_a_writer_does_not_publish(lead, brand, writer):
    draft = a_draft_learning(lead)
    assert signed_in(a_member(brand, "gst")).get("/knowledge/learnings/").status_code == 403
    answer = signed_in(writer).post(f"/knowledge/learnings/{draft.pk}/publication/")
    assert answer.status_code == 403


def test_a_published_claim_is_not_edited(lead):
    learning = a_published_learning(lead)
    answer = signed_in(lead).get(f"/knowledge/learnings/{learning.pk}/edit/")
    assert answer.status_code == 409


def test_the_list_costs_the_same_however_many_there_are(lead, django_assert_max_num_queries):
    for number in range(12):
        a_draft_learning(lead, f"Claim {number}")
    browser = signed_in(lead)
    with django_assert_max_num_queries(14):
        browser.get("/knowledge/learnings/")


def test_a_learnings_page_costs_the_same_however_much_evidence_it_has(
    lead, django_assert_max_num_queries
):
    draft = a_draft_learning(lead)
    for number in range(8):
        add_evidence(draft, by=lead, ref=ref(a_thing_to_show(lead, f"T{number}")), note="n")
    browser = signed_in(lead)
    with django_assert_max_num_queries(18):
        browser.get(f"/knowledge/learnings/{draft.pk}/")
