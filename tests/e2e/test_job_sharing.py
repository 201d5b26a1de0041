"""The job “hand pieces to an agency”: collect, share, and the outsider looks but cannot take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.models import Collection, Share
from drumbeat.work.models import StoredFile
from tests.content.factory import Team, an_approved_version, an_asset
from tests.media import a_picture
from tests.world import a_brand

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_pieces_are_collected_shared_and_seen_with_the_name_across_them(at_a_browser):
    team = Team(a_brand())
    file = StoredFile.keep(team.writer, "kv.png", a_picture(600, 400), "image/png")
    picture = an_approved_version(
        team, asset=an_asset(team, title_en="Poster", title_zh="海报"), text="", file=file
    )
    browser = at_a_browser(team.content_lead).opens("content/assets/")
    browser.page.check(f"[name=asset][value={picture.asset_id}]")
    browser.page.fill("#chosen [name=words]", "autumn")
    browser.fills(collection="new").sends("/assets/chosen/")
    browser.fills(title_en="For the agency", title_zh="代理包").sends()
    collection = Collection.objects.get()
    assert list(collection.assets.all()) == [picture.asset]

    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    browser.follows("/shares/new/").fills(recipient="Agency North", ends_on=until).sends()
    browser.must_be_told("Agency North")

    made = Share.objects.get()
    outsider = at_a_browser().opens(f"/share/{made.code}/").must_be_told("Agency North")
    face = outsider.page.locator(".piece-face img")
    face.wait_for()
    assert face.evaluate("one => one.decode().then(() => one.naturalWidth)") == 600
    original = f"{outsider.url}/share/{made.code}/files/{picture.pk}/"
    assert outsider.page.request.get(original).status == 404
    browser.opens("content/sharing/").sends(f"/sharing/{made.pk}/end/")
    assert outsider.page.request.get(f"{outsider.url}/share/{made.code}/").status == 404
