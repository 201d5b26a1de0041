"""The KPI tree: §6.10 of the domain, entered as people enter it, ties to the cell."""

import pytest

from drumbeat.strategy.models import KpiTree
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_the_example_starts_a_tree(lead):
    browser = signed_in(lead)
    assert "example" in browser.get("/strategy/kpis/").content.decode()
    assert browser.get("/strategy/kpis/example/").status_code == 200
    answer = browser.post("/strategy/kpis/example/", {"starts_on": "2027-01-01"})
    tree = KpiTree.objects.get()
    assert answer.status_code == 302
    page = browser.get(f"/strategy/kpis/{tree.pk}/").content.decode()
    assert "600,000" in page
    assert "80%" in page
