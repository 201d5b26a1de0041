from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from drumbeat.knowledge.models import Learning
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import Notice
from drumbeat.strategy.crisis import reviewing, statements
from drumbeat.strategy.crisis.actions import assess, count, de_escalate, move, note
from drumbeat.strategy.crisis.states import CRISIS
from drumbeat.strategy.models import (
    Assessment,
    Crisis,
    CrisisReview,
    Entry,
    Reading,
    Statement,
)
from tests.strategy.crises import (
    GRAVE,
    MILD,
    SERIOUS,
    a_crisis,
    a_report,
    a_statement,
    an_active_crisis,
    an_approved_statement,
    scores,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def calmed(crisis, by):
    """Counted at its peak long ago, and quiet since."""
    now = timezone.now()
    for hours, mentions in ((9, 100), (7, 20), (0, 10)):
        Reading.objects.create(
            brand=crisis.brand,
            owner=by,
            crisis=crisis,
            mentions=mentions,
            at=now - timedelta(hours=hours),
        )


def test_anybody_reports_and_who_must_act_is_told(lead, brand):
    writer, pr = a_member(brand, "cw"), a_member(brand, "pr")
    browser = signed_in(writer)
    answer = browser.post(
        "/strategy/crises/new/",
        {
            "title": "有视频说鞋胶有异味",
            "what_happened": "今早发布",
            "seen_url": "https://v.example/1",
            "t0": "2026-11-20T08:00",
        },
    )
    crisis = Crisis.objects.get()
    assert answer.url.endswith(crisis.get_absolute_url().split("/b/")[-1].split("/", 1)[-1])
    assert (crisis.title_zh, crisis.state, crisis.owner) == ("有视频说鞋胶有异味", "signal", writer)
    assert {notice.member for notice in Notice.objects.filter(kind="crisis", is_urgent=True)} == {
        lead,
        pr,
    }


def test_a_report_from_the_future_keeps_what_was_typed(lead):
    answer = signed_in(lead).post(
        "/strategy/crises/new/",
        {"title": "Smell", "what_happened": "A video", "t0": "2099-01-01T08:00"},
    )
    assert answer.status_code == 422
    assert "A video" in answer.content.decode()
    assert not Crisis.objects.exists()


def test_scoring_gives_the_level_and_keeps_its_history(lead):
    crisis = a_report(lead)
    assess(crisis, by=lead, scores=SERIOUS)
    assert (crisis.state, crisis.level) == ("triaged", "L2")
    with pytest.raises(Refused, match="from L2 to L3"):
        assess(crisis, by=lead, scores=GRAVE)
    assess(crisis, by=lead, scores=GRAVE, reason="national media")
    assess(crisis, by=lead, scores=MILD, overrides=["recall"], reason="we recall it")
    assert list(Assessment.objects.order_by("at").values_list("level", flat=True)) == [
        "L2",
        "L3",
        "L4",
    ]
    crisis.refresh_from_db()
    assert crisis.level == "L4"
    assert "national media" in crisis.entries.get(text_en__contains="L3").text_en


def test_a_crisis_keeps_the_rules_it_was_opened_under(lead):
    crisis = a_crisis(lead)
    crisis.rules["severity_levels"][1]["rule"] = "score 20-49"
    crisis.save()
    assess(crisis, by=lead, scores=scores(harm=2, spread_velocity=1), reason="x")  # 20 points
    assert crisis.level == "L2"


def test_nobody_deletes_a_crisis_or_puts_it_out_of_sight(lead):
    crisis = a_crisis(lead)
    for act in (crisis.delete, Crisis.objects.all().delete, crisis.entries.all().delete):
        with pytest.raises(Refused, match="stays"):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Crisis.objects.update(archived_at=timezone.now())
    assert Crisis.objects.count() == 1


def test_the_log_is_only_added_to_even_past_the_product(lead):
    note(a_crisis(lead), by=lead, text="We called the factory.")
    with pytest.raises(Refused):
        Entry.objects.update(text_en="We did nothing.")
    line = Entry.objects.last()
    line.text_en = "We did nothing."
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save()
    assert Entry.objects.filter(text_en="We called the factory.").exists()


def test_the_log_reads_in_both_languages(lead):
    crisis = an_active_crisis(lead)
    with translation.override("zh-hans"):
        told = [entry.text for entry in crisis.entries.all()]
    assert any("危机小组已启动" in line for line in told)
    assert any(entry.text_en.startswith("Level L2") for entry in crisis.entries.all())


def test_the_cell_works_once_all_are_named_and_the_next_meeting_is_set(lead):
    crisis = a_crisis(lead)
    with pytest.raises(Refused) as refused:
        move("convene", crisis, by=lead)
    assert "Spokesperson" in str(refused.value)
    assert "meets next" in str(refused.value)
    browser = signed_in(lead)
    fields = {f"member_{one.key}": lead.pk for one in crisis.cell[:-1]}
    fields |= {f"name_{crisis.cell[-1].key}": "Agency Chen", "meets_at": "2026-12-01T09:00"}
    assert browser.post(f"/strategy/crises/{crisis.pk}/cell/", fields).status_code == 302
    browser.post(f"/strategy/crises/{crisis.pk}/convening/")
    crisis.refresh_from_db()
    assert crisis.state == "active"
    assert "Agency Chen" in browser.get(crisis.get_absolute_url()).content.decode()


def test_only_the_lead_convenes_and_a_mild_one_needs_no_cell(lead, brand):
    with pytest.raises(NotAllowed):
        move("convene", a_crisis(lead), by=a_member(brand, "brand"))
    with pytest.raises(Refused, match="from L2 on"):
        move("convene", a_crisis(lead, MILD), by=lead)


def test_only_a_mild_one_is_dismissed_with_a_reason_and_can_be_taken_up_again(lead):
    with pytest.raises(Refused, match="L2"):
        move("dismiss", a_crisis(lead), by=lead, reason="calm")
    crisis = a_crisis(lead, MILD)
    with pytest.raises(Refused, match="why"):
        move("dismiss", crisis, by=lead)
    move("dismiss", crisis, by=lead, reason="watched for 72 h")
    with pytest.raises(WrongState, match="over"):
        assess(crisis, by=lead, scores=GRAVE, reason="x")
    assert move("reopen", crisis, by=lead, reason="it is back").state == "triaged"


def test_it_is_contained_once_a_statement_is_out_and_the_spread_fell(lead, brand):
    crisis = an_active_crisis(lead, GRAVE)
    with pytest.raises(Refused) as refused:
        move("contain", crisis, by=lead)
    assert len(refused.value.problems) == 2
    said = an_approved_statement(a_member(brand, "pr"), lead, crisis)
    statements.publish(said, by=lead, url="https://rockmist.example/news")
    with pytest.raises(Refused, match="50 %"):
        move("contain", crisis, by=lead)
    calmed(crisis, lead)
    assert move("contain", crisis, by=lead).state == "contained"


def test_the_lead_de_escalates_and_what_was_not_met_stays_on_the_record(lead, brand):
    crisis = an_active_crisis(lead)
    calmed(crisis, lead)
    move("contain", crisis, by=lead)
    with pytest.raises(NotAllowed):
        de_escalate(crisis, by=a_member(brand, "pr"), met=["0"], reason="calm")
    de_escalate(crisis, by=lead, met=["0", "1"], reason="the regulator takes a week")
    assert crisis.state == "recovering"
    assert crisis.deescalations.get().unmet == ["no open regulator question"]
    assert move("flare_up", crisis, by=lead, reason="a second video").state == "active"


def test_closing_needs_the_published_review_whose_lesson_becomes_a_learning(lead, brand):
    crisis = an_active_crisis(lead)
    calmed(crisis, lead)
    move("contain", crisis, by=lead)
    de_escalate(crisis, by=lead, met=["0", "1", "2"], reason="calm")
    with pytest.raises(Refused, match="review"):
        move("close", crisis, by=lead)
    browser = signed_in(lead)
    path = f"/strategy/crises/{crisis.pk}/review/"
    typed = {"causes": "Glue", "helped": "Speed", "hurt": "Silence", "row_version": "1"}
    browser.post(path, typed)
    review = CrisisReview.objects.get()
    with pytest.raises(Refused, match="differently"):
        reviewing.publish(review, by=lead)
    browser.post(path, typed | {"lesson": "Smell every batch before it ships"})
    browser.post(f"{path}publication/")
    learning = Learning.objects.get()
    assert (learning.title_en, learning.kind) == ("Smell every batch before it ships", "process")
    assert learning.evidence.get().ref == f"crisis:{crisis.pk}"
    assert browser.get(path).status_code == 409
    assert move("close", Crisis.objects.get(), by=lead).state == "closed"


def test_a_second_person_approves_the_words(lead, brand):
    other = a_member(brand, "lead")
    mine = a_statement(lead)
    with pytest.raises(NotAllowed, match="You wrote this"):
        statements.approve(mine, by=lead)
    assert statements.approve(mine, by=other).single_person_waiver == ""


def test_alone_one_approves_only_with_a_reason_on_the_record(lead):
    mine = a_statement(lead)
    with pytest.raises(Refused, match="alone"):
        statements.approve(mine, by=lead)
    approval = statements.approve(mine, by=lead, single_person_waiver="night shift")
    assert approval.single_person_waiver == "night shift"


def test_words_are_approved_in_both_languages_or_not(lead, brand):
    with pytest.raises(Refused, match="both languages"):
        statements.approve(a_statement(a_member(brand, "pr"), text_en=""), by=lead)


def test_approved_words_do_not_change_by_any_way(lead, brand):
    said = an_approved_statement(a_member(brand, "pr"), lead, an_active_crisis(lead))
    browser = signed_in(lead)
    assert browser.get(f"/strategy/statements/{said.pk}/edit/").status_code == 409
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=said.pk).update(text_en="It is nothing.")
    browser.post(f"/strategy/statements/{said.pk}/publication/", {"url": "https://x.example/"})
    said.refresh_from_db()
    assert said.state == "published"
    assert said.publication.sha256 == said.approval.sha256 == said.sha256


