"""Return on spend, on the numbers of a product's first quarter that tie."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.roi import CostLine, cost_completeness, cpa, roas, roi

# node: orders, spend in thousand yuan, CPA in yuan as printed in the KPI tree
KPI_TREE = {
    "paid search": (3_000, 270, 90),
    "paid social": (3_000, 300, 100),
    "kol": (3_000, 210, 70),
    "email": (1_200, 10, 8.3),
    "content": (1_500, 40, 26.7),
    "pr and event": (300, 70, 233),
}


@pytest.mark.parametrize(("orders", "spend_k", "printed"), KPI_TREE.values(), ids=KPI_TREE)
def test_the_cost_of_an_order_at_each_node_of_the_kpi_tree(orders, spend_k, printed):
    decimals = 1 if isinstance(printed, float) else 0
    assert round(cpa(spend_k * 1000, orders), decimals) == printed


def test_the_kpi_tree_as_a_whole_is_the_ratio_of_its_sums():
    orders = sum(node[0] for node in KPI_TREE.values())
    spend = sum(node[1] for node in KPI_TREE.values()) * 1000
    assert (orders, spend) == (12_000, 900_000)
    assert cpa(spend, orders) == 75
    assert roas(orders * 300, spend) == 4.0
    assert roi(orders * 300, 0.45, spend) == pytest.approx(0.8)


def test_money_comes_as_decimals_too():
    assert roi(Decimal("3600000"), Decimal("0.45"), Decimal("900000")) == pytest.approx(0.8)
    assert cpa(Decimal("900000.00"), 12_000) == 75


def test_a_ratio_to_nothing_is_unknown_not_zero():
    assert roi(100, 0.5, 0) is None
    assert roas(100, Decimal(0)) is None
    assert cpa(100, 0) is None


def test_all_is_lost_when_nothing_comes_back():
    assert roi(0, 0.45, 900_000) == -1


def test_a_margin_in_percent_is_refused():
    with pytest.raises(ValueError, match=r"45\.0 exceeds 1"):
        roi(100, 45, 10)


def test_costs_are_as_complete_as_the_plan_value_of_what_is_booked():
    lines = [
        CostLine(Decimal(600), Decimal(580)),  # media
        CostLine(Decimal(200), Decimal(0)),  # tools: known to have cost nothing
        CostLine(Decimal(200)),  # staff: not booked yet
        CostLine(Decimal(0), Decimal(50)),  # gifts nobody planned
    ]
    assert cost_completeness(lines) == 0.8


def test_completeness_of_a_plan_without_costs_is_unknown():
    assert cost_completeness([]) is None
    assert cost_completeness([CostLine(0, 5)]) is None
    with pytest.raises(ValueError, match="negative plan value"):
        cost_completeness([CostLine(-1)])


@given(st.lists(st.builds(CostLine, st.floats(0, 1e6), st.none() | st.floats(0, 1e6)), min_size=1))
def test_completeness_is_a_share(lines):
    share = cost_completeness(lines)
    assert share is None or 0 <= share <= 1
    if share is not None and all(line.actual is not None for line in lines):
        assert share == 1
