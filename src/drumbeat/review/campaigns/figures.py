"""The five numbers on top of a campaign, each with the sentence that explains it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.review.campaigns.room import Room
from drumbeat.ui.templatetags.format import (
    daterange,
    money,
    money_short,
    money_whole,
    number,
    percent,
    ratio,
)
from drumbeat.ui.templatetags.format import moment as shown_moment


@dataclass(frozen=True)
class Figure:
    """One askable number. formula: how it came about, with the numbers put in.

    rows: which table of `rows.TABLES` holds what is behind it.
    """

    key: str
    label: str
    value: str
    note: str
    definition: str
    formula: str
    source: str
    completeness: str
    rows: str
    delta: str = ""
    tone: str = ""


def revenue(room: Room) -> Figure:
    currency, total = room.board.currency, room.total
    planned = room.planned_revenue_minor
    gap = total.revenue_minor / planned - 1 if planned else None
    everything = room.board.everything
    return Figure(
        key="revenue",
        label=_("Revenue (last non-direct)"),
        value=money_whole(total.revenue_minor, currency),
        note=_("plan to date %(amount)s") % {"amount": money_short(planned, currency)}
        if planned
        else _("no forecast yet"),
        delta=_signed(gap),
        tone="" if gap is None else "good" if gap >= 0 else "bad",
        definition=_(
            "Revenue net of refunds, credited to the last touch before the order that was not a "
            "direct visit. Only orders in the campaign's days; credit is not proof of effect."
        ),
        formula=_("%(mine)s through this campaign's placements of %(all)s in the period")
        % {
            "mine": money(total.revenue_minor, currency),
            "all": money(everything.revenue_minor, currency),
        },
        source=_("Orders and touches in the lake"),
        completeness=_("%(share)s of the period's revenue has a placement")
        % {"share": _share(total.revenue_minor, everything.revenue_minor)},
        rows="outcomes",
    )


def orders(room: Room) -> Figure:
    total, everything = room.total, room.board.everything
    return Figure(
        key="orders",
        label=_("Orders"),
        value=number(total.outcomes, _digits(total.outcomes)),
        note=_("%(count)s touches") % {"count": number(total.touches)},
        definition=_(
            "Counted outcomes of the period that are credited to this campaign's placements, one "
            "outcome once, refunds aside."
        ),
        formula=_("%(mine)s of %(all)s outcomes in the period")
        % {"mine": number(total.outcomes), "all": number(everything.outcomes)},
        source=_("Orders and touches in the lake"),
        completeness=_("%(share)s of the period's orders have a placement")
        % {"share": _share(total.outcomes, everything.outcomes)},
        rows="outcomes",
    )


def spend(room: Room) -> Figure:
    currency, total, index = room.board.currency, room.total, room.pacing_index
    notes = [_("pacing %(index)s") % {"index": ratio(index)}] if index is not None else []
    if room.projected_minor is not None:
        end = money_short(room.projected_minor, currency)
        notes.append(_("projected end %(amount)s") % {"amount": end})
    return Figure(
        key="spend",
        label=_("Spend"),
        value=money_whole(total.spend_minor, currency),
        note=" · ".join(notes),
        definition=_(
            "What platforms reported for this campaign's placements, and invoices booked for them. "
            "Pacing: platform spend ÷ planned spend to date, over placements that report daily."
        ),
        formula=_("%(spent)s of %(planned)s planned on placements")
        % {
            "spent": money(total.spend_minor, currency),
            "planned": money(total.planned_minor, currency),
        },
        source=_("Imported spend files and the budget ledger"),
        completeness=_("%(amount)s in the period is mapped to no placement")
        % {"amount": money(room.unmapped_minor, currency)},
        rows="spend",
    )


def roi(room: Room) -> Figure:
    currency, costs = room.board.currency, room.costs
    value = costs.roi(room.total.revenue_minor)
    margin = _("no contribution margin in the plan") if costs.margin is None else ""
    known = percent(costs.completeness, 0)
    return Figure(
        key="roi",
        label=costs.roi_label,
        value=percent(value, 0),
        note=margin or _("cost completeness %(share)s") % {"share": known},
        tone="bad" if costs.is_partial else "",
        delta=_("not comparable") if costs.is_partial and not margin else "",
        definition=_(
            "(attributed net revenue × contribution margin − total cost) ÷ total cost. Below 95 % "
            "of known cost it is partial and compares with nothing."
        ),
        formula=margin
        or f"({money(room.total.revenue_minor, currency)} × {percent(costs.margin, 1)} − "
        f"{money(costs.total_minor, currency)}) ÷ {money(costs.total_minor, currency)}",
        source=_("Orders in the lake, spend files, budget ledger, margin of the plan"),
        completeness=_("%(share)s of the planned cost is known") % {"share": known},
        rows="costs",
    )


def cpa(room: Room) -> Figure:
    currency, total, target = room.board.currency, room.total, room.target_cpa_minor
    value = None if total.cpa_minor is None else round(total.cpa_minor)
    gap = value / target - 1 if value is not None and target else None
    return Figure(
        key="cpa",
        label=_("Cost per order"),
        value=money(value, currency),
        note=_("target %(amount)s") % {"amount": money_whole(target, currency)}
        if target
        else _("no target in the goal"),
        delta=_signed(gap),
        tone="" if gap is None else "good" if gap <= 0 else "bad",
        definition=_("Spend of the placements ÷ orders credited to them: a ratio of sums."),
        formula=f"{money(total.spend_minor, currency)} ÷ "
        f"{number(total.outcomes, _digits(total.outcomes))}",
        source=_("Imported spend files, budget ledger, orders in the lake"),
        completeness=_("last non-direct attribution"),
        rows="placements",
    )


def unmapped(room: Room) -> Figure:
    count = room.unmapped_ads
    waiting = ngettext("%(count)d ad waits for its placement",
                       "%(count)d ads wait for their placement", count)  # fmt: skip
    return Figure(
        key="unmapped",
        label=_("Unmapped spend"),
        value=money_whole(room.unmapped_minor, room.board.currency),
        note=waiting % {"count": count} if count else _("every ad has its placement"),
        tone="bad" if count else "",
        definition=_(
            "Spend in the campaign's days that no placement owns yet; it may be this campaign's or "
            "another's. It stands in the totals until somebody maps it."
        ),
        formula=money(room.unmapped_minor, room.board.currency),
        source=_("Imported spend files"),
        completeness="",
        rows="unmapped",
    )


FIGURES: dict[str, Callable[[Room], Figure]] = {
    "revenue": revenue,
    "spend": spend,
    "roi": roi,
    "cpa": cpa,
    "unmapped": unmapped,
    "orders": orders,
}
OPEN = ("revenue", "orders")
"""What members who may not see spending see."""


def figures(room: Room, *, with_money: bool) -> list[Figure]:
    """The row of numbers on top of the page."""
    keys = ("revenue", "spend", "roi", "cpa", "unmapped") if with_money else OPEN
    return [FIGURES[key](room) for key in keys]


def period_in_words(room: Room) -> str:
    period = room.board.period
    return f"{daterange(period.start, period.end)} · {period.tz}"


def freshness_words(board) -> str:
    return shown_moment(board.freshness) if board.freshness else _("nothing arrived yet")


def _signed(gap) -> str:
    if gap is None:
        return ""
    return f"{'+' if gap >= 0 else '−'}{percent(abs(gap))}"


def _share(part, whole) -> str:
    return percent(part / whole) if whole else "—"


def _digits(value) -> int:
    return 0 if float(value).is_integer() else 1
