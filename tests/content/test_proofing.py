"""Proofs: remarks pinned to a place of a file, rounds with reviewers, and what becomes of both."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from drumbeat.content.creative.proofing.actions import begin, change, decide, pin
from drumbeat.content.creative.proofing.queries import pins_up_to, rounds
from drumbeat.content.media.reading import facts_of
from drumbeat.content.models import ProofRound, Remark
from drumbeat.content.studio.remarks import close
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import Notice
from drumbeat.work.models import StoredFile
from tests.content.factory import a_draft, an_asset
from tests.media import MP3, MP4, a_pdf, a_picture
from tests.sheets import Spreadsheet
from tests.world import TODAY, a_member, signed_in

SOON = TODAY + timedelta(days=3)


# -- remarks ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def a_file(team, data, name, asset=None, **kwargs):
    file = StoredFile.keep(team.writer, name, data, "application/octet-stream")
    return a_draft(team, asset=asset, text="", file=file, **kwargs)


@pytest.fixture
def poster(team):
    return a_file(team, a_picture(80, 100), "poster.png", an_asset(team, kind="poster"))


def pinned(team, version, body="The tea is too dark.", **place):
    place = place or {"region": (0.1, 0.2, 0.3, 0.1)}
    return pin(version, facts_of(version.file), by=team.strategist, body=body, **place)


def the_next(team, version, size=81):
    return a_file(
        team, a_picture(size, 100), "poster-2.png", version.asset, change_note="Lighter tea"
    )


def test_a_remark_on_a_region_tells_the_author_and_stands_on_the_page_with_its_number(team, poster):
    said = pinned(team, poster)
    page = signed_in(team.writer).get(f"/content/versions/{poster.pk}/proof/").content.decode()
    assert "The tea is too dark." in page
    assert 'x="10.00%" y="20.00%" width="30.00%" height="10.00%"' in page
    assert Notice.objects.get(member=team.writer, kind="remark").url.endswith(f"#{said.pk}")


@pytest.mark.parametrize(
    ("data", "name", "place", "field"),
    [
        (a_picture(), "a.png", {"region": (0.8, 0.1, 0.5, 0.1)}, "x"),
        (a_picture(), "a.png", {"region": (-0.1, 0.1, 0.5, 0.1)}, "x"),
        (a_pdf(2), "a.pdf", {"page": 3}, "page"),
        (MP4, "a.mp4", {"at_ms": 2_500}, "at"),
        (MP3, "a.mp3", {"region": (0, 0, 1, 1)}, "x"),
        (a_picture(), "a.png", {"body": "  "}, "body"),
    ],
)
def test_a_place_that_the_file_does_not_have_is_refused_naming_its_field(
    team, data, name, place, field
):
    version = a_file(team, data, name)
    with pytest.raises(Refused) as refused:
        pinned(team, version, **{"body": "?"} | place)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("data", "name", "typed", "place"),
    [
        (a_picture(), "a.png", {"x": "12.5", "y": "50"}, (0.125, 0.5, 0, 0, None, None)),
        (a_pdf(2), "a.pdf", {"page": "2", "x": "0", "y": "0", "w": "50", "h": "10"}, (0, 0, 0.5, 0.1, 2, None)),
        (MP4, "a.mp4", {"at": "0:01.5"}, (None, None, None, None, None, 1_500)),
        (MP3, "a.mp3", {"at": "0.5"}, (None, None, None, None, None, 500)),
    ],
)  # fmt: skip
def test_through_the_page_every_kind_of_file_takes_its_own_kind_of_place(
    team, data, name, typed, place
):
    version = a_file(team, data, name)
    browser = signed_in(team.strategist)
    browser.post(f"/content/versions/{version.pk}/proof/pins/", typed | {"body": "Here"})
    said = Remark.objects.get()
    assert (said.x, said.y, said.w, said.h, said.page, said.at_ms) == place
    assert "Here" in browser.get(f"/content/versions/{version.pk}/proof/").content.decode()


def test_a_drawn_line_stands_on_the_picture_with_its_bounds_as_region(team, poster):
    browser = signed_in(team.strategist)
    drawn = "0.1,0.2 0.15,0.25 0.2,0.3 0.5,0.3"
    browser.post(
        f"/content/versions/{poster.pk}/proof/pins/", {"stroke": drawn, "body": "This edge"}
    )
    said = Remark.objects.get()
    assert said.stroke == [[0.1, 0.2], [0.2, 0.3], [0.5, 0.3]]
    assert (said.x, said.y, said.w, said.h) == pytest.approx((0.1, 0.2, 0.4, 0.1))
    page = browser.get(f"/content/versions/{poster.pk}/proof/").content.decode()
    assert 'points="0.1,0.2 0.2,0.3 0.5,0.3 "' in page
    file = browser.get(f"/content/versions/{poster.pk}/proof/remarks.csv").content.decode()
    assert "10.0,20.0 20.0,30.0 50.0,30.0" in file


def test_a_line_that_cannot_be_read_is_told_and_nothing_is_pinned(team, poster):
    answer = signed_in(team.strategist).post(
        f"/content/versions/{poster.pk}/proof/pins/", {"stroke": "0,0 2,2", "body": "typed"}
    )
    assert answer.status_code == 422
    assert "Draw it again" in answer.content.decode()
    assert not Remark.objects.exists()


def test_wrong_boxes_are_told_and_what_was_typed_stays(team, poster):
    browser = signed_in(team.strategist)
    answer = browser.post(
        f"/content/versions/{poster.pk}/proof/pins/", {"x": "20", "body": "typed"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "typed" in page
    assert "A place needs both" in page
    assert not Remark.objects.exists()


def test_a_plain_click_on_the_picture_gives_the_place(team, poster):
    page = signed_in(team.strategist).get(
        f"/content/versions/{poster.pk}/proof/?point.x=160&point.y=100"
    )
    form = page.context["form"]
    assert (form["x"].value(), form["y"].value()) == (50.0, 25.0)


def test_the_table_refuses_half_a_region(team, poster):
    said = pinned(team, poster)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=said.pk).update(w=None)


def test_a_remark_goes_along_until_it_is_settled_and_says_in_which_version_and_by_whom(
    team, poster
):
    first, second = pinned(team, poster), pinned(team, poster, "Logo too small.")
    after = the_next(team, poster)
    close(first, by=team.writer)
    there = pins_up_to(after)
    assert [(one.number, one.is_open, one.inherited) for one in there] == [
        (1, False, True),
        (2, True, True),
    ]
    assert there[0].ended_in == after
    page = signed_in(team.strategist).get(f"/content/versions/{after.pk}/proof/").content.decode()
    assert "Settled in version 2 by Wen Writer" in page
    assert second.body in page


def test_settling_leads_to_the_version_that_settles(team, poster):
    said = pinned(team, poster)
    after = the_next(team, poster)
    answer = signed_in(team.writer).post(f"/content/remarks/{said.pk}/closure/")
    assert answer.url.endswith(f"/versions/{after.pk}/proof/#{said.pk}")


def test_remarks_on_passages_and_pins_do_not_mix(team, poster):
    pinned(team, poster)
    a_draft(team, asset=poster.asset, text="Words now.", change_note="Words")
    page = signed_in(team.writer).get(poster.asset.get_absolute_url()).content.decode()
    assert "Nobody has remarked on a passage yet." in page


def test_remarks_leave_as_a_file(team, poster):
    close(pinned(team, poster), by=team.writer)
    pinned(team, poster, "Logo too small.")
    browser = signed_in(team.strategist)
    rows = (
        browser.get(f"/content/versions/{poster.pk}/proof/remarks.csv")
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert "10.0, 20.0, 30.0, 10.0" in rows[1]
    assert "Logo too small." in rows[2]
    book = Spreadsheet(browser.get(f"/content/versions/{poster.pk}/proof/remarks.xlsx").content)
    assert book


def test_two_versions_of_a_picture_are_laid_over_each_other_and_texts_are_not(team, poster):
    the_next(team, poster)
    browser = signed_in(team.writer)
    address = f"/content/assets/{poster.asset_id}/comparison/"
    assert "data-overlaid" in browser.get(address).content.decode()
    assert "data-overlaid" not in browser.get(f"{address}?before=1&after=1").content.decode()
    a_draft(team, asset=poster.asset, text="Words now.", change_note="Words")
    assert "data-overlaid" not in browser.get(address).content.decode()


# -- rounds -------------------------------------------------------------------------------------


def a_round(team, version, *reviewers):
    return begin(
        version,
        by=team.writer,
        reviewers=list(reviewers) or [team.strategist, team.content_lead],
        due_on=SOON,
    )


def test_reviewers_hear_of_a_round_and_everybodys_decision_makes_its_outcome(team, poster):
    begun = a_round(team, poster)
    assert {one.member for one in Notice.objects.filter(kind="proof")} == {
        team.strategist,
        team.content_lead,
    }
    decide(begun, by=team.strategist, decision="approved")
    assert ProofRound.objects.get().outcome == ""
    decide(begun, by=team.content_lead, decision="changes", reason="Logo")
    assert ProofRound.objects.get().outcome == "changes"
    assert Notice.objects.filter(kind="proof", member=team.writer).count() == 1
    decide(begun, by=team.content_lead, decision="approved")
    assert ProofRound.objects.get().outcome == "approved"


def test_one_rejection_is_the_outcome_and_has_a_reason(team, poster):
    begun = a_round(team, poster)
    with pytest.raises(Refused, match="Say why"):
        decide(begun, by=team.strategist, decision="rejected")
    decide(begun, by=team.strategist, decision="rejected", reason="Another idea was agreed.")
    assert ProofRound.objects.get().outcome == "rejected"


def test_only_reviewers_decide_and_the_author_is_none(team, poster):
    with pytest.raises(Refused, match="Its author"):
        a_round(team, poster, team.writer)
    assert not ProofRound.objects.exists()
    begun = a_round(team, poster, team.strategist)
    with pytest.raises(Refused, match="not among"):
        decide(begun, by=team.content_lead, decision="approved")
    with pytest.raises(NotAllowed):
        decide(begun, by=a_member(team.brand, "cm"), decision="approved")


def test_a_round_is_over_once_a_newer_version_has_come(team, poster):
    begun = a_round(team, poster)
    after = the_next(team, poster)
    with pytest.raises(WrongState, match="newer version"):
        decide(begun, by=team.strategist, decision="approved")
    with pytest.raises(WrongState):
        a_round(team, poster)
    a_round(team, after)
    assert [one.version for one in rounds(team.brand)] == [after]


def test_a_version_has_one_round(team, poster):
    a_round(team, poster)
    with pytest.raises(WrongState, match="already"):
        a_round(team, poster)


def test_who_has_decided_keeps_the_seat_when_reviewers_change(team, poster):
    begun = a_round(team, poster)
    decide(begun, by=team.strategist, decision="approved")
    other = a_member(team.brand, "lead", name="Li Lead")
    change(begun, by=team.writer, reviewers=[other], due_on=SOON)
    assert {seat.member for seat in begun.reviewers.all()} == {team.strategist, other}
    assert Notice.objects.filter(member=other, kind="proof").count() == 1


def test_through_the_pages_a_round_is_begun_decided_and_found(team, poster):
    author, reviewer = signed_in(team.writer), signed_in(team.strategist)
    author.post(
        f"/content/versions/{poster.pk}/proof/round/",
        {"reviewers": [team.strategist.pk], "due_on": SOON.isoformat(), "ask": "The colours"},
    )
    begun = ProofRound.objects.get()
    assert str(begun) in reviewer.get("/content/proofs/?show=mine").content.decode()
    assert str(begun) not in author.get("/content/proofs/?show=mine").content.decode()
    assert reviewer.post(f"/content/proofs/{begun.pk}/decision/", {"decision": "rejected"}).status_code == 422  # fmt: skip
    reviewer.post(f"/content/proofs/{begun.pk}/decision/", {"decision": "approved"})
    assert str(begun) not in author.get("/content/proofs/?show=open").content.decode()
    assert "All agree" in author.get(f"/content/versions/{poster.pk}/proof/").content.decode()
    assert "approve" in author.get("/content/proofs.csv").content.decode().lower()


def test_several_files_of_a_brief_go_round_together_and_are_told_once(team, poster):
    brief = poster.asset.brief
    banner = a_file(team, a_picture(90, 30), "banner.png", an_asset(team, brief=brief))
    stray = a_file(team, a_picture(30, 90), "stray.png")
    browser = signed_in(team.writer)
    address = f"/content/versions/{poster.pk}/proof/round/"
    offered = browser.get(address).context["form"].fields["besides"].queryset
    assert list(offered) == [banner]
    asked = {"reviewers": [team.content_lead.pk], "due_on": SOON, "besides": [banner.pk]}
    browser.post(address, asked)
    assert Notice.objects.filter(member=team.content_lead, kind="proof").count() == 1
    page = browser.get(f"/content/versions/{banner.pk}/proof/").content.decode()
    assert f"/content/versions/{poster.pk}/proof/" in page
    decide(banner.proof, by=team.content_lead, decision="approved")
    outcomes = {begun.version: begun.outcome for begun in rounds(team.brand)}
    assert outcomes == {banner: "approved", poster: ""}
    with pytest.raises(WrongState):
        begin(banner, by=team.writer, reviewers=[team.strategist], due_on=SOON)
    assert not ProofRound.objects.filter(version=stray).exists()


def test_a_file_of_another_brief_goes_in_no_round_and_nothing_is_begun(team, poster):
    stray = a_file(team, a_picture(30, 90), "stray.png")
    reviewers = [team.content_lead]
    with pytest.raises(Refused) as refusal:
        begin(poster, by=team.writer, reviewers=reviewers, due_on=SOON, besides=[stray])
    assert refusal.value.problems[0].field == "besides"
    assert not ProofRound.objects.exists()


def test_in_a_round_of_several_nobody_reviews_what_they_made(team, poster):
    own = an_asset(team, brief=poster.asset.brief, by=team.strategist)
    banner, lead = a_draft(team, asset=own, text="Ours"), a_member(team.brand, "lead")
    reviewers = [team.strategist, lead]
    begin(poster, by=team.content_lead, reviewers=reviewers, due_on=SOON, besides=[banner])
    assert [seat.member for seat in banner.proof.reviewers.all()] == [lead]


def test_whoever_may_not_edit_a_file_is_not_offered_it_for_their_round(team, poster):
    a_draft(team, asset=an_asset(team, brief=poster.asset.brief, by=team.strategist), text="Ours")
    page = signed_in(team.writer).get(f"/content/versions/{poster.pk}/proof/round/")
    assert "besides" not in page.context["form"].fields


@pytest.mark.parametrize("role", ["gst", "an"])
def test_who_may_not_speak_about_the_file_is_neither_offered_nor_asked(team, poster, role):
    barred, lead = a_member(team.brand, role), a_member(team.brand, "lead")
    browser, address = signed_in(team.writer), f"/content/versions/{poster.pk}/proof/round/"
    offered = browser.get(address).context["form"].fields["reviewers"].queryset
    assert set(offered) == {team.strategist, team.content_lead, lead}
    typed = {"reviewers": [barred.pk], "due_on": SOON.isoformat()}
    assert "reviewers" in browser.post(address, typed).context["form"].errors
    with pytest.raises(Refused) as refusal:
        a_round(team, poster, lead, barred)
    assert refusal.value.problems[0].field == "reviewers"
    assert not ProofRound.objects.exists()
    for asked in (lead, team.strategist):
        assert signed_in(asked).get(f"/content/versions/{poster.pk}/proof/").status_code == 200


def test_the_next_round_starts_with_the_reviewers_of_the_last(team, poster):
    a_round(team, poster, team.strategist)
    after = the_next(team, poster)
    form = signed_in(team.writer).get(f"/content/versions/{after.pk}/proof/round/").context["form"]
    assert list(form["reviewers"].value()) == [team.strategist.pk]


def test_a_text_is_proofed_too_with_remarks_on_its_passages(team):
    version = a_draft(team, text="Tea for the evening.")
    a_round(team, version)
    browser = signed_in(team.strategist)
    page = browser.get(f"/content/versions/{version.pk}/proof/").content.decode()
    assert f"/content/versions/{version.pk}/remarks/new/" in page
    answer = browser.post(f"/content/versions/{version.pk}/proof/pins/", {"body": "x"})
    assert answer.status_code == 302
    assert not Remark.objects.exists()


def test_a_pdf_may_be_framed_by_our_own_pages_only(team, poster):
    document = a_file(team, a_pdf(), "a.pdf", an_asset(team, brief=poster.asset.brief))
    browser = signed_in(team.writer)
    framed = browser.get(f"/content/versions/{document.pk}/file/")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert browser.get(f"/content/versions/{poster.pk}/file/")["X-Frame-Options"] == "DENY"


# -- reading ------------------------------------------------------------------------------------


def test_a_page_with_many_remarks_and_reviewers_asks_no_more(
    team, poster, django_assert_num_queries
):
    browser = signed_in(team.writer)
    begun = a_round(team, poster)
    pinned(team, poster)
    address = f"/content/versions/{poster.pk}/proof/"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for n in range(12):
        pinned(team, poster, f"{n}")
        begun.reviewers.create(member=a_member(team.brand, "lead", name=f"R{n}"))
    with django_assert_num_queries(len(few)):
        browser.get(address)
