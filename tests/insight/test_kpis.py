"""A KPI tree's targets beside what the lake says, by the same formulas."""

import pytest

from drumbeat.strategy.models import KpiTree
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


def test_picture(lead):
    browser = signed_in(lead)
    browser.post("/strategy/kpis/example/", {"starts_on": "2026-10-01"})
    tree = KpiTree.objects.get()
    answer = browser.get(f"/insight/kpi-trees/{tree.pk}/picture/?period=2026-10-01")
    print(answer.status_code, len(answer.content))
    assert "Target and actual" in answer.content.decode()
