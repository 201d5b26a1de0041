"""The job “move a go-live”: by mouse, by keyboard and without any script, and taken back again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.channels.factory import a_placement, a_ready_campaign, a_team, an_armed_placement

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def moved_to(placement, day):
    placement.refresh_from_db()
    return placement.starts_on == day


def test_a_go_live_moves_by_key_and_by_mouse_and_is_taken_back(at_a_browser, lead):
    team, today = a_team(lead), timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    campaign = a_ready_campaign(team)
    placement = a_placement(team, campaign=campaign, starts_on=monday, ends_on=monday)
    armed = an_armed_placement(team, campaign=campaign, starts_on=monday, ends_on=monday)
    page = at_a_browser(team["cm"]).opens(f"calendar/?view=week&day={monday}").page
    handle = page.locator(f'[data-entry="{placement.pk}"] .cal-handle')

    handle.focus()
    page.keyboard.press("Space")
    # In a narrow week only days that hold something are listed: the key goes to what is there.
    days = page.locator("[data-day]:visible").count()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert moved_to(placement, monday)

    if days == 7:
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        with page.expect_navigation():
            page.keyboard.press("Space")
        assert moved_to(placement, monday + timedelta(days=2))
        page.wait_for_function("document.activeElement.matches('.cal-handle')")

        with page.expect_navigation():
            page.drag_and_drop(
                f'[data-entry="{placement.pk}"] .cal-title',
                f'[data-day="{monday + timedelta(days=4)}"]',
            )
        assert moved_to(placement, monday + timedelta(days=4))

        page.locator(".toast form button").click()
        page.wait_for_url("**/calendar/?day=*")
        assert moved_to(placement, monday + timedelta(days=2))
        page.goto(page.url.split("?")[0] + f"?view=week&day={monday}")
        page.drag_and_drop(
            f'[data-entry="{armed.pk}"] .cal-title', f'[data-day="{monday + timedelta(days=3)}"]'
        )
        page.locator(".toast.warning").wait_for()
        assert moved_to(armed, monday)
    else:
        page.locator(f'[data-entry="{placement.pk}"] .cal-handle').click()
        page.fill("[name=to]", (monday + timedelta(days=4)).isoformat())
        page.locator("main form .btn.primary").click()
        page.wait_for_url("**/calendar/?day=*")
        assert moved_to(placement, monday + timedelta(days=4))
