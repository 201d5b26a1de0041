"""Every number the product shows: what it means, how it is made, what it does not say.

One table for the help page and for the numbers that can be asked, so both always say the same.
"""

from django.utils.translation import gettext_lazy as _

from drumbeat.insight.metrics.behaviour import BEHAVIOUR
from drumbeat.insight.metrics.entry import BOOKS, BOTH, COSTS, LAKE, PEOPLE, Metric
from drumbeat.insight.metrics.models import CREDIT_MODELS

GROUPS = [
    ("results", _("Results")),
    ("behaviour", _("Visits and customers")),
    ("money", _("Money")),
    ("trust", _("How far to trust it")),
    ("plan", _("Plan and pace")),
    ("models", _("Attribution models")),
]


_ALL = [
    Metric(
        "visitors",
        "results",
        _("Visitors"),
        "count",
        _("Different people among the touches of the period, after identities were joined."),
        _("count of distinct persons"),
        LAKE,
        _(
            "Never add visitors over days, channels or rows: the same person may stand in each. "
            "People without consent are not counted as persons."
        ),
    ),
    Metric(
        "sessions",
        "results",
        _("Sessions"),
        "count",
        _("Visits that began in the period. A pause of more than 30 minutes begins a new one."),
        _("count of sessions by the day they began"),
        LAKE,
        _("Midnight and a change of campaign do not cut a session. Bots are left out."),
    ),
    Metric(
        "touches",
        "results",
        _("Touches"),
        "count",
        _("Recorded contacts between a person or device and the brand, bots left out."),
        _("count of touches"),
        LAKE,
        _("The same code clicked twice by one visitor within 30 seconds is one touch."),
    ),
    Metric(
        "outcomes",
        "results",
        _("Orders"),
        "credit",
        _(
            "Events that a conversion definition names, each thing once. "
            "A model shares each of them over its touches, so a row may hold part of one."
        ),
        _("Σ share of credit; the shares of one order sum to 1"),
        LAKE,
        _("Same order id, same order. A refund takes back money, not the order."),
        rows=True,
    ),
    Metric(
        "revenue",
        "results",
        _("Revenue"),
        "money",
        _("Value of the counted orders less refunds, each refund on the day it was given."),
        _("Σ credited value, to the last cent"),
        LAKE,
        _(
            "Only money in the brand's currency is added; other currencies stand beside it, "
            "because no rate was given. Attribution is not incrementality."
        ),
        rows=True,
    ),
    Metric(
        "aov",
        "results",
        _("Average order value"),
        "money",
        _("Revenue for each order."),
        _("revenue ÷ orders"),
        LAKE,
        _("A ratio of sums, never a mean of averages. Refunds lower it."),
        rows=True,
    ),
    Metric(
        "spend",
        "money",
        _("Spend"),
        "money",
        _(
            "What placements cost in the period: what ad platforms charged and what was invoiced, "
            "with what no placement owns yet."
        ),
        _("Σ platform charges + Σ invoices booked for a placement"),
        COSTS,
        _(
            "An invoice counts whole on its day, so short periods jump. Costs that name no placement "
            "(production, staff) are in the campaign's cost lines, not here."
        ),
    ),
    Metric(
        "cpa",
        "money",
        _("Cost per order"),
        "money",
        _("Spend for each credited order."),
        _("spend ÷ orders"),
        BOTH,
        _("A dash where nothing was spent or nothing was credited."),
    ),
    Metric(
        "roas",
        "money",
        _("ROAS (attributed)"),
        "ratio",
        _("Attributed revenue for each unit of spend."),
        _("attributed revenue ÷ spend"),
        BOTH,
        _("It says nothing about margin, other costs or what would have happened anyway."),
    ),
    Metric(
        "mer",
        "money",
        _("Marketing efficiency ratio (MER)"),
        "ratio",
        _("All revenue for each unit of spend; no attribution is needed."),
        _("revenue ÷ spend"),
        BOTH,
        _("It grows with every order that came by itself. The sum row of the results shows it."),
    ),
    Metric(
        "roi",
        "money",
        _("ROI"),
        "share",
        _("What remains of the margin after all costs, for each unit of cost."),
        _("(net revenue × contribution margin − total cost) ÷ total cost"),
        BOTH,
        _(
            "Always shown with its cost completeness. Below 95 % it is a partial-cost ROI "
            "and must not be compared."
        ),
    ),
    Metric(
        "cost_completeness",
        "money",
        _("Cost completeness"),
        "share",
        _("Share of the expected cost lines, by plan value, that have actual costs."),
        _("Σ plan value of lines with actuals ÷ Σ plan value of all lines"),
        BOOKS,
        _("A line with one of three invoices counts as present."),
    ),
    Metric(
        "unattributed",
        "trust",
        _("Direct and unknown share"),
        "share",
        _("Share of the orders that no placement, code or channel can be credited with."),
        _("(orders that came by themselves + orders without any touch) ÷ all orders"),
        LAKE,
        _("Never hidden in other rows. Missing consent and lost codes both make it grow."),
    ),
    Metric(
        "placement_share",
        "trust",
        _("Orders a placement touched"),
        "share",
        _("Share of the orders whose journey has at least one touch of a placement."),
        _("orders with at least one placement touch ÷ all orders"),
        LAKE,
        _("Touched is not caused. No model can credit a placement with more than this."),
    ),
    Metric(
        "journeys",
        "trust",
        _("Journeys"),
        "count",
        _("Orders of which at least one touch in the look-back is known."),
        _("count of orders with a touch"),
        LAKE,
        _("Orders without any touch stay in their own row in every model."),
    ),
    Metric(
        "journey_length",
        "trust",
        _("Median length of a journey"),
        "ratio",
        _("Half of the journeys have at most this many touches."),
        _("median of touches per journey"),
        LAKE,
        _("Where most journeys have one touch, all models say the same."),
    ),
    Metric(
        "model_spread",
        "trust",
        _("Model spread"),
        "share",
        _("Share of all credit that changes rows between the two models that differ most."),
        _("largest of all pairs of models: ½ · Σ |credit − other credit| ÷ all credit"),
        LAKE,
        _("0 where all models agree. A wide row is a question for an experiment."),
    ),
    Metric(
        "unmapped_spend",
        "trust",
        _("Unmapped spend"),
        "share",
        _("Share of the period's spend that no placement owns."),
        _("spend without a placement ÷ all spend"),
        COSTS,
        _("Map the ad once and the past is mapped with it."),
    ),
    Metric(
        "untagged",
        "trust",
        _("Untagged touches"),
        "share",
        _("Share of the touches that came through a channel but carry no tracking code."),
        _("touches without a code ÷ touches that did not come by themselves"),
        LAKE,
        _("Organic search belongs here too: some of it is no mistake."),
    ),
    Metric(
        "waiting",
        "trust",
        _("Events on their way"),
        "count",
        _("Events that are safely stored and not counted yet."),
        _("records in the spool + stored rows that are not derived"),
        _("The intake of this installation"),
        _("Usually gone within three seconds."),
    ),
    Metric(
        "set_aside",
        "trust",
        _("Events set aside"),
        "count",
        _("Events that no table can hold, kept with the reason and never counted."),
        _("records in quarantine"),
        _("The intake of this installation"),
        _("Of the whole installation, because an unreadable event belongs to no brand."),
    ),
    Metric(
        "freshness",
        "trust",
        _("Fresh as of"),
        "moment",
        _("When the newest event arrived that the answer contains."),
        _("latest time of arrival among counted events"),
        LAKE,
        _("An old time on a quiet site is no fault; an old time on a busy one is."),
    ),
    Metric(
        "forecast_outcomes",
        "plan",
        _("Expected orders"),
        "count",
        _("What the placements promised when they were planned."),
        _("Σ forecast of placements that were not cancelled"),
        PEOPLE,
        _("A promise, not a measurement."),
    ),
    Metric(
        "planned",
        "plan",
        _("Planned, committed, actual"),
        "money",
        _("The budget line's plan, what was promised out of it, and what it really cost."),
        _("plan; Σ commitments; platform spend + other costs"),
        BOOKS,
        _("Commitments never exceed the line."),
    ),
    Metric(
        "pacing",
        "plan",
        _("Pacing index"),
        "ratio",
        _("Spend so far against what the plan's curve says by today."),
        _("actual ÷ planned to date"),
        BOTH,
        _("Green 0.9–1.1. No colour before a fifth of the flight is over."),
    ),
    Metric(
        "progress",
        "plan",
        _("Progress of a key result"),
        "share",
        _("How much of the way from baseline to target is done."),
        _("(now − baseline) ÷ (target − baseline)"),
        PEOPLE,
        _("Measured ones follow the goal's dates, and its campaigns where it has any."),
    ),
]

_ALL += BEHAVIOUR
_ALL += [
    Metric(
        f"model_{one.key}",
        "models",
        one.name,
        "credit",
        one.definition,
        one.formula,
        one.source,
        one.caveat,
    )
    for one in CREDIT_MODELS.values()
]

METRICS: dict[str, Metric] = {metric.key: metric for metric in _ALL}


def by_group() -> list[tuple[str, list[Metric]]]:
    """[(name of the group, its metrics)] in reading order."""
    return [(name, [one for one in _ALL if one.group == key]) for key, name in GROUPS]