def test_a_draft_is_written_and_edited_through_the_pages(lead, brand):
    crisis = an_active_crisis(lead)
    writer = a_member(brand, "cw")
    browser = signed_in(writer)
    path = f"/strategy/crises/{crisis.pk}/statements/new/"
    assert browser.post(path, {"kind": "holding", "row_version": "1"}).status_code == 422
    browser.post(path, {"kind": "holding", "text_zh": "我们正在核实。", "row_version": "1"})
    draft = Statement.objects.get()
    edit = f"/strategy/statements/{draft.pk}/edit/"
    typed = {"kind": "holding", "text_zh": "我们正在核实。", "text_en": "We are checking."}
    browser.post(edit, typed | {"row_version": "1"})
    assert browser.post(edit, typed | {"row_version": "1"}).status_code == 409
    assert Notice.objects.filter(kind="statement", member=lead).exists()
    signed_in(lead).post(f"/strategy/statements/{draft.pk}/approval/", {})
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_prepared_words_are_ready_when_they_are_needed(lead, brand):
    prepared = an_approved_statement(a_member(brand, "pr"), lead)
    with pytest.raises(WrongState, match="take it over"):
        statements.publish(prepared, by=lead, url="https://x.example/")
    crisis = an_active_crisis(lead)
    signed_in(lead).post(
        f"/strategy/crises/{crisis.pk}/statements/prepared/", {"statement": prepared.pk}
    )
    taken = crisis.statements.get()
    assert (taken.state, taken.sha256) == ("approved", prepared.sha256)
    with pytest.raises(WrongState):
        statements.take_over(a_statement(lead), crisis, by=lead)


