"""The rows behind a campaign's numbers, as a page and as files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.spend.forms import platform_name
from drumbeat.channels.spend.queries import current_facts
from drumbeat.formats.columns import Column
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.scoreboard import RESTS, scoreboard
from drumbeat.insight.results.several import outcome_steps
from drumbeat.insight.spend.lines import costs_of
from drumbeat.review.columns import cost_cells, cost_columns, result_cells, result_columns
from drumbeat.warehouse.questions import Period

MOST = 50_000
"""Rows in one file; above this a person filters first."""


@dataclass(frozen=True)
class Table:
    """One kind of rows. read: (campaign, placement id or "", most) → rows by column key, the first
    `most` of those that grow with time."""

    key: str
    title: str
    columns: Callable
    read: Callable
    needs_money: bool = True


def _outcome_columns(currency):
    return [
        Column("at", _("When")),
        Column("outcome", _("Outcome")),
        Column("placement", _("Placement")),
        Column("position", _("Touch")),
        Column("share", _("Share"), "ratio"),
        Column("value", _("Order value"), "money", currency=currency),
        Column("credited", _("Credited"), "money", currency=currency),
    ]


def _outcomes(campaign, placement, most=MOST):
    period = Period(campaign.starts_on, campaign.ends_on, campaign.brand.time_zone)
    names = {one.pk: str(one) for one in campaign.placements.all()}
    answer = outcome_steps(
        lake_of(campaign.brand),
        period=period,
        placements=placements_table(campaign.brand),
        by="placement",
        conversion=main_outcomes(current_conversions(campaign.brand)),
        within={"campaign": campaign.pk},
        limit=most,
        **({"key": placement} if placement else {}),
    )

    return [
        {
            "at": timezone.localtime(row["ts"]).strftime("%Y-%m-%d %H:%M:%S"),
            "outcome": row["outcome_id"].removeprefix("order:"),
            "placement": names.get(row["key"]) or str(RESTS.get(row["label"], "")),
            "position": f"{row['position']}/{row['length']}",
            "share": row["share"],
            "value": row["value_minor"],
            "credited": row["credited"],
        }
        for row in answer.rows
    ]


def _spend_columns(currency):
    return [
        Column("date", _("Day"), "date"),
        Column("platform", _("Platform")),
        Column("ad", _("Campaign › ad group › ad")),
        Column("placement", _("Placement")),
        Column("spend", _("Spend"), "money", currency=currency),
        Column("impressions", _("Impressions"), "integer"),
        Column("clicks", _("Clicks"), "integer"),
        Column("file", _("File")),
    ]


def _spend(campaign, placement, most=MOST):
    facts = current_facts(campaign.brand, campaign=campaign)
    return _facts(facts.filter(placement=placement) if placement else facts, most)


def _unmapped(campaign, _placement, most=MOST):
    period = (campaign.starts_on, campaign.ends_on)
    return _facts(current_facts(campaign.brand, period=period).filter(placement=None), most)


def _facts(facts, most):
    found = facts.select_related("placement", "source__file").order_by("date", "label")
    return [
        {
            "date": fact.date,
            "platform": platform_name(fact.platform),
            "ad": fact.label,
            "placement": str(fact.placement) if fact.placement else "",
            "spend": fact.spend_minor,
            "impressions": fact.impressions,
            "clicks": fact.clicks,
            "file": str(fact.source),
        }
        for fact in found[:most]
    ]


def _cost_columns(currency):
    return [*cost_columns(currency), Column("actual", _("Actual"), "money", currency=currency)]


def _costs(campaign, _placement, _most=MOST):
    return [cost_cells(row) | {"actual": row.actual_minor} for row in costs_of(campaign).rows]


def _placements(campaign, _placement, _most=MOST):
    board = scoreboard(campaign)
    return [result_cells(row) for row in (*board.rows, *board.rests)]


TABLES = {
    table.key: table
    for table in (
        Table(
            "outcomes", gettext_lazy("Orders and their credited touches"), _outcome_columns,
            _outcomes, needs_money=False,
        ),
        Table("spend", gettext_lazy("Spend, ad by ad and day by day"), _spend_columns, _spend),
        Table("unmapped", gettext_lazy("Spend that no placement owns"), _spend_columns, _unmapped),
        Table("costs", gettext_lazy("Cost lines of the plan"), _cost_columns, _costs),
        Table("placements", gettext_lazy("Placements, plan and actual"), result_columns,
              _placements),
    )
}  # fmt: skip
