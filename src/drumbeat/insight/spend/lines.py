"""What campaigns cost, budget line by budget line, and how much of that is known (I-19)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.models import Placement, SpendFact
from drumbeat.science import roi
from drumbeat.strategy.models import BudgetLine, Campaign, LedgerEntry
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.warehouse.questions import Period

ENOUGH = 0.95
"""Below this share of known cost an ROI is partial and compares with nothing."""


@dataclass(frozen=True)
class CostRow:
    """One budget line in minor units of the brand's currency. reported, booked: None while nothing
    was charged or booked. common: the part of `booked` that names no placement."""

    label: str
    category: str
    planned_minor: int
    reported_minor: int | None
    booked_minor: int | None
    common_minor: int = 0

    @property
    def actual_minor(self) -> int | None:
        known = [part for part in (self.reported_minor, self.booked_minor) if part is not None]
        return sum(known) if known else None

    @property
    def is_missing(self) -> bool:
        return self.planned_minor > 0 and self.actual_minor is None


@dataclass(frozen=True)
class Costs:
    """Cost lines of a campaign, or of several. margin: of their plan, None where there is none.

    exchange: by which plans in other currencies are counted; what has no rate is in no sum.
    """

    rows: list[CostRow]
    exchange: Exchange
    margin: float | None = None

    @cached_property
    def total_minor(self) -> int:
        return sum(row.actual_minor or 0 for row in self.rows)

    @cached_property
    def planned_minor(self) -> int:
        return sum(row.planned_minor for row in self.rows)

    @cached_property
    def common_minor(self) -> int:
        """Production, staff, tools: what was booked for no placement."""
        return sum(row.common_minor for row in self.rows)

    @property
    def missing(self) -> list[CostRow]:
        return [row for row in self.rows if row.is_missing]

    @cached_property
    def completeness(self) -> float | None:
        """Plan value of the lines with actuals / plan value of all, 0–1; None without a plan."""
        lines = [roi.CostLine(row.planned_minor, row.actual_minor) for row in self.rows]
        return roi.cost_completeness(lines)

    @property
    def is_partial(self) -> bool:
        if self.exchange.missing or self.completeness is None:
            return True
        return self.completeness < ENOUGH

    @property
    def roi_label(self) -> str:
        return _("Partial-cost ROI") if self.is_partial else _("ROI")

    def roi(self, revenue_minor: int | None) -> float | None:
        """(revenue · margin − cost) / cost; None without margin, revenue or cost."""
        if self.margin is None or revenue_minor is None:
            return None
        return roi.roi(revenue_minor, self.margin, self.total_minor)


def costs_of(campaign: Campaign) -> Costs:
    """The campaign's cost lines from platforms and ledger (4 queries, 1 more for a plan in another
    currency than the brand's)."""
    return costs_of_each(campaign.brand, [campaign])[campaign.pk]


def costs_in(brand, period: Period) -> Costs:
    """The cost lines of every campaign that has days in the period, drafts aside (5 queries, 1
    more where plans have currencies of their own)."""
    campaigns = Campaign.objects.of(brand).current().exclude(state="draft").select_related("plan")
    running = campaigns.filter(starts_on__lte=period.end, ends_on__gte=period.start)
    running = list(running)
    each = costs_of_each(brand, running).values()
    return Costs([row for costs in each for row in costs.rows], _exchange(brand, running))


def costs_of_each(brand, campaigns: list[Campaign]) -> dict[str, Costs]:
    """Campaign id → its cost lines (4 queries, 1 more where plans have currencies of their own).

    A plan may have several campaigns. What names a placement belongs to that placement's campaign;
    what names none (production, staff) is shared by what each campaign planned on the line, or in
    the whole plan where nothing was placed on the line.
    """
    books = _Books({campaign.plan_id for campaign in campaigns}, _exchange(brand, campaigns))
    return {
        campaign.pk: Costs(books.rows_of(campaign), books.exchange, _margin(campaign.plan))
        for campaign in campaigns
    }


