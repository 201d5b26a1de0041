"""Every text version is held to the advertising law, and what forbids it is answered for."""

import pytest
from django.db import IntegrityError

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.findings import call_false, clear, confirm_warnings, resolve, waive
from drumbeat.content.assets.review import approve, send_to_review
from drumbeat.content.models import Finding
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.work.files.models import StoredFile
from tests.content.factory import PDF, Team, a_draft, an_asset, an_upload
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

BEST, EXCLUSIVE, GIANT = "给你最好的乌龙。", "独家秘方。", "清洁神器。"


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead", name="Lead Li")


@pytest.fixture
def proof(lead):
    return StoredFile.keep(lead, "report.pdf", PDF, "application/pdf")


def told(version):
    """(rule, severity, words, is it open)."""
    found = version.findings.order_by("law_key", "at")
    return [(one.law_key, one.severity, one.note, one.is_open) for one in found]


def in_review(team, text):
    version = a_draft(team, text=text)
    return send_to_review(version, by=team.writer)


def test_the_words_are_found_as_the_version_is_made(team):
    assert told(a_draft(team, text=BEST)) == [("ZH003", "block", "最好", True)]


def test_one_rule_is_one_finding_with_all_its_words(team):
    version = a_draft(team, text="最好的茶，zui好的水。")
    assert told(version) == [("ZH003", "block", "最好 · zui好", True)]


def test_rewording_resolves_it(team):
    version = edit_draft(a_draft(team, text=BEST), by=team.writer, text="很好的乌龙。")
    assert told(version) == [("ZH003", "block", "最好", False)]


def test_an_english_text_is_not_read_by_the_chinese_law(team):
    assert told(a_draft(team, text="NO.1 tea, CE certified, TOP 1")) == []


def test_a_sector_asks_more_of_the_text_that_is_there(team):
    version = a_draft(team, text="一口闷。")
    assert told(version) == []
    page = f"/content/assets/{version.asset_id}/edit/"
    form = {
        "title_en": "Evening post",
        "kind": "post",
        "language": "zh-hans",
        "sector": "alcohol_tobacco_infant",
        "message": version.asset.message_id,
        "owner": team.writer.pk,
        "row_version": 1,
    }
    assert signed_in(team.writer).post(page, form).status_code == 302
    assert [key for key, *_rest in told(version)] == ["ZH128"]


def test_what_is_made_with_ai_has_to_say_so(team):
    asset = an_asset(team, is_ai_generated=True, ai_tool="Wan")
    assert told(a_draft(team, asset=asset, text="清晨的茶山")) == [
        ("ai_label", "info", "缺“AI生成”标识", True)
    ]


def test_what_blocks_is_not_approved_until_the_lead_waives_it_with_proof(team, lead, proof):
    version = in_review(team, BEST)
    with pytest.raises(Refused, match="1 blocking"):
        approve(version, by=team.content_lead)
    finding = version.findings.get()
    for refused in ({}, {"exemption": "X9"}):
        with pytest.raises(Refused):
            waive(finding, by=lead, reason="Measured", **refused)
    waive(finding, by=lead, reason="Measured", exemption="X9", proof=proof)
    approve(version, by=team.content_lead)
    version.refresh_from_db()
    assert version.state == "approved"


def test_nobody_resolves_it_by_saying_so(team, lead):
    finding = in_review(team, BEST).findings.get()
    with pytest.raises(WrongState, match="Reword"):
        resolve(finding, by=team.content_lead, resolution="It is fine")
    with pytest.raises(NotAllowed):
        waive(finding, by=team.strategist, reason="x", exemption=Finding.FALSE_ALARM)


def test_the_strategist_clears_what_is_high_and_not_what_blocks(team, proof):
    version = in_review(team, EXCLUSIVE + BEST)
    high, block = version.findings.order_by("-severity")
    assert (high.severity, block.severity) == ("high", "block")
    clear(high, by=team.strategist, reason="Contract", exemption="X6", proof=proof)
    with pytest.raises(WrongState):
        clear(block, by=team.strategist, reason="Contract", exemption="X6", proof=proof)
    with pytest.raises(NotAllowed):
        clear(high, by=team.content_lead, reason="Contract", exemption="X6", proof=proof)


