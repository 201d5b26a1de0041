"""One master, made into what each format asks for: held to the pixels that a person expects."""

import io

import numpy as np
import pytest
from PIL import Image

from drumbeat.formats.media import facts
from drumbeat.formats.media.renditions import TooHeavy, TooSmall, Wanted, covered, cut, rendered
from tests.channels.factory import a_channel, a_ready_campaign
from tests.channels.test_specs import an_approved
from tests.media import a_picture
from tests.world import signed_in


def a_flag():
    """Three upright bars, red, green and blue, each 400 × 600."""
    flag = Image.new("RGB", (1200, 600))
    for n, colour in enumerate([(200, 30, 30), (30, 160, 60), (30, 60, 200)]):
        flag.paste(colour, (n * 400, 0, n * 400 + 400, 600))
    return flag


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int)


@pytest.mark.parametrize(("x", "colour"), [(0.0, (200, 30, 30)), (0.5, (30, 160, 60)), (1.0, (30, 60, 200))])  # fmt: skip
def test_the_cut_keeps_what_the_focus_is_on(x, colour):
    made = pixels(rendered(a_picture(picture=a_flag()), Wanted(300, 450, focus=(x, 0.5))))
    assert made.shape == (450, 300, 3)
    assert np.abs(made[:, 20:-20] - colour).mean() < 6


def test_a_smaller_one_looks_like_the_master():
    master = a_flag()
    made = pixels(rendered(a_picture(picture=master), Wanted(600, 300)))
    assert np.abs(made - np.asarray(master.resize((600, 300)), int)).mean() < 3


def test_what_the_network_covers_is_veiled_and_the_rest_is_not():
    plain = a_picture(picture=Image.new("RGB", (100, 200), "white"))
    shown = pixels(covered(plain, (10, 0, 20, 0)))
    assert shown[100, 50].min() > 245
    assert shown[5, 50, 2] < 200
    assert shown[190, 50, 2] < 200


def test_nothing_is_blown_up_and_a_weight_is_kept_or_refused():
    noise = a_picture(picture=Image.effect_noise((800, 800), 90))
    with pytest.raises(TooSmall):
        rendered(noise, Wanted(900, 900))
    assert len(rendered(noise, Wanted(800, 800, most_bytes=400_000))) <= 400_000
    with pytest.raises(TooHeavy):
        rendered(noise, Wanted(800, 800, most_bytes=5_000))


def test_the_masters_notes_stay_behind():
    exif = Image.Exif()
    exif[315] = "Lin Photo"
    made = rendered(a_picture(600, 600, form="JPEG", exif=exif), Wanted(300, 300))
    assert facts.read(made).notes == {}


def test_a_cut_lies_inside_the_master():
    for focus in ((0, 0), (1, 1), (0.3, 0.9)):
        left, top, right, bottom = cut((1200, 600), 9 / 16, focus)
        assert 0 <= left < right <= 1200
        assert 0 <= top < bottom <= 600
        assert (right - left) / (bottom - top) == pytest.approx(9 / 16)


@pytest.mark.django_db
def test_the_page_shows_the_cut_and_the_file_fits_its_format(team):
    campaign = a_ready_campaign(team)
    version = an_approved(team, campaign.plan, data=a_picture(1600, 1200))
    channel = a_channel(team["cm"], kind="social_paid", platform="meta_ads")
    browser, at = signed_in(team["cm"]), f"/channels/versions/{version.pk}/renditions/{channel.pk}"
    assert "900 × 1200" not in browser.get(f"{at}/meta-feed/").content.decode()
    made = browser.get(f"{at}/meta-feed/file/?ratio=4:5&x=0&y=50")
    assert (facts.read(made.content).width, facts.read(made.content).height) == (960, 1200)
    assert "kv-meta-feed-960x1200.jpg" in made.headers["Content-Disposition"]
    assert browser.get(f"{at}/meta-story/file/?look").headers["Content-Type"] == "image/webp"
    assert browser.get(f"{at}/meta-text/").status_code == 404
    pieces = browser.get(f"/channels/versions/{version.pk}/fits/").content.decode()
    assert "Make it fit" in pieces
