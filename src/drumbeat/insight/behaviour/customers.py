"""Customers: the RFM map, the segments on it, and how many buy again."""

from collections import defaultdict

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.cohorts import heat
from drumbeat.insight.behaviour.segments import MAP, SEGMENTS
from drumbeat.insight.behaviour.told import Figure, Told, asks
from drumbeat.insight.results.rows import RESTS
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import order_gaps, repeat_rate, rfm, second_orders

WATCHED = 90  # days within which a second order is looked for in the figure on top
_SUMS = ("customers", "outcomes", "revenue_minor", "recency_days")


def told(brand, question: Question) -> Told:
    asked = {"period": question.period, "conversion": question.counted}
    scores = asks(brand, "rfm", rfm, currency=brand.currency, **asked)
    repeats = asks(brand, "repeat_rate", repeat_rate, **asked)
    seconds = asks(brand, "second_orders", second_orders, **asked)
    gaps = asks(brand, "order_gaps", order_gaps, **asked)
    [again] = repeats.rows
    [watched] = [row for row in seconds.rows if row["days"] == WATCHED]
    rows, total = _rows(scores.rows)
    return Told(
        figures=[
            Figure("customers", again["customers"], repeats),
            Figure("repeat_rate", again["repeat_rate"], repeats, _of(again["repeaters"])),
            Figure(
                "second_order",
                watched["share"],
                seconds,
                _of(watched["again"]) if watched["people"] else "",
            ),
            Figure("order_gap", again["median_days"], repeats),
        ],
        columns=_columns(brand.currency),
        rows=rows,
        total=total,
        has_any=bool(again["customers"]),
        answers=[scores, repeats, seconds, gaps],
        page={
            "grid": _grid(scores.rows),
            "seconds": [_second(row) for row in seconds.rows],
            "gaps": [_gap(row) for row in gaps.rows],
        },
    )


def _of(people: int) -> str:
    return _("%s people") % say.number(people)


def _rows(cells: list[dict]) -> tuple[list[dict], dict]:
    """One a segment, in the order of the list of segments; what is nobody's is a row of its own."""
    sums: dict = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    for cell in cells:
        key = MAP[cell["r"]][cell["f"]] if cell["r"] else None
        for name in _SUMS:
            sums[key][name] += cell[name]
    whole = {name: sum(one[name] for one in sums.values()) for name in _SUMS}
    rows = [
        _row(sums[key], whole, name=str(segment.name), advice=str(segment.advice))
        for key, segment in SEGMENTS.items()
        if key in sums
    ]
    if None in sums:
        rows.append(_row(sums[None], whole, name=str(RESTS["unknown"]), rest=True))
    return rows, _row(whole, whole, name=_("Everything in the period"))


def _row(sums: dict, whole: dict, **words) -> dict:
    people = sums["customers"]
    return {
        **words,
        "customers": people,
        "share": people / whole["customers"] if whole["customers"] else None,
        "orders": sums["outcomes"],
        "revenue": sums["revenue_minor"],
        "per_customer": sums["revenue_minor"] / people if people else None,
        "days_since": sums["recency_days"] / people if people else None,
    }


def _columns(currency: str) -> list[Column]:
    return [
        Column("name", _("Kind of customer")),
        Column("customers", _("Customers"), "integer"),
        Column("share", _("Share"), "percent"),
        Column("orders", _("Orders"), "integer"),
        Column("revenue", _("Revenue"), "money", currency=currency),
        Column(
            "per_customer",
            _("Revenue per customer"),
            "money",
            formula="revenue / customers",
            currency=currency,
        ),
        Column("days_since", _("Days since the last order, mean"), "ratio"),
        Column("advice", _("What usually helps")),
    ]


def _grid(cells: list[dict]) -> list[dict]:
    """Rows of the map, the most recent on top: {r, fields: [{f, people, money, segment, heat}]}."""
    people, money = defaultdict(int), defaultdict(int)
    for cell in cells:
        if cell["r"]:
            people[cell["r"], cell["f"]] += cell["customers"]
            money[cell["r"], cell["f"]] += cell["revenue_minor"]
    most = max(people.values(), default=0)
    return [
        {
            "r": r,
            "fields": [
                {
                    "f": f,
                    "people": people[r, f],
                    "each_minor": round(money[r, f] / people[r, f]) if people[r, f] else None,
                    "segment": SEGMENTS[MAP[r][f]].name,
                    "heat": heat(people[r, f] / most) if most else 0,
                }
                for f in range(1, 6)
            ],
        }
        for r in range(5, 0, -1)
    ]


def _second(row: dict) -> dict:
    share = say.percent(row["share"])
    text = _("%(share)s of %(people)s") % {"share": share, "people": say.number(row["people"])}
    return {
        "label": _("within %s days") % say.number(row["days"]),
        "value": row["share"] or 0,
        "text": text if row["people"] else say.DASH,
        "tone": "insight",
    }


def _gap(row: dict) -> dict:
    said = {"over": say.number(row["over"]), "up_to": say.number(row["up_to"])}
    label = _("over %(over)s days") if row["up_to"] is None else _("%(over)s–%(up_to)s days")
    return {
        "label": label % said,
        "value": row["gaps"],
        "text": f"{say.number(row['gaps'])} · {say.percent(row['share'], 0)}",
        "tone": "insight",
    }
