"""Observations and shares of voice as tables."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from drumbeat.formats.columns import Column
from drumbeat.strategy.competitors.models import Observation
from drumbeat.ui.tables import table_file

MOST_ROWS = 20_000
CHANGES = {
    "new": gettext_lazy("new"),
    "gone": gettext_lazy("gone"),
    "changed": gettext_lazy("changed"),
    "same": gettext_lazy("the same"),
}


def observations_file(kind: str, brand, today):
    """One row an observation, newest first, with its age; kind: csv or xlsx."""
    columns = [
        Column("competitor", _("Competitor")),
        Column("product", _("Product")),
        Column("kind", _("Kind")),
        Column("en", _("What was said (English)")),
        Column("zh", _("What was said (Chinese)")),
        Column("value", pgettext("figure", "Value"), "amount"),
        Column("unit", _("Unit")),
        Column("seen", _("Seen on"), "date"),
        Column("age", _("Age (days)"), "integer"),
        Column("limit", _("Holds (days)"), "integer"),
        Column("source", _("Source")),
        Column("url", _("Link")),
    ]
    found = Observation.objects.of(brand).current().select_related("competitor", "product")
    rows = [
        {
            "competitor": str(one.competitor),
            "product": str(one.product or ""),
            "kind": str(one.get_kind_display()),
            "en": one.title_en,
            "zh": one.title_zh,
            "value": None if one.value is None else float(one.value),
            "unit": one.unit,
            "seen": one.seen_on,
            "age": (today - one.seen_on).days,
            "limit": one.age_limit_days,
            "source": one.source,
            "url": one.url,
        }
        for one in found[:MOST_ROWS]
    ]
    return table_file(kind, _("Observations"), columns, rows)


def snapshots_file(kind: str, pairs, before, after):
    """One row a thing known on either of the two days."""
    columns = [
        Column("kind", _("Kind")),
        Column("product", _("Product")),
        Column("before", f"{before}"),
        Column("before_source", _("Source")),
        Column("after", f"{after}"),
        Column("after_source", _("Source")),
        Column("change", _("Difference")),
    ]
    rows = []
    for pair in pairs:
        known = (pair.after or pair.before).observation
        row = {
            "kind": str(known.get_kind_display()),
            "product": str(known.product or ""),
            "change": str(CHANGES[pair.change]),
        }
        for side in ("before", "after"):
            if standing := getattr(pair, side):
                one = standing.observation
                row[side] = " ".join(part for part in (one.figure, one.said) if part)
                row[f"{side}_source"] = f"{one.source}, {one.seen_on}"
        rows.append(row)
    return table_file(kind, _("Two days compared"), columns, rows)


def voice_file(kind: str, voices, competitors):
    """One row a measure, month and brand that was measured."""
    columns = [
        Column("measure", _("Measure")),
        Column("month", _("Month"), "date"),
        Column("brand", _("Brand")),
        Column("value", pgettext("figure", "Value"), "amount"),
        Column("share", _("Share of those measured"), "percent"),
        Column("measured", _("Brands measured"), "integer"),
    ]
    rows = [
        {
            "measure": str(voice.label),
            "month": month,
            "brand": str(competitor),
            "value": float(heard.value),
            "share": heard.share,
            "measured": voice.series.measured[month],
        }
        for voice in voices
        for month in voice.series.months
        for competitor in competitors
        if (heard := voice.series.shares.get((competitor.pk, month)))
    ]
    return table_file(kind, _("Share of voice"), columns, rows)
