"""The numbers about visits, ways through the site, and customers who come again."""

from django.utils.translation import gettext_lazy as _

from drumbeat.insight.metrics.entry import LAKE, Metric


def _metric(key, unit, name, definition, formula, caveat) -> Metric:
    return Metric(key, "behaviour", name, unit, definition, formula, LAKE, caveat)


BEHAVIOUR = [
    _metric(
        "bounce_rate",
        "share",
        _("Bounce rate"),
        _("Share of the sessions with less than two pages and less than ten seconds."),
        _("bounced sessions ÷ sessions"),
        _("One page that answers the question bounces too. Compare like with like."),
    ),
    _metric(
        "pages_per_session",
        "ratio",
        _("Pages per session"),
        _("How many pages or screens a session sees."),
        _("pages seen ÷ sessions"),
        _("A ratio of sums. Many pages may mean interest, or that something is hard to find."),
    ),
    _metric(
        "visit_conversion",
        "share",
        _("Conversion rate of visits"),
        _("Orders for each session, whose last touch was in one of them or not."),
        _("orders ÷ sessions"),
        _("Orders that no visit is known of (servers, files) raise it."),
    ),
    _metric(
        "new_people",
        "count",
        _("New people"),
        _("People whose first session or order that is known lies in the period."),
        _("count of distinct persons first seen in the period"),
        _("A new device without a sign-in looks new. Who came before the kept days counts as new."),
    ),
    _metric(
        "new_orders",
        "count",
        _("Orders of new people"),
        _("Orders of people who were first seen in the same day, week or month as the order."),
        _("Σ over units: orders of people first seen in the unit"),
        _("Daily, weekly and monthly figures differ: each unit decides anew who is new."),
    ),
    _metric(
        "returning_orders",
        "count",
        _("Orders of returning people"),
        _("Orders of people who were known before the day, week or month of the order."),
        _("Σ over units: orders of people first seen before the unit"),
        _("Orders without a known person are in neither."),
    ),
    _metric(
        "returning_revenue",
        "share",
        _("Revenue of returning people"),
        _("Share of the revenue from people who were known before the day, week or month."),
        _("revenue of returning people ÷ all revenue"),
        _("Revenue without a known person is part of all revenue."),
    ),
    _metric(
        "next_retention",
        "share",
        _("Came again in the next week or month"),
        _("Of those who first came in one week or month, the share who came in the next one."),
        _("people of complete cohorts who came at age 1 ÷ people of those cohorts"),
        _("A ratio of sums over cohorts whose next week or month is complete."),
    ),
    _metric(
        "cohort_people",
        "count",
        _("People in cohorts"),
        _("People whose first session ever lies in the period."),
        _("Σ sizes of the cohorts"),
        _("Visitors without consent are in no cohort."),
    ),
    _metric(
        "funnel_conversion",
        "share",
        _("Through the whole funnel"),
        _("Share of those who did the first step that did all others, in order and in time."),
        _("people at the last step ÷ people at the first step"),
        _("Everybody counts once, with the start that took them furthest."),
    ),
    _metric(
        "funnel_people",
        "count",
        _("Into the funnel"),
        _("Different people who did the first step in the period."),
        _("count of distinct persons"),
        _("People without consent and bots are not in it."),
    ),
    _metric(
        "funnel_hours",
        "hours",
        _("Median time to the end"),
        _("Sum of the median times from each step to the next."),
        _("Σ median (time of a step − time of the step before)"),
        _(
            "Of each one’s latest way; medians of different people: a rough measure of how long"
            " the way is."
        ),
    ),
    _metric(
        "walks",
        "count",
        _("Walks that meet the step"),
        _("Sessions, or journeys of orders, that have the chosen step; all of them without one."),
        _("count of walks with the step"),
        _("A walk counts once, at the first time that it meets the step."),
    ),
    _metric(
        "commonest_path",
        "share",
        _("The most common path"),
        _("Share of these walks that took the most common sequence of steps."),
        _("walks of the first row ÷ walks that meet the step"),
        _("The same step twice in a row is told once. A longer sequence is always rarer."),
    ),
    _metric(
        "customers",
        "count",
        _("Customers"),
        _("Known people with at least one order in the period."),
        _("count of distinct persons with an order"),
        _("Orders without a known person are in no score and no rate."),
    ),
    _metric(
        "repeat_rate",
        "share",
        _("Repeat rate"),
        _("Share of the period's customers who ordered at least twice in it."),
        _("customers with two or more orders ÷ customers"),
        _("A longer period always raises it: only compare periods of the same length."),
    ),
    _metric(
        "second_order",
        "share",
        _("Second order within 90 days"),
        _("Of those whose first order ever is in the period, the share who ordered again in time."),
        _("with a second order within 90 days ÷ with 90 days since the first"),
        _("Only who had the whole 90 days by the period's end is asked."),
    ),
    _metric(
        "order_gap",
        "ratio",
        _("Days between orders"),
        _("Half of the times between two orders in a row of one customer are at most this long."),
        _("median of days between orders, the later one in the period"),
        _("Who never ordered again is not in it."),
    ),
    _metric(
        "option_shift",
        "share",
        _("Credit that the option moves"),
        _("Share of all orders that stand in another row than under the plain form of the model."),
        _("½ · Σ |orders − orders of the plain form| ÷ all orders"),
        _("Where it is small, the plain form says enough."),
    ),
]
