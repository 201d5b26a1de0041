"""Two people who give two campaigns the same short name in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from drumbeat.people.desk import attempt
from drumbeat.strategy.campaigns.forms import CampaignForm
from drumbeat.strategy.models import Campaign
from tests.strategy.factory import a_campaign, an_approved_plan
from tests.strategy.test_campaigns import typed
from tests.world import signed_in

PEOPLE = 6


@pytest.mark.django_db
def test_a_name_taken_after_we_looked_is_refused_at_its_field(lead):
    plan = an_approved_plan(lead)
    blank = Campaign(brand=lead.brand, owner=lead)
    form = CampaignForm(typed(plan, slug="launch"), instance=blank, member=lead)
    assert form.is_valid()
    a_campaign(lead, plan=plan, slug="launch")
    assert attempt(form, lambda: form.save_recorded(lead, "created")) is None
    assert "name in its links" in str(form.errors["slug"])
    assert form["title_en"].value() == "Autumn launch"
    assert Campaign.objects.count() == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory, where threads do not wait for one another",
)
@pytest.mark.django_db(transaction=True)
def test_of_all_who_take_a_name_at_once_one_gets_it_and_the_others_keep_what_they_typed(lead):
    plan = an_approved_plan(lead)
    together = Barrier(PEOPLE)

    def opens(number):
        browser = signed_in(lead)
        together.wait()
        try:
            title = f"Launch {number}"
            answer = browser.post(
                "/strategy/campaigns/new/", typed(plan, slug="launch", title_en=title)
            )
            return answer.status_code, title in answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = sorted(pool.map(opens, range(PEOPLE)))
    assert answers == [(302, False), *[(422, True)] * (PEOPLE - 1)]
