"""Traffic: how many visits came through what, how they went, and what they bought."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.attribution.remembered import remembered_sales
from drumbeat.insight.behaviour.asking import Question, TrafficForm
from drumbeat.insight.behaviour.told import Figure, Told, asks
from drumbeat.insight.results.chart import day_ticks, panel
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import remembered_daily, remembered_results
from drumbeat.insight.results.rows import RESTS, own_money
from drumbeat.strategy.metrics.groups import channel_group
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import NO_SESSION, UNKNOWN, Answer, traffic

_VISITS = ("sessions", "bounced", "pages")
_SOLD = ("outcomes", "revenue")


def told(brand, question: Question) -> Told:
    by, period = question.choices["by"], question.period
    visits = asks(brand, "traffic", traffic, period=period, by=by)
    days = remembered_daily(brand, period=period, conversion=question.counted)
    people = remembered_results(
        brand, period=period, placements=placements_table(brand), by="total", model="last"
    )
    sold = _sold(brand, question, days)
    rows = _rows(visits, sold, by, brand.currency)
    total = _with_ratios(
        {name: sum(row.get(name) or 0 for row in rows) for name in _VISITS + _SOLD}
    )
    total |= {"name": _("Everything in the period"), "visitors": None}
    if sold is None:
        total |= dict.fromkeys((*_SOLD, "rate"))
    sessions = sum(day["sessions"] for day in days.rows)
    orders = sum(day["outcomes"] for day in days.rows)
    return Told(
        figures=[
            Figure("sessions", sessions, days),
            Figure("visitors", people.rows[0]["visitors"], people),
            Figure("bounce_rate", total["bounce_rate"], visits),
            Figure("pages_per_session", total["pages_per_session"], visits),
            Figure("visit_conversion", orders / sessions if sessions else None, days),
        ],
        columns=_columns(by, brand.currency, with_sales=sold is not None),
        rows=rows,
        total=total,
        has_any=bool(rows),
        answers=[visits, days, *([sold] if sold else [])],
        page={
            "line": panel([day["sessions"] for day in days.rows]),
            "days": [
                {
                    "x": f"{index * 100 / len(days.rows):.3f}",
                    "width": f"{100 / len(days.rows):.3f}",
                    "says": f"{say.date(day['day'])}: {say.number(day['sessions'])}",
                }
                for index, day in enumerate(days.rows)
            ],
            "ticks": day_ticks([day["day"] for day in days.rows]),
            "bars": _bars(rows) if by != "day" else [],
        },
    )


def _sold(brand, question: Question, days: Answer) -> Answer | None:
    """What the visits of each row bought; of a source nobody says it."""
    by = question.choices["by"]
    if by == "day":
        rows = [day | {"key": day["day"].isoformat(), "label": None} for day in days.rows]
        return replace(days, rows=rows)
    if by == "channel":
        return remembered_sales(brand, period=question.period, conversion=question.counted)
    return None


def _rows(visits: Answer, sold: Answer | None, by: str, currency: str) -> list[dict]:
    rows = {
        (row["key"], None): {name: row[name] for name in (*_VISITS, "visitors")}
        for row in visits.rows
    }
    for found in sold.rows if sold else ():
        at = found["key"], None if found["key"] else found["label"]
        if at in rows or found["outcomes"] or found["revenue_by_currency"]:
            rows.setdefault(at, {"visitors": None} | dict.fromkeys(_VISITS, 0)).update(
                outcomes=found["outcomes"], revenue=own_money(found, currency)
            )
    told_rows = [
        _with_ratios(({} if sold is None else {"outcomes": 0, "revenue": 0}) | row)
        | {"name": _name(by, key, label), "rest": key is None}
        for (key, label), row in rows.items()
    ]
    if by == "day":
        return told_rows
    return sorted(told_rows, key=lambda row: (row["rest"], -row["sessions"], row["name"]))


def _with_ratios(row: dict) -> dict:
    sessions, orders = row["sessions"], row.get("outcomes")
    return row | {
        "bounce_rate": row["bounced"] / sessions if sessions else None,
        "pages_per_session": row["pages"] / sessions if sessions else None,
        "rate": orders / sessions if sessions and orders is not None else None,
    }


def _name(by: str, key: str | None, label: str | None) -> str:
    if key is None:
        return str(
            {UNKNOWN: RESTS["unknown"], NO_SESSION: _("The last touch led to no recorded visit")}[
                label
            ]
        )
    if by == "day":
        return say.date(date.fromisoformat(key))
    return channel_group("Direct" if key == "(direct)" else key)


def _columns(by: str, currency: str, *, with_sales: bool) -> list[Column]:
    names = dict(TrafficForm.base_fields["by"].choices)
    columns = [
        Column("name", str(names[by])),
        Column("sessions", _("Sessions"), "integer"),
        Column("visitors", _("People"), "integer"),
        Column("bounced", _("Bounced"), "integer"),
        Column("bounce_rate", _("Bounce rate"), "percent", formula="bounced / sessions"),
        Column("pages", _("Page views"), "integer"),
        Column("pages_per_session", _("Pages per session"), "ratio", formula="pages / sessions"),
    ]
    if with_sales:
        columns += [
            Column("outcomes", _("Orders"), "integer"),
            Column("rate", _("Conversion rate"), "percent", formula="outcomes / sessions"),
            Column("revenue", _("Revenue"), "money", currency=currency),
        ]
    return columns


def _bars(rows: list[dict], most: int = 8) -> list[dict]:
    whole = sum(row["sessions"] for row in rows)
    return [
        {
            "label": row["name"],
            "value": row["sessions"],
            "text": f"{say.number(row['sessions'])} · {say.percent(row['sessions'] / whole, 0)}",
            "tone": "insight",
        }
        for row in rows[:most]
        if row["sessions"]
    ]
