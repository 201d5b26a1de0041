"""The brand platform: versions, rules, what competitors claim alike, and the public book."""

import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.brandbook.actions import activate, new_version, switch_off, switch_on
from drumbeat.strategy.brandbook.comparing import compare
from drumbeat.strategy.brandbook.models import BrandBookLink, BrandPlatform, BrandRule
from drumbeat.strategy.brandbook.overlap import claims, overlaps
from drumbeat.strategy.brandbook.queries import tried
from tests.strategy.factory import a_brand_rule, a_competitor, a_platform, an_observation
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


@pytest.fixture
def draft(strategist):
    return a_platform(strategist)


@pytest.fixture
def active(draft, lead):
    return activate(draft, by=lead)


def at(platform, rest=""):
    return f"/strategy/brand/{platform.pk}/{rest}"


# -- versions -----------------------------------------------------------------------------------


def test_the_first_version_begins_with_promise_and_position(strategist):
    browser = signed_in(strategist)
    assert "Write the promise" in browser.get("/strategy/brand/").content.decode()
    browser.post("/strategy/brand/new/", {"title_en": "Platform", "promise_en": "Slow tea"})
    platform = BrandPlatform.objects.get()
    assert (platform.number, platform.state, platform.promise) == (1, "draft", "Slow tea")
    page = browser.get(at(platform)).content.decode()
    assert "Fill all six slots" in page
    assert "Name one core value" in page


def test_a_new_version_starts_as_a_copy_of_the_active_one_with_its_rules(active, strategist):
    a_brand_rule(active)
    draft = new_version(by=strategist)
    assert (draft.number, draft.promise_zh, draft.values) == (2, active.promise_zh, active.values)
    assert [rule.key for rule in draft.rules.all()] == [rule.key for rule in active.rules.all()]
    with pytest.raises(WrongState, match="draft already"):
        new_version(by=strategist)


def test_making_a_version_active_retires_the_other_in_the_same_moment(active, strategist, lead):
    second = activate(new_version(by=strategist), by=lead)
    active.refresh_from_db()
    assert (active.state, second.state) == ("retired", "active")
    assert second.valid_from is not None
    verbs = AuditEvent.objects.filter(object_id=active.pk).values_list("verb", flat=True)
    assert "retire" in verbs


def test_what_is_not_ready_leaves_the_active_version_as_it_is(active, strategist, lead):
    second = new_version(by=strategist)
    second.values = []
    second.save()
    with pytest.raises(Refused, match="core value"):
        activate(second, by=lead)
    active.refresh_from_db()
    assert active.state == "active"


def test_the_table_holds_one_active_version_a_brand(active, strategist):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_platform(strategist, number=2, state="active")
    a_platform(a_member(a_brand()), state="active")


def test_the_strategist_writes_and_the_lead_makes_active(draft, strategist, lead):
    with pytest.raises(NotAllowed):
        activate(draft, by=strategist)
    answer = signed_in(strategist).post(at(draft, "activation/"))
    assert answer.status_code == 403
    signed_in(lead).post(at(draft, "activation/"))
    draft.refresh_from_db()
    assert draft.state == "active"


@pytest.mark.parametrize("page", ["edit/", "values/", "tone/", "rules/new/"])
def test_an_active_version_cannot_be_edited(active, strategist, page):
    typed = {"title_en": "X", "promise_en": "Y", "row_version": active.row_version}
    assert signed_in(strategist).post(at(active, page), typed).status_code in (302, 409)
    active.refresh_from_db()
    assert active.promise_en == "Slow tea for a fast day"
    assert not active.rules.exists()


def test_a_rule_of_an_active_version_stays(active, strategist):
    rule = a_brand_rule(active)
    browser = signed_in(strategist)
    browser.post(f"/strategy/brand-rules/{rule.pk}/removal/")
    browser.post(f"/strategy/brand-rules/{rule.pk}/edit/", {"kind": "term_avoid"})
    assert BrandRule.objects.get() == rule


def test_a_copywriter_reads_and_tries_but_changes_nothing(draft, brand):
    browser = signed_in(a_member(brand, "cw"))
    assert browser.get(at(draft)).status_code == 200
    assert browser.post(at(draft, "rules/"), {"text": "cheap"}).status_code == 200
    assert browser.post(at(draft, "edit/"), {}).status_code == 403
    assert browser.post("/strategy/brand/link/new/").status_code == 403


# -- lists of rows ------------------------------------------------------------------------------


def rows(platform, *typed):
    data = {"row_version": platform.row_version, "r-TOTAL_FORMS": len(typed), "r-INITIAL_FORMS": 0}
    for number, row in enumerate(typed):
        data |= {f"r-{number}-{name}": text for name, text in row.items()}
    return data


