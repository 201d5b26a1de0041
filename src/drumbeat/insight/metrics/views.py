from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.metrics.dictionary import by_group
from drumbeat.insight.metrics.measuring import BRAND, Measuring
from drumbeat.people.access import door
from drumbeat.strategy.kpis.columns import in_words
from drumbeat.strategy.metrics.queries import own_metrics, vocabulary
from drumbeat.strategy.models import OwnMetric
from drumbeat.ui.tables import table_file, table_links
from drumbeat.warehouse.questions import Period

DAYS = 28


@door("metric.view")
def metrics(request):
    context = {
        "groups": by_group(),
        "own": own_metrics(request.brand),
        "exports": table_links("insight:metrics_file"),
    }
    return render(request, "insight/metrics/list.html", context)


@door("metric.view")
def metrics_file(request, kind):
    """The dictionary as a table: the brand's own metrics, then what Drumbeat brings."""
    columns = [
        Column("key", _("Key")),
        Column("name", _("Name")),
        Column("definition", _("What it means")),
        Column("formula", _("Formula")),
        Column("unit", _("Unit")),
        Column("source", _("Source")),
        Column("caveat", _("What it does not say")),
        Column("owner", _("Owner")),
    ]
    own = [
        {
            "key": one.key,
            "name": str(one),
            "definition": one.definition,
            "formula": one.formula,
            "unit": str(one.get_unit_display()),
            "source": one.source_note,
            "caveat": one.caveat,
            "owner": str(one.owner),
        }
        for one in own_metrics(request.brand)
    ]
    ours = [
        {
            "key": one.key,
            "name": str(one.name),
            "definition": str(one.definition),
            "formula": str(one.formula),
            "unit": one.unit,
            "source": str(one.source),
            "caveat": str(one.caveat),
        }
        for _name, group in by_group()
        for one in group
    ]
    return table_file(kind, _("What numbers mean"), columns, [*own, *ours])


@door("metric.view", OwnMetric)
def own_value(request, metric):
    """Fragment: what an own metric comes to for the whole brand, and what it is made of."""
    brand, today = request.brand, timezone.localdate()
    known = vocabulary(brand)
    known.own.setdefault(metric.key, metric)  # an archived one still has its value
    measuring = Measuring(brand, known)
    period = Period(today - timedelta(days=DAYS - 1), today, brand.time_zone)
    before = Period(
        period.start - timedelta(days=DAYS), period.start - timedelta(days=1), period.tz
    )

    def said(key, days):
        return in_words(measuring.value(key, BRAND, days), known.named(key).unit, brand.currency)

    context = {
        "metric": metric,
        "period": period,
        "now": said(metric.key, period),
        "before": said(metric.key, before),
        "parts": [(known.named(key), said(key, period)) for key in known.parts(metric.key)],
        "freshness": measuring.freshness(BRAND, period),
    }
    return render(request, "insight/metrics/_value.html", context)
