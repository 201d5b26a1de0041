"""What the page of all pieces tells: figures, strips, and one page of the table."""

from datetime import timedelta

import pyarrow as pa
from django.core.paginator import Paginator
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.links.queries import link_columns
from drumbeat.channels.models import Pin
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Figure, Told
from drumbeat.insight.content_results.asking import MEASURES
from drumbeat.insight.content_results.pieces import MODEL, Pieces
from drumbeat.insight.content_results.scatter import scatter
from drumbeat.insight.content_results.series import ENOUGH, into_series
from drumbeat.insight.content_results.strip import strips
from drumbeat.insight.content_results.sums import ENOUGH_IMPRESSIONS, ENOUGH_TOUCHES, Sums
from drumbeat.insight.content_results.table import columns_of, row_of, sorted_by, sums_row
from drumbeat.insight.lake import lake_of
from drumbeat.insight.metrics.models import CREDIT_MODELS
from drumbeat.insight.results.remembered import digest_of, remembered
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse.questions import PLACEMENTS as SCHEMA
from drumbeat.warehouse.questions import Answer, Period, contact_days

PAGE, SPARK_DAYS = 25, 90


def told(brand, question: Question, *, with_money: bool, page: str = "1") -> Told:
    reading = Pieces(brand, question)
    measure = question.choices["measure"]
    series = into_series(reading.all, measure, with_leads=bool(reading.steps))
    rows = sorted_by([row_of(piece) for piece in reading.all], question.choices["sort"])
    shown = Paginator(rows, PAGE).get_page(page)
    whole = Sums()
    for piece in reading.all:
        whole.add(piece.sums)
    columns = columns_of(reading, with_money=with_money)
    return Told(
        figures=figures(reading, whole, [_("%s pieces") % say.number(len(reading.all))]),
        columns=columns,
        rows=rows,
        total={"name": _("All pieces together")} | sums_row(whole),
        has_any=bool(rows),
        answers=[one for one in (reading.answer, reading.steps_answer) if one],
        page={
            "shown": shown,
            "page_query": f"&{question.query()}",
            "days": days_out(brand, [row["piece"].pk for row in shown], question.period),
            "heads": [_head(column, question) for column in columns if column.key in _SHOWN],
            "scatter": scatter(reading.all, with_leads=bool(reading.steps), say=_met),
            "strips": strips(series, lambda value: in_words(value, measure, brand.currency)),
            "measure": MEASURES[measure],
            **origin(reading),
        },
    )


# The columns of the page; the name stands first, with the format under it.
_SHOWN = (
    *("name", "percentile", "impressions", "ctr", "touches", "leads", "rate"),
    *("outcomes", "order_rate", "revenue", "spend"),
)


def figures(reading: Pieces, whole: Sums, notes: list[str]) -> list[Figure]:
    return [
        Figure("touches", whole.touches, reading.answer, *notes),
        Figure("outcomes", whole.outcomes, reading.answer),
        Figure("revenue", whole.revenue_minor, reading.answer),
    ]


def origin(reading: Pieces) -> dict:
    """What stands about every table: model, look-back, how few are too few, by which rates what
    was booked is counted."""
    return {
        "exchange": Exchange.of_brand(reading.brand, timezone.localdate()),
        "model": CREDIT_MODELS[MODEL],
        "windows": ", ".join(say.number(days) for days in reading.windows),
        "least": {"series": ENOUGH, "touches": ENOUGH_TOUCHES, "impressions": ENOUGH_IMPRESSIONS},
    }


def _head(column, question: Question) -> dict:
    is_text = column.kind == "text"
    return {
        "column": column,
        "url": "" if is_text else f"?{question.query(sort=column.key)}",
        "current": column.key == question.choices["sort"],
    }


def _met(touches: int, rate: float) -> str:
    return _("%(touches)s touches, %(rate)s") % {
        "touches": say.number(touches),
        "rate": say.percent(rate),
    }


def in_words(value: float, measure: str, currency: str) -> str:
    if measure == "revenue":
        return say.money_whole(round(value), currency)
    return say.percent(value) if measure == "rate" else say.number(value)


def days_out(brand, assets: list[str], period: Period) -> dict[str, list[int]]:
    """Asset → its touches on each day since it was first placed, up to the period's end and at most
    SPARK_DAYS of them."""
    firsts = dict(
        Pin.objects.filter(version__asset__in=assets, position=0)
        .order_by()
        .values_list("version__asset")
        .annotate(Min("placement__starts_on"))
    )
    began = max(
        min(firsts.values(), default=period.end), period.end - timedelta(days=SPARK_DAYS - 1)
    )
    if began > period.end:
        return {}
    asked = Period(began, period.end, period.tz)
    by_day: dict[tuple, int] = {
        (row["key"], row["day"]): row["touches"] for row in days_of(brand, assets, asked).rows
    }
    return {
        asset: [by_day.get((asset, day), 0) for day in asked.days if day >= first]
        for asset, first in firsts.items()
    }


def days_of(brand, assets: list[str], period: Period, by: str = "asset") -> Answer:
    """Touches by day of these assets alone, remembered: only their codes are looked at."""
    placements = Pin.objects.filter(version__asset__in=assets).order_by()
    ids = list(placements.values_list("placement", flat=True))
    codes = pa.table(link_columns(brand, placements=ids), schema=SCHEMA)
    lake = lake_of(brand)
    cut = ("contact_days", period, by, digest_of(codes))
    return remembered(lake, cut, lambda: contact_days(lake, period=period, placements=codes, by=by))
