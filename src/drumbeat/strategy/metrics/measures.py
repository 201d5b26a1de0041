"""The words that formulas are made of: what the lake counts, and the ratios everybody uses."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.science.formula import Unit

COUNT, MONEY = Unit(things=1), Unit(money=1)


@dataclass(frozen=True)
class Measure:
    """key: its name in formulas. unit: count | money | share (0–1) | ratio. counts: the same for
    the arithmetic, of a base measure. formula: of a ratio. is_additive: parts may be added up."""

    key: str
    name: str | Promise
    unit: str
    counts: Unit | None = None
    formula: str = ""
    is_additive: bool = True


MEASURES = {
    one.key: one
    for one in (
        Measure("sessions", _("Sessions"), "count", COUNT),
        Measure("orders", _("Orders"), "count", COUNT),
        Measure("revenue", _("Revenue"), "money", MONEY),
        Measure("spend", _("Spend"), "money", MONEY),
        # The same person may stand in several rows.
        Measure("visitors", _("Visitors"), "count", COUNT, is_additive=False),
        Measure("touches", _("Touches"), "count", COUNT),
    )
}
RATIOS = {
    one.key: one
    for one in (
        Measure("cvr", _("Conversion rate of visits"), "share", formula="orders / sessions"),
        Measure("aov", _("Average order value"), "money", formula="revenue / orders"),
        Measure("cpa", _("Cost per order"), "money", formula="spend / orders"),
        Measure("roas", _("ROAS (attributed)"), "ratio", formula="revenue / spend"),
    )
}
