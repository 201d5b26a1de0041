from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.consistency import queries
from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.ui.tables import table_file, table_links

PER_PAGE = 50


@door("asset.view")
def consistency(request):
    today = timezone.localdate()
    found = queries.queue(request.brand)
    weeks = queries.drift(request.brand, today)
    first = sum(week.first for week in weeks)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "weeks": weeks,
        "first": first,
        # A share of all that was written, not a mean of weeks.
        "score": sum(week.clean for week in weeks) / first if first else None,
        "broken": queries.most_broken(request.brand, today),
        "queue_exports": table_links("content:brand_findings_table"),
        "drift_exports": table_links("content:drift_table"),
    }
    return render(request, "content/consistency/page.html", context)


@door("asset.view")
def findings_table(request, kind):
    columns = [
        Column("asset", _("Asset")),
        Column("version", _("Version"), "integer"),
        Column("author", _("Author")),
        Column("severity", _("Weight")),
        Column("words", _("Words")),
        Column("instead", _("Write instead")),
        Column("reason", _("Reason")),
        Column("found", _("Found on"), "date"),
    ]
    rows = (
        {
            "asset": str(one.version.asset),
            "version": one.version.number,
            "author": str(one.version.owner),
            "severity": str(one.get_severity_display()),
            "words": one.note,
            "instead": one.rule.instead,
            "reason": one.rule.reason,
            "found": timezone.localdate(one.at),
        }
        for one in queries.queue(request.brand)
    )
    return table_file(kind, _("Open brand findings"), columns, rows)


@door("asset.view")
def drift_table(request, kind):
    columns = [
        Column("week", _("Week from"), "date"),
        Column("first", _("First versions"), "integer"),
        Column("clean", _("Right the first time"), "integer"),
        Column("share", _("Consistency"), "percent"),
    ]
    rows = (
        {"week": one.starts_on, "first": one.first, "clean": one.clean, "share": one.share}
        for one in queries.drift(request.brand, timezone.localdate())
    )
    return table_file(kind, _("Consistency by week"), columns, rows)
