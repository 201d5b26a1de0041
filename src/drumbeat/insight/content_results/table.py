"""The pieces as a table: the same rows on the page and in files."""

from django.urls import reverse
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.content_results.pieces import Piece, Pieces
from drumbeat.insight.content_results.series import FORMATS
from drumbeat.insight.content_results.sums import Sums


def columns_of(reading: Pieces, *, with_money: bool) -> list[Column]:
    money = {"kind": "money", "currency": reading.brand.currency}
    return [
        Column("name", _("Piece")),
        Column("format", _("Format")),
        Column("series", _("Series")),
        Column("series_count", _("Pieces in the series"), "ratio"),
        Column("percentile", _("Percentile"), "ratio"),
        *sums_columns(reading, money, with_money),
    ]


def sums_columns(reading: Pieces, money: dict, with_money: bool) -> list[Column]:
    leads = [
        Column("leads", _("Leads"), "amount"),
        Column("rate", _("Lead rate"), "percent"),
    ]
    return [
        Column("impressions", _("Impressions"), "integer"),
        Column("ctr", _("Click-through rate"), "percent"),
        Column("touches", _("Touches"), "integer"),
        *(leads if reading.steps else []),
        Column("outcomes", _("Orders"), "amount"),
        Column("order_rate", _("Order rate"), "percent"),
        Column("revenue", _("Revenue"), **money),
        *([Column("spend", _("Spend"), **money)] if with_money else []),
    ]


def row_of(piece: Piece) -> dict:
    series = piece.series if piece.percentile is not None else None
    return {
        "name": piece.name,
        "url": reverse("insight:piece", args=[piece.pk]),
        "format": str(FORMATS[piece.kind]),
        "series": series.name if series else "",
        "series_count": len(series.pieces) if series else None,
        "percentile": None if series is None else round(100 * piece.percentile),
        "piece": piece,
        **sums_row(piece.sums),
    }


def sums_row(sums: Sums) -> dict:
    """Impressions and clicks of nothing reported, and cost of nothing known, are no zeros."""
    return {
        "impressions": sums.impressions or None,
        "ctr": sums.ctr,
        "touches": sums.touches,
        "leads": sums.leads,
        "rate": sums.lead_rate,
        "outcomes": sums.outcomes,
        "order_rate": sums.order_rate,
        "revenue": sums.revenue_minor,
        "spend": sums.spend_minor or None,
    }


def sorted_by(rows: list[dict], name: str) -> list[dict]:
    """The most first, what has no value last, equals by name."""

    def weight(row):
        value = row.get(name)
        return value is None, -(value or 0), row["name"]

    return sorted(rows, key=weight)
