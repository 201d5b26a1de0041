"""Money and outcomes at each node: the sum over the placements that descend from it."""

from collections import defaultdict
from dataclasses import dataclass

import pyarrow as pa
from django.db.models import Sum
from django.utils import timezone

from drumbeat.channels.links.queries import link_columns
from drumbeat.channels.models import SpendFact
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.rows import own_money
from drumbeat.strategy.models import LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.thread.walk import Lineage, Node
from drumbeat.warehouse.questions import PLACEMENTS, Period

NAMED_BY_PLACEMENTS = ("message", "audience")


@dataclass
class Brought:
    """Since the first placement began. Minor units; outcomes last non-direct."""

    spend_minor: int = 0
    touches: int = 0
    outcomes: float = 0.0
    revenue_minor: int = 0

    def add(self, other: "Brought") -> None:
        self.spend_minor += other.spend_minor
        self.touches += other.touches
        self.outcomes += other.outcomes
        self.revenue_minor += other.revenue_minor


def brought_by_placement(brand, placements) -> dict[str, Brought]:
    """What each placement cost and brought, all its days (one question, a fixed number of queries)."""
    if not placements:
        return {}
    found: dict[str, Brought] = {placement.pk: Brought() for placement in placements}
    first = min(placement.starts_on for placement in placements)
    last = max(timezone.localdate(), first, *(placement.ends_on for placement in placements))
    answer = remembered_results(
        brand,
        period=Period(first, last, brand.time_zone),
        placements=pa.table(link_columns(brand, placements=list(found)), schema=PLACEMENTS),
        by="placement",
        conversion=main_outcomes(current_conversions(brand)),
        people=False,
    )
    for row in answer.rows:
        if row["key"] in found:
            each = found[row["key"]]
            each.touches, each.outcomes = row["touches"], row["outcomes"]
            each.revenue_minor = own_money(row, brand.currency)
    for placement, amount in _spent(brand, found):
        found[placement].spend_minor += amount
    return found


def _spent(brand, found):
    """(placement, minor units of the brand's currency) from platforms and from invoices that name
    one (2 queries, 1 more where plans have currencies of their own)."""
    facts = SpendFact.objects.filter(placement__in=found, is_current=True).order_by()
    yield from facts.values_list("placement").annotate(Sum("spend_minor"))
    refs = {f"placement:{pk}": pk for pk in found}
    costs = LedgerEntry.objects.filter(kind="cost", ref__in=refs).order_by()
    booked = list(costs.values_list("ref", "line__plan__currency").annotate(Sum("amount_minor")))
    currencies = {currency for _ref, currency, _amount in booked}
    exchange = Exchange(brand, currencies, timezone.localdate())
    for ref, currency, amount in booked:
        yield refs[ref], exchange.to_brands(amount, currency) or 0


def brought_by_node(line: Lineage, placed: dict[str, Brought]) -> dict[Node, Brought]:
    """Each node with the placements below it, every placement once however many ways lead there."""
    children = defaultdict(set)
    for parent, child in line.links:
        children[parent].add(child)
    reached: dict[Node, frozenset[str]] = {}

    def below(node: Node) -> frozenset[str]:
        if node not in reached:
            reached[node] = frozenset()  # a loop adds nothing
            own = {node[1]} if node[0] == "placement" else set()
            further = [child for child in children[node] if _carries(node, child)]
            reached[node] = frozenset(own.union(*(below(child) for child in further)))
        return reached[node]

    nodes = {node for pair in line.links for node in pair} | {line.start}
    return {node: _sum(placed, below(node)) for node in nodes}


def _carries(node: Node, child: Node) -> bool:
    """A learning leads to the next plan, whose placements did not bring it about, and evidence to
    an opportunity, whose placements it did not pay for. A brief may serve
    several messages and audiences, so these earn only through placements that name them.
    """
    if node[0] == "learning" or child[0] == "swot":
        return False
    return node[0] not in NAMED_BY_PLACEMENTS or child[0] == "placement"


def _sum(placed, ids) -> Brought:
    total = Brought()
    for pk in ids:
        if pk in placed:
            total.add(placed[pk])
    return total
