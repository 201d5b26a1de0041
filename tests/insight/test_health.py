"""Data health: what arrives, what became of it, and why."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from drumbeat.collector.letters import Fault, Place
from drumbeat.insight.health.feed import arrivals
from drumbeat.insight.health.message import print_of
from drumbeat.insight.results.intake import the_spool
from tests.insight.factory import a_placement, a_source, a_visit, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
_places = count(10_000)


def now():
    return datetime.now(UTC) - timedelta(minutes=2)


def aside(source, reason="cannot be read: odd", body=b'{"mail": "li@tea.example"}'):
    the_spool().set_aside([Fault(Place(next(_places), 0, 0), source.pk, reason, body)])


def seen(member, query=""):
    return signed_in(member).get(f"/insight/data-health/live/?{query}").content.decode()


@pytest.mark.lake
def test_the_page_tells_how_each_source_stands(analyst):
    site = a_source(analyst)
    late, app = now() - timedelta(hours=3), a_source(analyst, "App")
    happened(
        analyst.brand,
        a_visit(now(), source=site.pk, utm_source="baidu"),
        a_visit(now(), source=site.pk, utm_source="baidu", code="AAAAAAA"),
        a_visit(late, source=site.pk, bot=True, received=int(now().timestamp() * 1e6)),
        a_visit(now(), source=site.pk, consent="denied", anonymous_id=""),
    )
    aside(site)
    the_spool().count_refused(app.pk, "A track needs `event` (at $.event)")

    page = signed_in(analyst).get("/insight/data-health/")
    stand = {one.source.pk: one for one in page.context["standings"]}
    shown = page.content.decode()

    assert (stand[site.pk].week.events, stand[site.pk].set_aside) == (4, 1)
    parts = {part: stand[site.pk].share(part) for part in ("late", "bots", "denied")}
    assert parts == dict.fromkeys(("late", "bots", "denied"), 0.25)
    assert stand[site.pk].untagged == 0.5
    assert (stand[app.pk].week, stand[app.pk].untagged, stand[app.pk].refused) == (None, None, 1)
    assert "A track needs `event`" in shown


def test_the_table_is_a_file_too(analyst):
    happened(analyst.brand, a_visit(now(), source=a_source(analyst).pk), derive=False)
    browser = signed_in(analyst)

    assert b"Website" in browser.get("/insight/data-health.csv").content
    assert browser.get("/insight/data-health.xlsx").content.startswith(b"PK")
    assert browser.get("/insight/data-health.pdf").status_code == 404


def test_the_live_view_shows_what_was_taken_and_what_was_set_aside_and_why(analyst):
    source, other = a_source(analyst), a_source(analyst, "App")
    happened(analyst.brand, a_visit(now(), source=source.pk, name="Tea page"), derive=False)
    happened(analyst.brand, a_visit(now(), source=other.pk, name="Elsewhere"), derive=False)
    aside(source)

    of_one, of_all = seen(analyst, f"source={source.pk}"), seen(analyst)

    assert "Tea page" in of_one
    assert "Elsewhere" not in of_one
    assert "cannot be read: odd" in of_one
    assert "li@tea.example" not in of_one
    assert "Tea page" in of_all
    assert "Elsewhere" in of_all
    assert "cannot be read: odd" not in seen(analyst, "only=taken")
    assert "Tea page" not in seen(analyst, "only=aside")


def test_the_newest_come_first_and_older_ones_fill_up(analyst):
    source = a_source(analyst)
    yesterday = now() - timedelta(days=1)
    happened(analyst.brand, a_visit(yesterday, source=source.pk, name="Older"), derive=False)
    happened(analyst.brand, a_visit(now(), source=source.pk, name="Newer"), derive=False)

    shown = seen(analyst)

    assert shown.index("Newer") < shown.index("Older")


def test_a_code_leads_to_its_placement_or_is_nobodys(lead, analyst):
    placement = a_placement(analyst, code="7K2Q9MX", title="Moon film")
    happened(analyst.brand, a_visit(now(), code="7K2Q9MX", name="Ours"), derive=False)
    happened(analyst.brand, a_visit(now(), code="NOBODYS", name="Lost"), derive=False)

    shown = seen(analyst)

    assert placement.get_absolute_url() in shown
    assert "Moon film" in shown
    assert "is no placement’s" in shown


def test_a_message_opens_in_full_without_what_tells_who_it_was(analyst):
    source = a_source(analyst)
    mail = '{"email": "li@tea.example", "plan": "gold"}'
    happened(
        analyst.brand,
        a_visit(now(), source=source.pk, name="Signed up", properties=mail, message_id="m&1"),
        derive=False,
    )
    aside(source, body=b'{"mail": "li@tea.example", "broken')
    day = now().date().isoformat()

    taken = (
        signed_in(analyst)
        .get("/insight/data-health/message/", {"day": day, "message": "m&1"})
        .content.decode()
    )
    [one] = the_spool().kept_aside(5, {source.pk})
    kept = (
        signed_in(analyst)
        .get("/insight/data-health/message/", {"aside": print_of(one)})
        .content.decode()
    )

    assert "gold" in taken
    assert "[email]" in taken
    assert "li@tea.example" not in taken
    assert "cannot be read: odd" in kept
    assert "broken" in kept
    assert "li@tea.example" not in kept


def test_another_brands_messages_do_not_exist(analyst):
    foreign = a_member(a_brand(), "an")
    source = a_source(foreign)
    happened(foreign.brand, a_visit(now(), source=source.pk, name="Secret"), derive=False)
    aside(source)
    the_spool().count_refused(source.pk, "Secret reason")
    [one] = the_spool().kept_aside(5, {source.pk})
    browser, day = signed_in(analyst), now().date().isoformat()
    [message] = [arrival.key for arrival in _arrivals(foreign) if arrival.what == "Secret"]

    assert "Secret" not in seen(analyst)
    assert "Secret" not in browser.get("/insight/data-health/").content.decode()
    assert browser.get(f"/insight/data-health/live/?source={source.pk}").status_code == 404
    assert browser.get(f"/insight/data-health/message/?{message}").status_code == 404
    for query in (f"aside={print_of(one)}", f"day={day}&message=none", "day=soon"):
        assert browser.get(f"/insight/data-health/message/?{query}").status_code == 404


def _arrivals(member):
    return arrivals(member.brand, datetime.now(UTC))


@pytest.mark.lake
def test_the_page_costs_the_same_however_many_sources_there_are(
    analyst, django_assert_max_num_queries
):
    for number in range(6):
        happened(analyst.brand, a_visit(now(), source=a_source(analyst, f"Site {number}").pk))
    browser = signed_in(analyst)
    with django_assert_max_num_queries(30):
        browser.get("/insight/data-health/")