def test_a_false_alarm_needs_a_reason_and_no_proof(team, lead):
    finding = waive(
        a_draft(team, text=BEST).findings.get(),
        by=lead,
        reason="A song's title",
        exemption=Finding.FALSE_ALARM,
    )
    assert (finding.is_waived, finding.exemption, finding.proof) == (True, "false_alarm", None)


def test_the_author_confirms_warnings_before_the_review(team):
    version = a_draft(team, text=GIANT)
    with pytest.raises(Refused, match="1 warning"):
        send_to_review(version, by=team.writer)
    confirm_warnings(version, by=team.writer)
    send_to_review(version, by=team.writer)
    second = add_version(version.asset, by=team.writer, text=GIANT * 2, change_note="twice")
    assert told(second) == [("ZH045", "warn", "神器", False)]


def test_the_author_may_call_a_warning_a_false_alarm_but_not_what_is_graver(team):
    warning = a_draft(team, text=GIANT).findings.get()
    assert call_false(warning, by=team.writer, reason="A game's name").exemption == "false_alarm"
    with pytest.raises(WrongState):
        call_false(a_draft(team, text=BEST).findings.get(), by=team.writer, reason="x")


def test_what_was_waived_with_proof_comes_along_with_it(team, lead, proof):
    first = a_draft(team, text=BEST)
    waive(first.findings.get(), by=lead, reason="Measured", exemption="X9", proof=proof)
    second = add_version(first.asset, by=team.writer, text=BEST + "喝吧。", change_note="more")
    kept = second.findings.get()
    assert (kept.exemption, kept.proof, kept.is_open) == ("X9", proof, False)


def test_the_table_itself_asks_an_exemption_for_its_proof(team):
    finding = a_draft(team, text=BEST).findings.get()
    with pytest.raises(IntegrityError):
        Finding.objects.filter(pk=finding.pk).update(exemption="X1")


def test_the_page_names_the_words_the_law_and_what_to_write(team):
    version = a_draft(team, text=BEST)
    page = signed_in(team.writer).get(f"/content/versions/{version.pk}/").content.decode()
    for words in ("最好", "广告法 第九条(三)", "改为“很好/值得信赖”", "Advertising law", "ZH003"):
        assert words in page
    assert "/waiver/" not in page


def test_the_lead_waives_on_the_page_and_the_proof_is_handed_out(team, lead):
    version = a_draft(team, text=BEST)
    browser, finding = signed_in(lead), version.findings.get()
    page = f"/content/findings/{finding.pk}/waiver/"
    assert "X9" in browser.get(page).content.decode()
    refused = browser.post(page, {"exemption": "X9", "resolution": "Survey of March"})
    assert refused.status_code == 422
    assert "Survey of March" in refused.content.decode()
    typed = {"exemption": "X9", "resolution": "Survey", "proof": an_upload("report.pdf", PDF)}
    assert browser.post(page, typed).status_code == 302
    assert browser.get(f"/content/findings/{finding.pk}/proof/").status_code == 200


def test_a_button_confirms_all_warnings(team):
    version = a_draft(team, text=GIANT + "巅峰性能。")
    browser = signed_in(team.writer)
    assert "Confirm the words" in browser.get(f"/content/versions/{version.pk}/").content.decode()
    browser.post(f"/content/versions/{version.pk}/warnings/confirmation/")
    assert not version.findings.filter(resolved_at=None).exists()
    page = browser.get(f"/content/versions/{version.pk}/").content.decode()
    assert "Confirm the words" not in page
    assert "Words confirmed" in page


def test_a_foreign_brands_finding_does_not_exist(team):
    finding = a_draft(Team(a_brand()), text=BEST).findings.get()
    assert signed_in(team.writer).get(f"/content/findings/{finding.pk}/proof/").status_code == 404


def test_a_draft_costs_the_same_however_often_it_breaks_a_rule(team, django_assert_max_num_queries):
    version = a_draft(team, text="好茶。")
    with django_assert_max_num_queries(16):
        edit_draft(version, by=team.writer, text=BEST * 200)
