"""I-04: what was approved never changes, whoever tries and by whatever way."""

import pytest
from django.db import DatabaseError, transaction

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.review import approve, retire
from drumbeat.content.models import Version
from drumbeat.people.errors import Refused, WrongState
from drumbeat.work.models import StoredFile
from tests.content.factory import PNG, a_draft, a_version_in_review, an_approved_version, an_asset
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_i_04_one_flipped_byte_of_a_file_is_noticed(team):
    asset = an_asset(team, kind="kv")
    kept = StoredFile.keep(team.writer, "kv.png", PNG, "image/png")
    version = add_version(asset, by=team.writer, file=kept)
    assert version.sha256 == kept.sha256
    assert version.is_intact()
    with open(kept.content.path, "r+b") as stream:
        stream.seek(40)
        stream.write(b"\x01")
    assert not version.is_intact()


def test_i_04_one_flipped_character_of_a_text_is_noticed(team):
    version = a_draft(team, text="Half price until Sunday")
    Version.objects.filter(pk=version.pk).update(text="Half price until Monday")
    version.refresh_from_db()
    assert not version.is_intact()


def test_i_04_a_lost_file_is_not_intact(team):
    kept = StoredFile.keep(team.writer, "kv.png", PNG, "image/png")
    version = add_version(an_asset(team), by=team.writer, file=kept)
    kept.content.storage.delete(kept.content.name)
    assert not version.is_intact()


def test_i_04_what_was_not_sent_to_review_is_not_approved(team):
    version = a_version_in_review(team, text="What the reviewer read")
    Version.objects.filter(pk=version.pk).update(text="What somebody put in its place")
    version.refresh_from_db()
    with pytest.raises(Refused, match="not those that were sent"):
        approve(version, by=team.content_lead)


@pytest.mark.parametrize(
    "change", [{"text": "Other words"}, {"sha256": "0" * 64}], ids=["text", "hash"]
)
def test_i_04_saving_other_content_over_an_approved_version_raises(team, change):
    version = an_approved_version(team)
    for name, value in change.items():
        setattr(version, name, value)
    with pytest.raises(WrongState, match="Make a new version"):
        version.save()
    version.refresh_from_db()
    assert version.is_intact()


@pytest.mark.parametrize(
    "change",
    [{"text": "Other words"}, {"sha256": "0" * 64}, {"number": 9}, {"state": "draft"}],
    ids=["text", "hash", "number", "state"],
)
def test_i_04_the_database_itself_refuses_to_change_approved_bytes(team, change):
    version = an_approved_version(team)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)
    version.refresh_from_db()
    assert (version.state, version.number) == ("approved", 1)
    assert version.is_intact()


def test_i_04_no_form_changes_an_approved_version(team):
    version = an_approved_version(team)
    for member in (team.writer, team.content_lead):
        browser = signed_in(member)
        for noun in ("edit", "review", "changes", "approval"):
            browser.post(
                f"/content/versions/{version.pk}/{noun}/",
                {"text": "Other words", "change_note": "x", "reason": "x", "severity": "warn"},
            )
    version.refresh_from_db()
    assert version.text == "Tea for the evening."
    assert version.state == "approved"
    assert version.asset.versions.count() == 1


def test_i_04_an_edit_makes_the_next_version_and_leaves_the_approved_one(team):
    version = an_approved_version(team)
    answer = signed_in(team.writer).post(
        f"/content/assets/{version.asset_id}/versions/new/",
        {"text": "Tea for every evening.", "change_note": "Every evening"},
    )
    assert answer.status_code == 302
    newest = version.asset.newest
    assert (newest.number, newest.state, newest.parent) == (2, "draft", version)
    version.refresh_from_db()
    assert (version.state, version.text) == ("approved", "Tea for the evening.")


def test_i_04_bytes_stand_still_from_the_moment_they_are_in_review(team):
    version = a_version_in_review(team)
    with pytest.raises(WrongState):
        edit_draft(version, by=team.writer, text="Quickly something else")


def test_retired_bytes_stay_as_they_were(team):
    version = an_approved_version(team)
    retire(version, by=team.content_lead, reason="The music licence ended.")
    version.text = "Other words"
    with pytest.raises(WrongState):
        version.save()