def test_foreign_words_are_not_taken_over(lead):
    stranger = a_member(a_brand())
    foreign = an_approved_statement(a_member(stranger.brand, "pr"), stranger)
    crisis = an_active_crisis(lead)
    answer = signed_in(lead).post(
        f"/strategy/crises/{crisis.pk}/statements/prepared/", {"statement": foreign.pk}
    )
    assert answer.status_code == 404


def test_the_log_is_a_file(lead):
    crisis = a_crisis(lead)
    count(crisis, by=lead, mentions=120, note="Weibo")
    browser = signed_in(lead)
    csv = browser.get(f"/strategy/crises/{crisis.pk}/log.csv").content.decode("utf-8-sig")
    assert "120 critical mentions an hour. Weibo" in csv
    assert browser.get(f"/strategy/crises/{crisis.pk}/log.xlsx").content[:2] == b"PK"
    assert browser.get("/strategy/crises.csv").status_code == 200


def test_an_empty_list_teaches_what_to_prepare(lead):
    page = signed_in(lead).get("/strategy/crises/").content.decode()
    assert "a good day to prepare" in page
    assert "/strategy/crises/statements/new/" in page


def test_a_note_without_words_is_refused_and_one_with_words_is_in_the_log(lead):
    crisis = a_crisis(lead)
    browser = signed_in(lead)
    assert browser.post(f"/strategy/crises/{crisis.pk}/notes/", {"text": ""}).status_code == 422
    browser.post(f"/strategy/crises/{crisis.pk}/notes/", {"text": "The factory answers at noon."})
    assert "answers at noon" in browser.get(f"/strategy/crises/{crisis.pk}/").content.decode()


def test_every_step_says_itself_in_the_log():
    from drumbeat.strategy.crisis.actions import MOVED

    assert set(MOVED) == set(CRISIS.by_verb)


def test_list_and_page_cost_the_same_however_much_happened(lead, django_assert_max_num_queries):
    browser = signed_in(lead)
    for _again in range(3):
        crisis = an_active_crisis(lead)
    browser.get("/strategy/crises/")
    with django_assert_max_num_queries(14):
        browser.get("/strategy/crises/")
    for number in range(30):
        note(crisis, by=lead, text=f"Note {number}")
    with django_assert_max_num_queries(28):
        browser.get(f"/strategy/crises/{crisis.pk}/")
