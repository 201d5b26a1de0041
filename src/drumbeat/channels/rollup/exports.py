"""The roll-up as a table: a row a year, quarter, plan and campaign."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.channels.rollup.rollup import RollUp
from drumbeat.formats.columns import Column


def by_level(found: RollUp, currency: str) -> tuple[list[Column], list[dict]]:
    """Rows of one level add up to those of the level above; a forecast is said of plans."""
    money = {"kind": "money", "currency": currency}
    columns = [
        Column("level", _("Level")),
        Column("quarter", _("Quarter")),
        Column("plan", _("Plan")),
        Column("campaign", _("Campaign")),
        Column("planned", _("Planned"), **money),
        Column("forecast", _("Forecast"), **money),
        Column("committed", pgettext("budget", "Committed"), **money),
        Column("actual", _("Actual"), **money),
        Column("currency", _("Currency")),
    ]
    return columns, [row | {"currency": currency} for row in _rows(found)]


def _rows(found):
    yield _row(_("Year"), str(found.year), "", "", found.money)
    for quarter in found.quarters:
        name = f"{found.year}Q{quarter.number}"
        yield _row(_("Quarter"), name, "", "", quarter.money)
        for part in quarter.parts:
            yield _row(_("Plan"), name, str(part.plan), "", part.money)
            for branch in part.branches:
                row = _row(_("Campaign"), name, str(part.plan), branch.name, branch.money)
                yield row | {"forecast": None}


def _row(level, quarter, plan, campaign, money):
    return {
        "level": level,
        "quarter": quarter,
        "plan": plan,
        "campaign": campaign,
        "planned": money.planned,
        "forecast": money.forecast,
        "committed": money.committed,
        "actual": money.actual,
    }
