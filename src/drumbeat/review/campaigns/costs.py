"""What a campaign cost, budget line by budget line, and how much of that is known (I-19)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext as _

from drumbeat.channels.models import Placement, SpendFact
from drumbeat.science import roi
from drumbeat.strategy.models import BudgetLine, Campaign, LedgerEntry

ENOUGH = 0.95
"""Below this share of known cost an ROI is partial and compares with nothing."""


@dataclass(frozen=True)
class CostRow:
    """One budget line in minor units. actual: None while nothing was booked or charged."""

    label: str
    category: str
    planned_minor: int
    reported_minor: int | None
    booked_minor: int | None

    @property
    def actual_minor(self) -> int | None:
        known = [part for part in (self.reported_minor, self.booked_minor) if part is not None]
        return sum(known) if known else None

    @property
    def is_missing(self) -> bool:
        return self.planned_minor > 0 and self.actual_minor is None


@dataclass(frozen=True)
class Costs:
    """All lines of a campaign. reported: by platforms; booked: on paper, in the ledger."""

    rows: list[CostRow]
    margin: float | None

    @cached_property
    def total_minor(self) -> int:
        return sum(row.actual_minor or 0 for row in self.rows)

    @cached_property
    def planned_minor(self) -> int:
        return sum(row.planned_minor for row in self.rows)

    @property
    def missing(self) -> list[CostRow]:
        return [row for row in self.rows if row.is_missing]

    @cached_property
    def completeness(self) -> float | None:
        """Plan value of the lines with actuals / plan value of all, 0–1."""
        lines = [roi.CostLine(row.planned_minor, row.actual_minor) for row in self.rows]
        return roi.cost_completeness(lines)

    @property
    def is_partial(self) -> bool:
        return self.completeness is None or self.completeness < ENOUGH

    @property
    def roi_label(self) -> str:
        return _("Partial-cost ROI") if self.is_partial else _("ROI")

    def roi(self, revenue_minor: int | None) -> float | None:
        """(revenue · margin − cost) / cost; None without margin, revenue or cost."""
        if self.margin is None or revenue_minor is None:
            return None
        return roi.roi(revenue_minor, self.margin, self.total_minor)


def costs_of(campaign: Campaign) -> Costs:
    """The campaign's cost lines from platforms and ledger (4 queries).

    A plan may have several campaigns. What names a placement belongs to that placement's campaign;
    what names none (production, staff) is shared by what each campaign planned on the line, or in
    the whole plan where nothing was placed on the line.
    """
    plan = campaign.plan
    lines = list(BudgetLine.objects.filter(plan=plan, archived_at=None, is_reserve=False))
    placed = list(
        Placement.objects.filter(campaign__plan=plan).values_list(
            "pk", "campaign", "budget_line", "planned_minor"
        )
    )
    facts = SpendFact.objects.filter(placement__campaign=campaign, is_current=True).order_by()
    charged = dict(facts.values_list("placement__budget_line").annotate(Sum("spend_minor")))
    entries = LedgerEntry.objects.filter(line__plan=plan, kind="cost").order_by()
    booked = list(entries.values_list("line", "ref").annotate(Sum("amount_minor")))
    shares = _Shares(placed, campaign.pk)
    margin = None if plan.contribution_margin is None else float(plan.contribution_margin)
    return Costs(_rows(lines, charged, booked, placed, shares), margin)


class _Shares:
    """Which part of a line's common cost one campaign carries, 0–1."""

    def __init__(self, placed, campaign_id):
        self.campaign_id = campaign_id
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


def _rows(lines, charged, booked, placed, shares) -> list[CostRow]:
    own = {f"placement:{pk}": campaign for pk, campaign, _line, _planned in placed}
    mine = {ref for ref, campaign in own.items() if campaign == shares.campaign_id}
    paid: dict[str, int] = {}
    for line, ref, amount in booked:
        if ref in own and ref not in mine:
            continue
        part = amount if ref in mine else round(amount * shares.of(line))
        paid[line] = paid.get(line, 0) + part
    known = {line.pk for line in lines}
    rows = [
        CostRow(
            str(line),
            str(line.get_category_display()),
            round(line.planned_minor * shares.of(line.pk)),
            charged.get(line.pk),
            paid.get(line.pk),
        )
        for line in lines
    ]
    loose = [sums.get(key) for sums in (charged, paid) for key in sums if key not in known]
    if loose:
        rows.append(CostRow(_("No budget line"), "", 0, sum(loose), None))
    return rows
