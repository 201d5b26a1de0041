"""The retrospective as slides that a colleague can go on editing, in the page's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drumbeat.formats.currencies import from_minor
from drumbeat.formats.slides import Deck
from drumbeat.review.campaigns.figures import freshness_words
from drumbeat.review.retrospectives.page import Review
from drumbeat.ui.templatetags.format import date, daterange, money, number, percent, ratio

MOST_BARS = 12


def retrospective_pptx(review: Review) -> bytes:
    """Title, goals, results with totals, charts by channel and message, costs, dates, learnings."""
    deck = Deck(str(review.campaign), get_language() or "en")
    campaign = review.campaign
    deck.title_slide(
        str(campaign),
        f"{_('Retrospective')} · {daterange(campaign.starts_on, campaign.ends_on)}",
        note=_foot(review),
    )
    _goals(deck, review)
    _results(deck, review)
    for by in ("channel", "message"):
        _chart(deck, review, by)
    _costs(deck, review)
    _dates(deck, review)
    _learnings(deck, review)
    return deck.to_bytes()


def _foot(review) -> str:
    period = review.board.period
    return " · ".join(
        [
            f"{daterange(period.start, period.end)} {period.tz}",
            review.currency,
            _("fresh as of %(when)s") % {"when": freshness_words(review.board)},
            _("cost completeness %(share)s") % {"share": percent(review.costs.completeness, 0)},
        ]
    )


def _goals(deck, review):
    headers = [_("Key result"), _("Baseline"), _("Target"), _("Result"), _("Reached")]
    rows = [
        [
            f"{one.result} {one.result.unit}".strip(),
            number(one.result.baseline),
            number(one.result.target),
            number(one.actual, 0 if one.actual is None or one.actual == int(one.actual) else 2),
            percent(one.share, 0),
        ]
        for one in review.outcomes
    ]
    deck.table_slide(_("Goal and result"), headers, rows, note=_foot(review))


def result_line(pair, currency) -> list[str]:
    """One row of the results table, as the slide and the tests read it."""
    last = pair.last
    return [
        pair.label,
        money(last.spend_minor, currency),
        number(last.touches),
        number(last.outcomes, 1),
        money(last.revenue_minor, currency),
        money(None if last.cpa_minor is None else round(last.cpa_minor), currency),
        ratio(last.roas),
        money(pair.linear.revenue_minor, currency),
    ]


def _results(deck, review):
    headers = [
        _("Placement"), _("Spend"), _("Touches"), _("Orders"), _("Revenue"), _("Cost per order"),
        _("ROAS"), _("Revenue, linear"),
    ]  # fmt: skip
    cut = review.main
    pairs = [*cut.rows, cut.total, *cut.rests, cut.everything]
    rows = [result_line(pair, review.currency) for pair in pairs]
    deck.table_slide(_("Plan and actual"), headers, rows, note=_foot(review), totals=True)


def _chart(deck, review, by):
    cut = review.cut(by)
    rows = [pair.last for pair in cut.rows][:MOST_BARS]
    if not rows:
        return
    series = {
        _("Spend"): [from_minor(row.spend_minor, review.currency) for row in rows],
        _("Revenue"): [from_minor(row.revenue_minor, review.currency) for row in rows],
    }
    title = _("Spend and revenue: %(cut)s") % {"cut": cut.label}
    names = [row.label for row in rows]
    deck.bar_chart_slide(title, names, series, note=_foot(review))


def _costs(deck, review):
    headers = [_("Budget line"), _("Planned"), _("Actual")]
    rows = [
        [row.label, money(row.planned_minor, review.currency),
         money(row.actual_minor, review.currency)]
        for row in review.costs.rows
    ]  # fmt: skip
    costs = review.costs
    rows.append([_("Total"), money(costs.planned_minor, review.currency),
                 money(costs.total_minor, review.currency)])  # fmt: skip
    returns = " · ".join(
        f"{costs.roi_label} {percent(value, 0)} ({model})"
        for (_key, _revenue, value), model in zip(
            review.returns, (_("last non-direct"), _("linear")), strict=True
        )
    )
    deck.table_slide(_("Costs and return"), headers, rows, note=returns, totals=True)


def _dates(deck, review):
    time = review.timeline
    rows = [[str(slip.task), date(slip.planned), date(slip.actual), str(slip.working_days)]
            for slip in time.slips]  # fmt: skip
    rows += [
        [str(one.gate), date(one.gate.due_at), date(one.decision.at) if one.decision else "—",
         one.decision.get_decision_display() if one.decision else _("not decided")]
        for one in time.gates
    ]  # fmt: skip
    headers = [_("Task or gate"), _("Planned"), _("Actual"), _("Days late or decision")]
    if rows:
        deck.table_slide(_("Timeline"), headers, rows, note=_foot(review))


def _learnings(deck, review):
    said = [str(one) for one in review.learnings]
    words = review.words
    if words is not None:
        said += [text for text in (words.helped, words.hurt, words.next_time) if text]
    if said:
        deck.text_slide(_("What we learned"), said[:8], note=_foot(review))
