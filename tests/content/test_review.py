"""Four eyes, findings, waivers: how a version becomes approved, or does not."""

import pytest

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.findings import raise_finding, resolve, waive
from drumbeat.content.assets.review import approve, request_changes, retire, send_to_review
from drumbeat.content.signals import version_approved, version_retired
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from tests.content.factory import (
    a_draft,
    a_version_in_review,
    an_acknowledged_brief,
    an_approved_version,
    an_asset,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def test_i_03_the_author_does_not_approve_and_is_told_who_may(team):
    asset = an_asset(team, by=team.content_lead)
    version = a_version_in_review(team, asset=asset)
    answer = signed_in(team.content_lead).post(f"/content/versions/{version.pk}/approval/", {})
    assert answer.status_code == 403
    assert "Shen Strategist" in answer.content.decode()
    assert not version.approvals.exists()


def test_i_03_the_last_editor_does_not_approve_either(team):
    version = a_draft(team)
    version = edit_draft(version, by=team.content_lead, text="Tea, for the evening.")
    send_to_review(version, by=team.writer)
    with pytest.raises(NotAllowed, match="somebody else approves"):
        approve(version, by=team.content_lead)
    approve(version, by=team.strategist)
    assert version.approvals.get().by == team.strategist


def test_i_03_an_editor_in_between_still_counts_as_author_of_what_follows(team):
    version = a_draft(team)
    version = edit_draft(version, by=team.content_lead, text="Tea!")
    second = add_version(version.asset, by=team.content_lead, text="Tea?", change_note="Softer")
    assert second.writers == {team.content_lead.pk}


def test_i_03_a_single_person_waiver_is_only_for_who_is_alone(team):
    version = a_version_in_review(team, asset=an_asset(team, by=team.content_lead))
    with pytest.raises(NotAllowed):
        approve(version, by=team.content_lead, waiver="I am in a hurry")


def test_i_03_who_is_alone_approves_with_a_reason_that_stays_on_the_record(team):
    alone = team.content_lead
    brief = an_acknowledged_brief(team)
    version = a_version_in_review(team, asset=an_asset(team, brief=brief, by=alone))
    team.strategist.left_at = version.created_at
    team.strategist.save()
    browser = signed_in(alone)
    address = f"/content/versions/{version.pk}/approval/"
    assert "Why you approve your own work" in browser.get(address).content.decode()
    refused = browser.post(address, {"note": "Looks right to me", "single_person_waiver": ""})
    assert refused.status_code == 422
    assert "Looks right to me" in refused.content.decode()
    browser.post(address, {"single_person_waiver": "I am the only one until March."})
    assert version.approvals.get().single_person_waiver == "I am the only one until March."
    page = browser.get(f"/content/versions/{version.pk}/").content.decode()
    assert "I am the only one until March." in page
    assert AuditEvent.objects.filter(verb="approve", reason__startswith="I am the only").exists()


def test_public_relations_approves_press_releases_only(team):
    pr = a_member(team.brand, "pr")
    post = a_version_in_review(team)
    with pytest.raises(NotAllowed, match="press"):
        approve(post, by=pr)
    asset = an_asset(team, brief=post.asset.brief, kind="press")
    release = a_version_in_review(team, asset=asset)
    approve(release, by=pr)
    assert release.state == "approved"


def test_an_approval_pins_the_hash_and_announces_it(team):
    heard = []
    version_approved.connect(
        lambda version, by, **_: heard.append((version, by)), weak=False, dispatch_uid="test"
    )
    version = an_approved_version(team)
    version_approved.disconnect(dispatch_uid="test")
    assert version.approvals.get().sha256 == version.sha256
    assert heard == [(version, team.content_lead)]


def test_an_open_blocking_finding_stands_in_the_way(team):
    version = a_version_in_review(team)
    finding = raise_finding(version, by=team.strategist, note="“Best” is banned", severity="block")
    with pytest.raises(Refused, match="blocking"):
        approve(version, by=team.content_lead)
    resolve(finding, by=team.strategist, resolution="The claim was replaced.")
    approve(version, by=team.content_lead)
    assert version.state == "approved"


def test_a_writer_does_not_resolve_a_blocking_finding_alone(team):
    version = a_version_in_review(team)
    block = raise_finding(version, by=team.content_lead, note="Banned word", severity="block")
    with pytest.raises(NotAllowed):
        resolve(block, by=team.writer, resolution="It is fine.")
    warning = raise_finding(version, by=team.content_lead, note="Long", severity="warn")
    resolve(warning, by=team.writer, resolution="Cut to two lines.")
    assert not warning.is_open


def test_only_the_lead_waives_and_says_why(team, lead):
    version = a_version_in_review(team)
    finding = raise_finding(version, by=team.strategist, note="Banned word", severity="block")
    address = f"/content/findings/{finding.pk}/waiver/"
    assert signed_in(team.content_lead).get(address).status_code == 403
    assert signed_in(lead).post(address, {"resolution": ""}).status_code == 422
    signed_in(lead).post(address, {"resolution": "Legal cleared it on 12 Nov."})
    finding.refresh_from_db()
    assert finding.is_waived
    assert finding.resolved_by == lead
    with pytest.raises(WrongState):
        waive(finding, by=lead, reason="Again")


def test_changes_are_requested_with_a_reason_and_findings_that_come_along(team):
    version = a_version_in_review(team)
    address = f"/content/versions/{version.pk}/changes/"
    typed = {"reason": "", "findings": "Too long\nNo call to action", "severity": "high"}
    refused = signed_in(team.content_lead).post(address, typed)
    assert refused.status_code == 422
    assert "No call to action" in refused.content.decode()
    signed_in(team.content_lead).post(address, typed | {"reason": "Two things first"})
    version.refresh_from_db()
    assert version.state == "changes_requested"
    assert Notice.objects.filter(member=team.writer, kind="version_changes_requested").exists()
    second = add_version(version.asset, by=team.writer, text="Shorter.", change_note="Cut")
    assert {finding.note for finding in second.findings.all()} == {"Too long", "No call to action"}
    send_to_review(second, by=team.writer)
    with pytest.raises(Refused, match="high finding"):
        approve(second, by=team.content_lead)


def test_a_retired_version_is_announced_with_the_reason(team):
    heard = []
    version_retired.connect(
        lambda reason, **_: heard.append(reason), weak=False, dispatch_uid="test"
    )
    version = an_approved_version(team)
    address = f"/content/versions/{version.pk}/retirement/"
    assert signed_in(team.writer).post(address, {"reason": "x"}).status_code == 403
    assert signed_in(team.content_lead).post(address, {"reason": ""}).status_code == 422
    signed_in(team.content_lead).post(address, {"reason": "The song's licence ended"})
    version_retired.disconnect(dispatch_uid="test")
    version.refresh_from_db()
    assert version.state == "retired"
    assert heard == ["The song's licence ended"]
    with pytest.raises(WrongState):
        retire(version, by=team.content_lead, reason="Again")


def test_a_writer_cannot_review_and_a_stranger_cannot_send(team):
    version = a_draft(team)
    other = a_member(team.brand, "cw")
    assert signed_in(other).post(f"/content/versions/{version.pk}/review/").status_code == 403
    send_to_review(version, by=team.writer)
    with pytest.raises(NotAllowed):
        request_changes(version, by=other, reason="I do not like it")


def test_a_foreign_brands_versions_and_findings_do_not_exist(team):
    version = a_version_in_review(team)
    finding = raise_finding(version, by=team.strategist, note="Long", severity="warn")
    stranger = signed_in(a_member(a_brand(), "lead"))
    for address in (
        f"versions/{version.pk}/",
        f"versions/{version.pk}/file/",
        f"versions/{version.pk}/approval/",
        f"assets/{version.asset_id}/",
        f"findings/{finding.pk}/waiver/",
    ):
        assert stranger.get(f"/content/{address}").status_code == 404