def _exchange(brand, campaigns) -> Exchange:
    currencies = {campaign.plan.currency for campaign in campaigns}
    return Exchange(brand, currencies, timezone.localdate())


def _margin(plan) -> float | None:
    return None if plan.contribution_margin is None else float(plan.contribution_margin)


class _Books:
    """Lines, placements, charges and invoices of some plans, by plan, in their currencies."""

    def __init__(self, plans: set[str], exchange: Exchange):
        self.exchange = exchange
        self.lines, self.placed, self.booked = (defaultdict(list) for _each in range(3))
        self.charged: dict[str, dict[str | None, int]] = defaultdict(dict)
        for line in BudgetLine.objects.filter(plan__in=plans, archived_at=None, is_reserve=False):
            self.lines[line.plan_id].append(line)
        placements = Placement.objects.filter(campaign__plan__in=plans).order_by()
        columns = ("campaign__plan", "pk", "campaign", "budget_line", "planned_minor")
        for plan, *placed in placements.values_list(*columns):
            self.placed[plan].append(placed)
        facts = SpendFact.objects.filter(placement__campaign__plan__in=plans, is_current=True)
        for campaign, line, minor in (
            facts.order_by()
            .values_list("placement__campaign", "placement__budget_line")
            .annotate(Sum("spend_minor"))
        ):
            self.charged[campaign][line] = minor
        entries = LedgerEntry.objects.filter(line__plan__in=plans, kind="cost").order_by()
        for plan, *paid in entries.values_list("line__plan", "line", "ref").annotate(
            Sum("amount_minor")
        ):
            self.booked[plan].append(paid)

    def rows_of(self, campaign) -> list[CostRow]:
        lines, charged = self.lines[campaign.plan_id], self.charged[campaign.pk]
        shares = _Shares(self.placed[campaign.plan_id], campaign.pk)
        paid, common = self._paid(campaign, shares)

        def ours(minor):
            return self.exchange.to_brands(minor, campaign.plan.currency)

        rows = [
            CostRow(
                str(line),
                str(line.get_category_display()),
                ours(round(line.planned_minor * shares.of(line.pk))) or 0,
                charged.get(line.pk),
                ours(paid.get(line.pk)),
                ours(common.get(line.pk, 0)) or 0,
            )
            for line in lines
        ]
        known = {line.pk for line in lines}
        loose = [minor for key, minor in charged.items() if key not in known]
        loose += [ours(minor) or 0 for key, minor in paid.items() if key not in known]
        if loose:
            rows.append(CostRow(_("No budget line"), "", 0, sum(loose), None))
        return rows

    def _paid(self, campaign, shares) -> tuple[dict[str, int], dict[str, int]]:
        """What was booked by line: all of it, and the part of it that names no placement."""
        own = {f"placement:{pk}": owner for pk, owner, *_rest in self.placed[campaign.plan_id]}
        paid: dict[str, int] = {}
        common: dict[str, int] = {}
        for line, ref, amount in self.booked[campaign.plan_id]:
            if own.get(ref, campaign.pk) != campaign.pk:
                continue
            part = amount if ref in own else round(amount * shares.of(line))
            paid[line] = paid.get(line, 0) + part
            if ref not in own:
                common[line] = common.get(line, 0) + part
        return paid, common


class _Shares:
    """Which part of a line's common cost one campaign carries, 0–1."""

    def __init__(self, placed, campaign_id):
        self._mine, self._all = defaultdict(int), defaultdict(int)
        for _pk, campaign, line, planned in placed:
            for key in (line, None):
                self._all[key] += planned
                self._mine[key] += planned if campaign == campaign_id else 0
        self._is_alone = {campaign for _pk, campaign, _l, _p in placed} <= {campaign_id}

    def of(self, line) -> float:
        if self._is_alone:
            return 1.0
        key = line if self._all[line] else None
        return self._mine[key] / self._all[key] if self._all[key] else 1.0
