"""Review a picture in rounds: annotate it, settle that in the next version, approve."""

import pytest

from drumbeat.content.models import Remark
from tests.content.factory import Team, an_asset
from tests.media import a_picture, drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def files(tmp_path):
    """Two posters on a disk: a dark one, and the same lighter."""
    for name, ground in (("dark.png", (31, 60, 50)), ("light.png", (200, 220, 210))):
        (tmp_path / name).write_bytes(a_picture(picture=drawn(600, 800, ground=ground)))
    return tmp_path


def test_a_remark_is_pinned_settled_in_the_next_version_and_the_version_approved(
    lead, at_a_browser, files
):
    team = Team(lead.brand)
    asset = an_asset(team, kind="poster")
    designer, reviewer = at_a_browser(team.writer), at_a_browser(team.content_lead)

    first = begins_a_round(designer, asset, team, file=files / "dark.png", alt_zh="一只杯子")
    drags_a_rectangle(reviewer.opens(first))
    reviewer.fills(body="Too dark here.").sends("/proof/pins/")
    reviewer.follows("/decision/").fills(decision="changes", reason="Lighter").sends()
    said = Remark.objects.get()
    assert [round(getattr(said, side), 1) for side in "xywh"] == [0.2, 0.2, 0.5, 0.3]

    second = begins_a_round(
        designer, asset, team, file=files / "light.png", change_note="Lighter ground"
    )
    designer.must_be_told("Too dark here.").sends("/closure/")
    wipes(designer.follows(r"/comparison/\?before=1&after=2"))
    reviewer.opens(second).must_be_told("Too dark here.", "Wen Writer")
    assert not reviewer.page.locator("form[action$='/closure/']").count()
    reviewer.follows("/decision/").fills(decision="approved").sends()

    designer.opens(f"content/assets/{asset.pk}/").sends("/review/")
    reviewer.opens(f"content/assets/{asset.pk}/").follows("/approval/").sends()
    assert asset.newest.state == "approved"


def test_without_scripts_a_click_on_the_picture_pins_a_point(lead, at_a_browser, files, reader):
    team = Team(lead.brand)
    asset = an_asset(team, kind="poster")
    designer = at_a_browser(team.writer)
    proof = begins_a_round(designer, asset, team, file=files / "dark.png", alt_zh="一只杯子")
    plain = at_a_browser(team.content_lead, scripts=False).opens(proof)
    picture = plain.page.locator("input[type=image]")
    frame = picture.bounding_box()
    picture.click(position={"x": frame["width"] / 2, "y": frame["height"] / 4})
    plain.fills(body="Here.").sends("/proof/pins/")
    said = Remark.objects.get()
    assert (round(said.x, 1), round(said.y, 2), said.w) == (0.5, 0.25, 0)


def test_a_line_is_drawn_freely_and_stays_on_the_picture(lead, at_a_browser, files):
    team = Team(lead.brand)
    asset = an_asset(team, kind="poster")
    proof = begins_a_round(at_a_browser(team.writer), asset, team, file=files / "dark.png")
    reviewer = at_a_browser(team.content_lead).opens(proof)
    reviewer.page.locator("[data-free]").click()
    drags_a_rectangle(reviewer)
    assert reviewer.page.locator("polyline.drawn").count() == 1
    reviewer.fills(body="This edge.").sends("/proof/pins/")
    said = Remark.objects.get()
    assert [[round(x, 1), round(y, 1)] for x, y in said.stroke] == [
        [0.2, 0.2],
        [0.5, 0.4],
        [0.7, 0.5],
    ]
    assert [round(getattr(said, side), 1) for side in "xywh"] == [0.2, 0.2, 0.5, 0.3]
    assert reviewer.page.locator(".pin polyline.stroke").count() == 1


def begins_a_round(designer, asset, team, **typed):
    """Upload a version and ask the content lead; returns the address of its proof."""
    designer.opens(f"content/assets/{asset.pk}/").follows("/versions/new/")
    designer.fills(**typed).sends()
    designer.follows("/proof/").follows("/proof/round/")
    designer.fills(reviewers=team.content_lead.pk).sends()
    return designer.path


def drags_a_rectangle(person):
    """From a fifth into the picture, over half its width and a third of its height."""
    frame = person.page.locator(".proof-stage .pins").bounding_box()
    person.page.locator(".proof-stage").scroll_into_view_if_needed()
    frame = person.page.locator(".proof-stage .pins").bounding_box()
    mouse = person.page.mouse

    def at(across, down):
        return frame["x"] + across * frame["width"], frame["y"] + down * frame["height"]

    mouse.move(*at(0.2, 0.2))
    mouse.down()
    mouse.move(*at(0.5, 0.4))
    mouse.move(*at(0.7, 0.5))
    mouse.up()


def wipes(person):
    """The range shows more of the later picture, by keyboard."""
    person.page.locator("input[type=range]").focus()
    person.page.keyboard.press("End")
    assert (
        person.page.locator("[data-overlaid]").evaluate(
            "one => getComputedStyle(one).getPropertyValue('--shown')"
        )
        == "1"
    )
    person.looks()
