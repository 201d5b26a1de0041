"""New and returning people by week: how many there are, and what each of them bring."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.formats.columns import Column
from drumbeat.formats.currencies import from_minor
from drumbeat.insight.behaviour.asking import GRAINS, Question
from drumbeat.insight.behaviour.picture import stacks
from drumbeat.insight.behaviour.told import Figure, Told, asks
from drumbeat.insight.results.chart import day_ticks
from drumbeat.insight.results.rows import own_money
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import returning

KINDS = {
    "new": gettext_lazy("New here"),
    "returning": gettext_lazy("Returning"),
    "unknown": gettext_lazy("Unknown"),
}


def told(brand, question: Question) -> Told:
    grain = question.choices["grain"]
    asked = {"period": question.period, "conversion": question.counted}
    answer = asks(brand, "returning", returning, grain=grain, **asked)
    units = sorted({row["unit"] for row in answer.rows})
    found = {(row["unit"], row["kind"]): row for row in answer.rows}
    rows = [_row(unit, found, brand.currency) for unit in units]
    total = {
        name: sum(row[name] for row in rows) for name in rows[0] if name not in ("unit", "name")
    }
    total |= {"name": _("Everything in the period"), "returning_people": None}
    return Told(
        figures=_figures(rows, total, answer),
        columns=_columns(grain, brand.currency),
        rows=rows,
        total=total,
        has_any=any(row["sessions"] or row["outcomes"] for row in answer.rows),
        answers=[answer],
        page={
            "people": _people(rows),
            "money": _money(rows, brand.currency),
            "ticks": day_ticks(units),
            "kinds": KINDS,
        },
    )


def _row(unit, found, currency: str) -> dict:
    row = {"unit": unit, "name": say.date(unit)}
    for kind in KINDS:
        of = found[unit, kind]
        row |= {
            f"{kind}_people": of["people"] or 0,
            f"{kind}_sessions": of["sessions"],
            f"{kind}_orders": of["outcomes"],
            f"{kind}_revenue": own_money(of, currency),
        }
    return row


def _figures(rows: list[dict], total: dict, answer) -> list[Figure]:
    revenue = sum(total[f"{kind}_revenue"] for kind in KINDS)
    share = total["returning_revenue"] / revenue if revenue > 0 else None
    # Whoever is new is new in one unit only, so these add; who returns may return in several.
    new = sum(row["new_people"] for row in rows)
    orders = {kind: total[f"{kind}_orders"] for kind in KINDS}
    return [
        Figure("new_people", new, answer),
        Figure("new_orders", orders["new"], answer),
        Figure("returning_orders", orders["returning"], answer),
        Figure("returning_revenue", share, answer),
    ]


def _columns(grain: str, currency: str) -> list[Column]:
    columns = [Column("name", str(GRAINS[grain]))]
    for name, header, kind in (
        ("people", _("People: %s"), "integer"),
        ("sessions", _("Sessions: %s"), "integer"),
        ("orders", _("Orders: %s"), "integer"),
        ("revenue", _("Revenue: %s"), "money"),
    ):
        for key, label in KINDS.items():
            if key != "unknown" or name in ("orders", "revenue"):
                money = {"currency": currency} if kind == "money" else {}
                columns.append(Column(f"{key}_{name}", header % label, kind, **money))
    return columns


def _people(rows: list[dict]):
    return stacks(
        [{"returning": row["returning_people"], "new": row["new_people"]} for row in rows],
        [
            f"{row['name']}: {KINDS['new']} {say.number(row['new_people'])},"
            f" {KINDS['returning']} {say.number(row['returning_people'])}"
            for row in rows
        ],
    )


def _money(rows: list[dict], currency: str):
    def part(row: dict, kind: str) -> float:
        return max(float(from_minor(row[f"{kind}_revenue"], currency)), 0)

    return stacks(
        [{kind: part(row, kind) for kind in ("returning", "new", "unknown")} for row in rows],
        [
            f"{row['name']}: "
            + ", ".join(
                f"{label} {say.money_whole(row[f'{kind}_revenue'], currency)}"
                for kind, label in KINDS.items()
                if row[f"{kind}_revenue"]
            )
            for row in rows
        ],
    )