def test_values_need_a_sentence_of_what_they_mean(draft, strategist):
    browser = signed_in(strategist)
    answer = browser.post(at(draft, "values/"), rows(draft, {"name_en": "Courage"}))
    assert answer.status_code == 422
    assert "Courage" in answer.content.decode()
    browser.post(
        at(draft, "values/"), rows(draft, {"name_zh": "勇气", "means_zh": "先说坏消息"}, {})
    )
    draft.refresh_from_db()
    assert [row["name_zh"] for row in draft.values] == ["勇气"]


def test_there_are_five_values_at_most(draft, strategist):
    six = [{"name_en": f"Value {n}", "means_en": "x"} for n in range(6)]
    assert signed_in(strategist).post(at(draft, "values/"), rows(draft, *six)).status_code == 422
    draft.refresh_from_db()
    assert len(draft.values) == 1


def test_a_colour_is_kept_as_hex_and_its_contrast_is_shown(draft, strategist):
    browser = signed_in(strategist)
    wrong = browser.post(at(draft, "colours/"), rows(draft, {"name_en": "Leaf", "hex": "green"}))
    assert wrong.status_code == 422
    browser.post(at(draft, "colours/"), rows(draft, {"name_en": "Mist", "hex": "767676"}))
    draft.refresh_from_db()
    assert draft.colours[0]["hex"] == "#767676"
    page = browser.get(at(draft)).content.decode()
    assert "4.5 : 1" in page
    assert "AA ✓" in page


