"""Put two concepts side by side, score them unseen, choose one, and make an asset of it."""

import pytest

from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.models import Asset, Concept
from tests.content.factory import Team, an_acknowledged_brief
from tests.media import a_picture, drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITTEN = {
    "insight": "Mornings are loud because everything boils, so give them silence.",
    "tone": "Calm",
    "where_1": "Poster",
    "looks_1": "One cup and a closed kettle.",
    "where_2": "Feed",
    "looks_2": "Six seconds without a sound.",
}


def test_two_concepts_are_scored_unseen_one_is_chosen_and_made(lead, at_a_browser, tmp_path):
    team = Team(lead.brand)
    brief = an_acknowledged_brief(team)
    picture = tmp_path / "kettle.png"
    picture.write_bytes(a_picture(picture=drawn(600, 400)))
    writer, strategist = at_a_browser(team.writer), at_a_browser(team.strategist)
    head = at_a_browser(team.content_lead)

    puts_up(
        writer, brief, title_en="The silent kettle", idea="Hear less, have more.", upload=picture
    )
    puts_up(head, brief, title_en="A minute back", idea="The tea waits for you, not you for it.")
    strategist.opens(f"content/briefs/{brief.pk}/concepts/").follows("/asked/")
    for member in (team.strategist, team.writer):
        strategist.page.check(f"[name=members][value={member.pk}]")
    strategist.sends()

    kettle, minute = Concept.objects.order_by("created_at")
    scores(writer, minute, "4", "Says it plainly")
    scores(strategist, kettle, "5", "The proposition in one picture")
    strategist.opens(f"content/concepts/{minute.pk}/")
    assert "Says it plainly" not in strategist.page.content()
    scores(strategist, minute, "3", "Others say that, too")
    strategist.opens(f"content/concepts/{minute.pk}/").must_be_told("Says it plainly")

    strategist.opens(f"content/concepts/{kettle.pk}/").follows("/choice/")
    strategist.fills(reason="It is us", **{f"why_not_{minute.pk}": "Others say that"}).sends()
    writer.opens(f"content/concepts/{kettle.pk}/").must_be_told("It is us").follows("/assets/new/")
    writer.fills(title_en="Kettle poster").sends()
    assert Asset.objects.get().concept == kettle


def puts_up(person, brief, **typed):
    person.opens(f"content/briefs/{brief.pk}/concepts/").follows("/concepts/new/")
    person.fills(**WRITTEN | typed).sends()
    person.sends("/display/")


def scores(person, concept, points, why):
    person.opens(f"content/concepts/{concept.pk}/score/")
    for key in CRITERIA:
        person.page.check(f"[name={key}][value='{points}']")
    person.fills(**{f"{key}_why": why for key in CRITERIA}).sends()
