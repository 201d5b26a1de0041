"""What people outside see at a secret address, and what they never get."""

import io
import re
from copy import deepcopy
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image

from drumbeat.content.models import Share
from drumbeat.content.sharing import public_views
from drumbeat.content.sharing.actions import share, switch_off
from drumbeat.formats.media import watermark
from drumbeat.formats.media.watermark import watermarked
from drumbeat.people.errors import NotAllowed, Refused
from drumbeat.people.models import AuditEvent
from drumbeat.work.models import StoredFile
from tests.content.factory import Team, a_draft, an_approved_version, an_asset
from tests.content.test_collections import a_collection, a_right, asked
from tests.media import a_picture, drawn
from tests.world import a_brand, signed_in

pytestmark = pytest.mark.django_db
MASTER = a_picture(600, 400)
IN_A_WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture(scope="module")
def built(kept):
    """A collection of an approved picture, an approved text and an unapproved one."""

    def build():
        team = Team(a_brand("岩雾"))
        file = StoredFile.keep(team.writer, "kv.png", MASTER, "image/png")
        poster = an_asset(team, title_en="Poster")
        line, idea = (
            an_asset(team, brief=poster.brief, title_en=name) for name in ("Line", "Idea")
        )
        picture = an_approved_version(team, asset=poster, text="", file=file)
        an_approved_version(team, asset=line, text="One **calm** evening.")
        a_draft(team, asset=idea, text="Secret plans")
        return team, a_collection(team, poster, line, idea), picture

    return kept(build)


@pytest.fixture
def shelf(built):
    return deepcopy(built)


def a_share(team, collection, password="", **fields):
    values = {"recipient": "Agency North", "ends_on": timezone.localdate() + IN_A_WEEK} | fields
    made = Share(brand=team.brand, owner=team.content_lead, collection=collection, **values)
    return share(made, by=team.content_lead, password=password)


def at(made, rest=""):
    return f"/share/{made.code}/{rest}"


def test_a_stranger_sees_what_is_approved_and_nothing_else(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection)
    answer = Client().get(at(made))
    page = answer.content.decode()
    assert "One <strong>calm</strong> evening." in page
    assert f"faces/{picture.pk}/" in page
    assert "Idea" not in page
    assert "Secret plans" not in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_it_reads_in_the_viewers_language(shelf):
    team, collection, _picture = shelf
    made = a_share(team, collection)
    assert "仅供查看" in Client(headers={"Accept-Language": "zh-CN"}).get(at(made)).content.decode()
    assert "You may look" in Client().get(f"{at(made)}?lang=en").content.decode()


def test_looking_only_the_original_never_goes_out(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection)
    face = Client().get(at(made, f"faces/{picture.pk}/"))
    assert face["Content-Type"] == "image/webp"
    assert "no-store" in face["Cache-Control"]
    shown = np.asarray(Image.open(io.BytesIO(face.content)).convert("RGB"), int)
    apart = np.abs(shown - np.asarray(drawn(600, 400), int)).max(axis=2) > 40
    # Words in every part of it, not only in a corner.
    parts = [part for half in np.array_split(apart, 2) for part in np.array_split(half, 3, axis=1)]
    assert all(part.mean() > 0.005 for part in parts)
    for rest in (f"files/{picture.pk}/", "all.zip"):
        assert Client().get(at(made, rest)).status_code == 404


def test_who_may_download_gets_the_approved_bytes(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection, mode="download")
    got = Client().get(at(made, f"files/{picture.pk}/"))
    assert b"".join(got.streaming_content) == MASTER
    assert "no-store" in got["Cache-Control"]
    assert b"".join(Client().get(at(made, "all.zip")).streaming_content)[:2] == b"PK"


def test_a_part_is_handed_out_as_the_whole_is_and_gone_when_the_share_is(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection, mode="download")
    path, part = at(made, f"files/{picture.pk}/"), {"range": "bytes=10-19"}
    got = Client().get(path, headers=part)
    assert (got.status_code, got.getvalue()) == (206, MASTER[10:20])
    assert "no-store" in got["Cache-Control"]
    known = {"if-none-match": got["ETag"]}
    assert Client().get(path, headers=known).status_code == 304
    switch_off(made, by=team.strategist)
    for headers in (part, known):
        assert Client().get(path, headers=headers).status_code == 404


def test_wrong_ended_and_switched_off_addresses_answer_alike(shelf):
    team, collection, picture = shelf
    ended, off = a_share(team, collection), a_share(team, collection)
    Share.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    switch_off(off, by=team.strategist)
    pages = {
        (answer.status_code, _without_what_differs(answer.content.decode(), path))
        for path in ("/share/nobody/", at(ended), at(off))
        for answer in [Client().get(path)]
    }
    assert len(pages) == 1
    assert pages.pop()[0] == 404
    assert Client().get(at(off, f"faces/{picture.pk}/")).status_code == 404


def _without_what_differs(page, path):
    """Without the address that was asked for, which a page echoes, and the form's own token."""
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", page).replace(path, "")


def test_a_share_of_what_was_put_away_answers_nobody(shelf):
    team, collection, _picture = shelf
    made = a_share(team, collection)
    collection.archived_at = timezone.now()
    collection.save()
    assert Client().get(at(made)).status_code == 404


def test_a_piece_leaves_the_page_on_the_day_its_right_ends(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection)
    a_right(picture.asset, until=-1)
    assert "Poster" not in Client().get(at(made)).content.decode()
    assert Client().get(at(made, f"faces/{picture.pk}/")).status_code == 404


