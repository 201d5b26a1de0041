"""Scripts written shot by shot: their times, their versions, and what becomes of their words."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.review import send_to_review
from drumbeat.content.creative.scripts.actions import begin, write
from drumbeat.content.creative.scripts.forms import rearranged
from drumbeat.content.creative.scripts.shots import Shot, compared, placed, shots_of, total_ms
from drumbeat.content.models import Version
from drumbeat.people.errors import Refused, WrongState
from drumbeat.science.text.speaking import seconds_to_say
from drumbeat.work.models import StoredFile
from tests.content.factory import a_draft, an_asset
from tests.media import a_picture
from tests.world import signed_in

SHOTS = [
    Shot("清晨，一只杯子。", "一只杯子，一个早晨。", "早安", 3000),
    Shot("茶倒进杯子。", "前一晚泡好。", "", 2000),
    Shot("人微笑。", "", "岩雾", 1500),
]


def test_a_voice_over_takes_its_time_in_both_languages():
    assert seconds_to_say("茶" * 255) == 60
    assert seconds_to_say("tea " * 150) == 60
    assert seconds_to_say("……") == 0


def test_a_shot_says_when_its_voice_over_does_not_fit():
    assert not Shot(voice="茶" * 17, ms=4000).is_too_short
    assert Shot(voice="茶" * 40, ms=4000).is_too_short


def test_every_shot_lies_where_the_one_before_ends():
    assert [one.begins_ms for one in placed(SHOTS)] == [0, 3000, 5000]
    assert total_ms(SHOTS) == 6500


ROWS = st.lists(st.integers(0, 5).map(lambda n: {"picture": str(n)}), max_size=5)


@given(ROWS, st.sampled_from(["up", "down", "remove", "add", "?"]), st.integers(0, 7))
def test_moving_a_row_loses_no_other(rows, verb, place):
    after = rearranged(rows, f"{verb}:{place}")
    expected = {"add": len(rows) + 1, "remove": len(rows) - 1}.get(verb, len(rows))
    assert len(after) in (expected, len(rows))
    kept = sorted(row["picture"] for row in after if "picture" in row)
    lost = len(rows) - len(kept)
    assert lost == (1 if verb == "remove" and len(after) < len(rows) else 0)


def test_comparing_pairs_what_changed_and_keeps_what_did_not():
    after = [SHOTS[0], Shot("茶倒进杯子，慢。", "", "", 2500), SHOTS[2], Shot("黑场")]
    pairs = [(old and old.number, new and new.number) for old, new in compared(SHOTS, after)]
    assert pairs == [(1, 1), (2, 2), (3, 3), (None, 4)]


# -- versions -----------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(team):
    return an_asset(team, kind="script", title_en="Film")


@pytest.fixture
def script(team, asset):
    return begin(asset, SHOTS, by=team.writer)


def typed(shots, **more):
    boxes = {"shot-TOTAL_FORMS": len(shots), "shot-INITIAL_FORMS": 0}
    for n, shot in enumerate(shots):
        boxes |= {f"shot-{n}-{name}": getattr(shot, name) for name in ("picture", "voice", "caption", "seconds", "image")}  # fmt: skip
    return boxes | {"do": "save"} | more


def test_a_plain_text_is_hashed_as_ever_and_shots_are_part_of_the_hash(team, script):
    plain = a_draft(team, asset=an_asset(team, brief=script.asset.brief), text="Tea.")
    assert plain.sha256 == hashlib.sha256(b"Tea.").hexdigest()
    longer = [Shot(**{**vars(SHOTS[0]), "ms": 9000}), *SHOTS[1:]]
    before = script.sha256
    after = write(script, longer, by=team.writer)
    assert after.text == script.text
    assert after.sha256 != before
    assert after.is_intact()


def test_shots_stand_still_from_review_on(team, script):
    send_to_review(script, by=team.writer)
    with pytest.raises(WrongState):
        write(script, SHOTS[:1], by=team.writer)
    script.shots = []
    with pytest.raises(WrongState, match="fixed"):
        script.save()


def test_the_words_of_the_shots_are_held_to_the_law(team, script):
    forbidden = [Shot("杯子", "全国最好的茶。", "", 3000)]
    after = write(script, forbidden, by=team.writer)
    assert after.findings.filter(resolved_at=None).exclude(law_key="").exists()


def test_text_and_shots_never_part(team, script):
    with pytest.raises(WrongState, match="shot by shot"):
        edit_draft(script, by=team.writer, text="Other words.")
    with pytest.raises(Refused, match="shot by shot"):
        add_version(script.asset, by=team.writer, text="Other words.", change_note="x")
    after = add_version(script.asset, by=team.writer, text=script.text, change_note="x")
    assert shots_of(after) == SHOTS


def test_only_a_script_has_shots_and_it_has_some(team, script):
    with pytest.raises(WrongState, match="Only a script"):
        begin(an_asset(team, brief=script.asset.brief), SHOTS, by=team.writer)
    with pytest.raises(Refused, match="at least one"):
        write(script, [], by=team.writer)


def test_through_the_pages_a_script_is_begun_moved_and_saved(team, asset):
    browser = signed_in(team.writer)
    new = f"/content/assets/{asset.pk}/script/new/"
    assert browser.get(new).status_code == 200
    moved = browser.post(new, typed(SHOTS, do="down:1"))
    assert moved.status_code == 200
    assert not Version.objects.exists()
    pictures = [form["picture"].value() for form in moved.context["shots"]]
    assert pictures == [SHOTS[1].picture, SHOTS[0].picture, SHOTS[2].picture]
    browser.post(new, typed([*SHOTS, Shot(ms=3000)]))
    version = Version.objects.get()
    assert shots_of(version) == SHOTS
    studio = browser.get(f"/content/versions/{version.pk}/edit/")
    assert studio.url.endswith(f"/content/versions/{version.pk}/script/edit/")
    page = browser.get(f"/content/versions/{version.pk}/script/").content.decode()
    assert "0:06.5" in page
    assert "一只杯子，一个早晨。" in browser.get(f"/content/versions/{version.pk}/script/prompter/").content.decode()  # fmt: skip
    assert (
        "前一晚泡好" in browser.get(f"/content/versions/{version.pk}/script.csv").content.decode()
    )


def test_a_shot_without_its_seconds_is_told_beside_the_box_and_all_stays(team, script):
    boxes = typed(SHOTS, **{"shot-1-seconds": "", "shot-0-voice": "typed"})
    answer = signed_in(team.writer).post(f"/content/versions/{script.pk}/script/edit/", boxes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "How long does it last?" in page
    assert "typed" in page


def test_a_storyboard_is_a_picture_of_the_own_library(team, script):
    file = StoredFile.keep(team.writer, "a.png", a_picture(), "image/png")
    frame = a_draft(team, asset=an_asset(team, brief=script.asset.brief), text="", file=file)
    browser = signed_in(team.writer)
    address = f"/content/versions/{script.pk}/script/edit/"
    shot = {**vars(SHOTS[0]), "image": frame.pk}
    browser.post(address, typed([Shot(**shot)], row_version=script.row_version))
    script.refresh_from_db()
    assert script.shots[0]["image"] == frame.pk
    assert frame.pk in browser.get(f"/content/versions/{script.pk}/script/").content.decode()
    wrong = browser.post(address, typed([Shot(**{**shot, "image": script.pk})]))
    assert wrong.status_code == 422


def test_two_versions_are_compared_shot_by_shot(team, script):
    begin(script.asset, SHOTS[1:], by=team.writer, change_note="Shorter")
    page = signed_in(team.writer).get(f"/content/assets/{script.asset_id}/comparison/")
    assert [bool(new) for _old, new in page.context["shots"]] == [False, True, True]


def test_a_long_script_asks_no_more(team, script, django_assert_num_queries):
    browser, address = signed_in(team.writer), f"/content/versions/{script.pk}/script/edit/"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    write(script, SHOTS * 10, by=team.writer)
    with django_assert_num_queries(len(few)):
        browser.get(address)