def test_of_two_who_edit_a_list_the_second_is_shown_what_the_first_wrote(draft, strategist):
    browser = signed_in(strategist)
    mine = rows(draft, {"name_en": "Bold"})
    browser.post(at(draft, "personality/"), rows(draft, {"name_en": "Gentle"}))
    answer = browser.post(at(draft, "personality/"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gentle" in page
    assert "Bold" in page
    draft.refresh_from_db()
    assert draft.personality[0]["name_en"] == "Gentle"
    browser.post(at(draft, "personality/"), mine | {"row_version": draft.row_version})
    draft.refresh_from_db()
    assert draft.personality[0]["name_en"] == "Bold"


# -- rules --------------------------------------------------------------------------------------


def test_a_text_is_marked_with_suggestion_and_reason(draft, strategist):
    a_brand_rule(draft, severity="block")
    page = (
        signed_in(strategist)
        .post(at(draft, "rules/"), {"text": "茶很ｃｈｅａｐ，便 宜"})
        .content.decode()
    )
    assert '<mark class="block" title="We speak of worth.">ｃｈｅａｐ</mark>' in page
    assert ">便 宜</mark>" in page
    assert "good value" in page
    assert "Stopped by a rule" in page


def test_findings_come_from_the_rules_of_that_version_only(draft, strategist, lead):
    a_brand_rule(draft)
    a_brand_rule(draft, "legal_line", words_en="Keep cold.", words_zh="请冷藏。", severity="block")
    a_brand_rule(draft, "colour", words_en="", words_zh="", limit=3)
    activate(draft, by=lead)
    second = new_version(by=strategist)
    second.rules.filter(kind="term_avoid").delete()
    text = "便宜，底色 #FF0000"
    told = {(one.finding.said, one.rule.kind) for one in tried(draft, text).told}
    assert told == {("便宜", "term_avoid"), ("#FF0000", "colour"), ("", "legal_line")}
    assert tried(draft, text).stops
    assert {one.rule.kind for one in tried(second, text).told} == {"colour", "legal_line"}
    assert tried(second, "请冷藏").told == []


def test_a_rule_without_a_reason_is_refused_with_what_was_typed(draft, strategist):
    typed = {"kind": "term_prefer", "severity": "warn", "words_en": "tea bag", "row_version": 1}
    answer = signed_in(strategist).post(at(draft, "rules/new/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "tea bag" in page
    assert "Say why" in page
    assert "Say what to write instead" in page


def test_rules_are_a_file_too(draft, strategist):
    a_brand_rule(draft)
    browser = signed_in(strategist)
    assert "便宜" in browser.get(at(draft, "rules.csv")).content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(browser.get(at(draft, "rules.xlsx")).content)).active
    assert any("便宜" in str(cell.value) for row in sheet.iter_rows() for cell in row)


# -- comparison and overlap ---------------------------------------------------------------------


def test_two_versions_are_compared_field_by_field_and_row_by_row(active, strategist):
    gone = a_brand_rule(active)
    second = new_version(by=strategist)
    second.promise_en = "Slow tea for fast days"
    second.values = [
        *second.values,
        {"name_en": "Wit", "name_zh": "", "means_en": "x", "means_zh": ""},
    ]
    second.save()
    second.rules.filter(key=gone.key).delete()
    sections = compare(active, second)
    assert [len(section.changes) for section in sections] == [1, 1, 1]
    promise, value, rule = (section.changes[0] for section in sections)
    assert (promise.before, promise.after) == (active.promise_en, second.promise_en)
    assert (value.before, value.after) == ("", "Wit\nx")
    assert rule.after == ""
    page = signed_in(strategist).get(at(second, "comparison/")).content.decode()
    assert "<ins>" in page
    assert "<del>" in page


def test_a_claim_of_a_competitor_that_says_the_same_is_shown_with_source_and_date(
    draft, strategist
):
    rival = a_competitor(strategist)
    an_observation(rival, "Whole leaf, brewed fresh", title_zh="原叶现泡")
    an_observation(rival, "Open until midnight")
    us = a_competitor(strategist, "Rock Mist", is_us=True)
    an_observation(us, "Whole leaf, brewed fresh")
    an_observation(a_competitor(a_member(a_brand())), "Whole leaf, brewed fresh")
    found = {str(slot.label): slot.echoes for slot in overlaps(draft, claims(draft.brand, TODAY))}
    assert [echo.standing.observation.competitor for echo in found["Because"]] == [rival]
    assert sum(map(len, found.values())) == 1
    page = signed_in(strategist).get(at(draft, "overlap/")).content.decode()
    assert "Their shop" in page
    assert "Open until midnight" not in page


def test_without_claims_the_overlap_says_where_to_write_them(draft, strategist):
    assert (
        "No claim of a competitor"
        in signed_in(strategist).get(at(draft, "overlap/")).content.decode()
    )


# -- the public book ----------------------------------------------------------------------------


def test_the_public_book_shows_the_active_version_until_it_is_switched_off(active, strategist):
    a_brand_rule(active)
    link = switch_on(by=strategist)
    draft = new_version(by=strategist)
    draft.promise_en = "A secret promise"
    draft.save()
    stranger = Client(headers={"Accept-Language": "en"})
    answer = stranger.get(f"/brand/{link.code}/")
    page = answer.content.decode()
    assert "Slow tea for a fast day" in page
    assert "A secret promise" not in page
    assert "快日子里的慢茶" in stranger.get(f"/brand/{link.code}/?lang=zh").content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    for inside in ("<script", active.brand.slug, str(strategist), active.pk, "good value"):
        assert inside not in page
    switch_off(link, by=strategist)
    assert stranger.get(f"/brand/{link.code}/").status_code == 404


def test_a_new_link_has_another_address_and_the_old_one_stays_dead(active, strategist, lead):
    first = switch_on(by=strategist)
    assert switch_on(by=lead) == first
    signed_in(lead).post(f"/strategy/brand/links/{first.pk}/end/")
    second = switch_on(by=strategist)
    assert second.code != first.code
    assert Client().get(f"/brand/{first.code}/").status_code == 404
    assert len(second.code) >= 24


def test_without_an_active_version_there_is_nothing_to_show(draft, strategist, lead):
    with pytest.raises(Refused, match="active first"):
        switch_on(by=strategist)
    activate(draft, by=lead)
    link = switch_on(by=strategist)
    signed_in(lead).post(at(draft, "retirement/"), {"reason": "Rebranding"})
    assert Client().get(f"/brand/{link.code}/").status_code == 404
    assert Client().post(f"/brand/{link.code}/").status_code == 405


# -- walls and counts ---------------------------------------------------------------------------


def test_another_brand_sees_none_of_it(active, strategist):
    rule = a_brand_rule(active)
    switch_on(by=strategist)
    browser = signed_in(a_member(a_brand()))
    for rest in ("", "rules/", "overlap/", "comparison/", "rules.csv"):
        assert browser.get(at(active, rest)).status_code == 404
    assert browser.get(f"/strategy/brand-rules/{rule.pk}/edit/").status_code == 404
    link = BrandBookLink.objects.get()
    assert browser.post(f"/strategy/brand/links/{link.pk}/end/").status_code == 404
    assert "Slow tea" not in browser.get("/strategy/brand/").content.decode()


def test_pages_take_the_same_queries_however_much_is_there(active, strategist):
    browser = signed_in(strategist)
    rival = a_competitor(strategist)
    pages = (
        "/strategy/brand/",
        *(at(active, rest) for rest in ("rules/", "overlap/", "comparison/")),
    )
    for page in pages:
        browser.get(page)
    counts = {page: queries(browser, page) for page in pages}
    for number in range(3):
        a_platform(strategist, number=10 + number, state="retired")
        a_brand_rule(active)
        an_observation(rival, f"Whole leaf, brewed fresh {number}")
    grown = {page: queries(browser, page) for page in pages}
    # The comparison has something to compare with now: the rules of both.
    assert grown[pages[-1]] <= counts[pages[-1]] + 2
    assert [grown[page] for page in pages[:-1]] == [counts[page] for page in pages[:-1]]


def queries(browser, page):
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(page).status_code == 200
    return len(caught)
