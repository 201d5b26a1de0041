"""An entry on a day of the calendar: who may move it, and a title that stays text."""

from datetime import timedelta

import pytest

from drumbeat.review.calendar.cards import cards
from drumbeat.review.calendar.entries import Entry
from tests.channels.factory import a_placement, a_team
from tests.world import TODAY, signed_in

pytestmark = pytest.mark.django_db
NAMED = "Tea & <b>rain</b>"
SHOWN = "Tea &amp; &lt;b&gt;rain&lt;/b&gt;"


@pytest.fixture
def placement(lead):
    return a_placement(a_team(lead), title_en=NAMED, starts_on=TODAY + timedelta(days=1))


def drawn(entry, member=None):
    return cards([entry], member, lambda name: f"({name})")


def an_entry(placement, **fields):
    owner = placement.owner
    told = {
        "kind": "placement", "pk": placement.pk, "brand_id": placement.brand_id,
        "title": placement.title_en, "first": placement.starts_on, "last": placement.ends_on,
        "state": placement.state, "row_version": placement.row_version, "owner_id": owner.pk,
        "owner": owner.person.name, "channel": "Feed & co",
    }  # fmt: skip
    return Entry(**told | fields)


def test_what_somebody_wrote_stays_text_for_members_and_outside(placement, lead):
    for card in (drawn(an_entry(placement), lead), drawn(an_entry(placement))):
        assert NAMED not in card
        assert SHOWN in card
        assert "Feed &amp; co" in card


def test_who_may_move_it_has_a_handle_and_who_may_not_is_told_why(placement, lead):
    free = drawn(an_entry(placement), lead)
    assert f'data-move-url="/calendar/placements/{placement.pk}/day/"' in free
    assert f'aria-label="Move {SHOWN}"' in free
    armed = drawn(an_entry(placement, state="armed"), lead)
    assert "cal-handle" not in armed
    assert 'data-fixed="It is armed' in armed


def test_outside_it_leads_nowhere_and_names_no_owner(placement):
    card = drawn(an_entry(placement))
    assert "href" not in card
    assert placement.owner.person.name not in card


def test_an_entry_leads_to_its_own_page_in_its_brand(placement, lead):
    page = signed_in(lead).get(f"/calendar/?day={TODAY}").content.decode()
    assert f'href="/b/{lead.brand.slug}/channels/placements/{placement.pk}/"' in page