def test_nothing_of_another_collection_is_had_through_a_share(shelf):
    team, _collection, picture = shelf
    other = a_share(team, a_collection(team), mode="download")
    for rest in (f"faces/{picture.pk}/", f"files/{picture.pk}/"):
        assert Client().get(at(other, rest)).status_code == 404


def test_a_password_stands_before_every_part_of_it(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection, password="茶 at five")
    assert "茶" not in made.password
    stranger = Client()
    for rest in ("", f"faces/{picture.pk}/"):
        page = stranger.get(at(made, rest))
        assert b"Poster" not in page.content
        assert page["Content-Type"].startswith("text/html")
    assert stranger.post(at(made), {"password": "tea"}).status_code == 422
    assert stranger.post(at(made), {"password": "茶 at five"}).status_code == 302
    assert b"Poster" in stranger.get(at(made)).content
    other = a_share(team, collection, password="other")
    assert b"Poster" not in stranger.get(at(other)).content


def test_passwords_are_not_found_by_trying(shelf):
    team, collection, _picture = shelf
    made = a_share(team, collection, password="right")
    tried = [Client().post(at(made), {"password": str(n)}).status_code for n in range(9)]
    assert tried == [422] * 8 + [429]
    assert Client().post(at(made), {"password": "right"}).status_code == 429


def test_an_address_is_not_read_without_end(shelf, monkeypatch):
    team, collection, _picture = shelf
    monkeypatch.setattr(public_views, "READS_A_MINUTE", 2)
    made = a_share(team, collection)
    assert [Client().get(at(made)).status_code for _n in range(3)] == [200, 200, 429]


def test_openings_are_counted_and_faces_are_not(shelf):
    team, collection, picture = shelf
    made = a_share(team, collection)
    for rest in ("", "", f"faces/{picture.pk}/"):
        Client().get(at(made, rest))
    Client().head(at(made))
    made.refresh_from_db()
    today = timezone.localdate(timezone=ZoneInfo(team.brand.time_zone))
    assert (made.opened, made.opened_on) == (2, today)


def test_only_who_approves_hands_out_and_the_trail_holds_no_password(shelf):
    team, collection, _picture = shelf
    with pytest.raises(NotAllowed):
        share(Share(brand=team.brand, owner=team.writer, collection=collection), by=team.writer)
    made = a_share(team, collection, password="right")
    event = AuditEvent.objects.get(object_id=made.pk)
    assert event.verb == "shared"
    assert "password" not in event.after
    assert signed_in(team.writer).get("/content/sharing/").status_code == 403


@pytest.mark.parametrize("days", [-1, 400])
def test_an_address_ends_within_a_year(shelf, days):
    team, collection, _picture = shelf
    with pytest.raises(Refused):
        a_share(team, collection, ends_on=timezone.localdate() + timedelta(days=days))
    typed = {"recipient": "North", "mode": "view", "ends_on": ""}
    browser = signed_in(team.content_lead)
    page = browser.post(f"{collection.get_absolute_url()}shares/new/", typed)
    assert page.status_code == 422
    assert not Share.objects.exists()


def test_one_asset_is_shared_from_its_own_page_and_switched_off_again(shelf):
    team, _collection, picture = shelf
    browser = signed_in(team.content_lead)
    typed = {"recipient": "印刷厂", "mode": "view", "ends_on": timezone.localdate() + IN_A_WEEK}
    new = f"/content/assets/{picture.asset_id}/shares/new/"
    page = browser.post(new, typed, follow=True)
    made = Share.objects.get()
    assert at(made) in page.content.decode()
    assert Client().get(at(made)).status_code == 200
    browser.post(f"/content/sharing/{made.pk}/end/")
    assert Client().get(at(made)).status_code == 404


def test_the_list_is_a_file_without_addresses(shelf):
    team, collection, _picture = shelf
    made = a_share(team, collection)
    body = signed_in(team.content_lead).get("/content/sharing.csv").content.decode()
    assert "Agency North" in body
    assert made.code not in body


def test_the_pages_ask_the_same_for_few_and_for_many(shelf, django_assert_max_num_queries):
    team, collection, picture = shelf
    browser, made = signed_in(team.content_lead), a_share(team, collection)
    browser.get("/content/sharing/")
    few = asked(browser, "/content/sharing/")
    for _n in range(3):
        a_share(team, collection)
    assert asked(browser, "/content/sharing/") == few
    for path, most in ((at(made), 5), (at(made, f"faces/{picture.pk}/"), 4)):
        with django_assert_max_num_queries(most):
            Client().get(path)


# -- the words across a picture ----------------------------------------------------------------


@pytest.mark.parametrize("words", ["Rock Mist · North", "岩雾 · 夜跑传媒", "Čaj"])
def test_a_watermark_is_drawn_in_any_language(words):
    plain = np.asarray(drawn(300, 200), int)
    marked = Image.open(io.BytesIO(watermarked(a_picture(300, 200), words)))
    assert np.abs(np.asarray(marked.convert("RGB"), int) - plain).max() > 60


def test_without_a_chinese_font_the_words_are_spelled(monkeypatch):
    monkeypatch.setattr(watermark, "_FONTS", ())
    _font, words = watermark._font_for("岩雾 · 2026", 20)
    assert words.split() == ["yan", "wu", "2026"]


@pytest.mark.parametrize("size", [(1, 1), (4000, 3), (9, 900)])
def test_a_picture_of_any_shape_is_marked(size):
    marked = Image.open(io.BytesIO(watermarked(a_picture(*size), "North")))
    assert max(marked.size) <= watermark.SIDE_PX
