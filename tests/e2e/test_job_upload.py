"""Many files into the library: chosen, dropped or pasted, with scripts and without."""

import base64

import pytest

from drumbeat.content.models import Asset
from tests.content.factory import PDF, PNG, Team, an_acknowledged_brief
from tests.media import a_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

GOOD = {"name": "mist.png", "mimeType": "image/png", "buffer": PNG}
WRONG = {"name": "poster.png", "mimeType": "image/png", "buffer": PDF}
DROPPED = """([kind, bytes]) => {
    const data = new DataTransfer();
    const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
    data.items.add(new File([raw], "dropped.png", { type: "image/png" }));
    const about = kind === "drop" ? { dataTransfer: data } : { clipboardData: data };
    const Kind = kind === "drop" ? DragEvent : ClipboardEvent;
    document.body.dispatchEvent(new Kind(kind, { bubbles: true, cancelable: true, ...about }));
}"""


def test_files_come_in_by_choice_drop_and_paste(brand, at_a_browser):
    team = Team(brand)
    brief = an_acknowledged_brief(team)
    writer = at_a_browser(team.writer).opens(f"content/briefs/{brief.pk}/")
    writer.follows(r"uploads/\?brief=.*").fills(files=[GOOD, WRONG])
    page = writer.page
    page.locator("main form .btn.primary").click()
    page.locator(".upload.made").wait_for()
    page.locator(".upload.refused").wait_for()

    for kind, picture in (("drop", a_picture(90, 60)), ("paste", a_picture(60, 90))):
        before = page.locator(".upload.made").count()
        page.evaluate(DROPPED, [kind, base64.b64encode(picture).decode()])
        page.locator(".upload.made").nth(before).wait_for()
    page.evaluate(DROPPED, ["drop", base64.b64encode(a_picture(60, 90)).decode()])
    page.locator(".upload.known").wait_for()
    writer.looks().must_be_told("poster.png")
    assert Asset.objects.count() == 3

    plain = at_a_browser(team.writer, scripts=False).opens("content/uploads/")
    plain.fills(files=[{**GOOD, "buffer": a_picture(70, 70)}, WRONG]).sends()
    assert plain.page.locator(".upload").count() == 2
    assert Asset.objects.count() == 4
