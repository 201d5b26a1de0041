import pytest

from drumbeat.strategy.models import Audience
from tests.strategy.factory import a_plan, an_audience
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "title_en": "City hikers",
    "title_zh": "城市徒步者",
    "priority": "primary",
    "rule": "hikes twice a month",
    "size": "1200000",
    "size_source": "panel, 2026",
    "consent_basis": "platform",
    "row_version": "1",
}


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


def test_a_strategist_describes_an_audience(strategist):
    browser = signed_in(strategist)
    browser.post("/strategy/audiences/new/", TYPED | {"owner": strategist.pk})
    audience = Audience.objects.get()
    page = browser.get(f"/strategy/audiences/{audience.pk}/").content.decode()
    for shown in ("城市徒步者", "hikes twice a month", "1,200,000", "panel, 2026"):
        assert shown in page


def test_a_size_needs_its_source_and_what_was_typed_is_kept(strategist):
    answer = signed_in(strategist).post(
        "/strategy/audiences/new/", TYPED | {"owner": strategist.pk, "size_source": ""}
    )
    assert answer.status_code == 422
    assert "where the size comes from" in answer.content.decode()
    assert "hikes twice a month" in answer.content.decode()


def test_an_archived_audience_leaves_the_list_and_stays_readable(strategist):
    audience = an_audience(strategist)
    browser = signed_in(strategist)
    browser.post(f"/strategy/audiences/{audience.pk}/archiving/")
    assert str(audience) not in browser.get("/strategy/audiences/").content.decode()
    assert browser.get(f"/strategy/audiences/{audience.pk}/").status_code == 200
    assert browser.get(f"/strategy/audiences/{audience.pk}/archiving/").status_code == 405


def test_plans_in_use_are_counted(lead):
    plan = a_plan(lead)
    page = signed_in(lead).get("/strategy/audiences/").content.decode()
    assert '<td class="num">1</td>' in page
    assert (
        str(plan)
        in signed_in(lead).get(f"/strategy/audiences/{plan.audiences.get().pk}/").content.decode()
    )


def test_the_table_holds_every_audience(lead):
    an_audience(lead, size=5)
    table = signed_in(lead).get("/strategy/audiences.csv").content.decode("utf-8-sig")
    assert "City hikers" in table


def test_a_foreign_brands_audience_does_not_exist(lead):
    audience = an_audience(a_member(a_brand()))
    for path in ("", "edit/"):
        assert signed_in(lead).get(f"/strategy/audiences/{audience.pk}/{path}").status_code == 404


def test_a_writer_reads_and_does_not_write_audiences(brand, lead):
    audience = an_audience(lead)
    writer = signed_in(a_member(brand, "cw"))
    assert writer.get(f"/strategy/audiences/{audience.pk}/").status_code == 200
    assert writer.get("/strategy/audiences/new/").status_code == 403
    assert writer.post(f"/strategy/audiences/{audience.pk}/archiving/").status_code == 403
    assert signed_in(a_member(brand, "gst")).get("/strategy/audiences/").status_code == 403


def test_the_list_costs_the_same_however_long(lead, django_assert_max_num_queries):
    for number in range(10):
        an_audience(lead, f"Audience {number}")
    browser = signed_in(lead)
    with django_assert_max_num_queries(13):
        browser.get("/strategy/audiences/")
