"""What one has typed stays in the browser until the server has taken it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_what_was_sent_into_a_broken_line_is_there_again_and_what_was_taken_is_not(
    at_a_browser, lead
):
    strategist = at_a_browser(lead)
    form, page = f"{strategist.brand}/strategy/audiences/new/", strategist.page
    strategist.opens(form).fills(title_en="Commuters", rule="25–40, by metro")

    page.context.set_offline(True)
    page.locator("main form[data-guard] button:not([type=button])").last.click()
    page.wait_for_url("chrome-error:**")
    page.context.set_offline(False)
    strategist.faults.clear()  # the line was broken, as it should be
    strategist.opens(f"/b/{lead.brand.slug}/today/").opens(form)

    assert page.locator("[name=title_en]").input_value() == "Commuters"
    assert page.locator("[name=rule]").input_value() == "25–40, by metro"
    assert page.locator(".draft-note").is_visible()

    strategist.sends().must_be_told("Commuters")
    strategist.opens(form)
    assert page.locator("[name=title_en]").input_value() == ""
