from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.insight.kpis.actuals import Actuals, actuals
from drumbeat.insight.kpis.telling import actuals_table, pairs, part_so_far
from drumbeat.people.access import door
from drumbeat.strategy.kpis import pages
from drumbeat.strategy.kpis.forms import TargetsForm
from drumbeat.strategy.kpis.queries import Reading, span_at
from drumbeat.strategy.models import KpiNode, KpiTree
from drumbeat.ui.tables import table_file, table_links


@door("metric.view", KpiTree)
def picture(request, tree):
    """Fragment: the tree with what was reached so far, and the table of targets and actuals."""
    found = _found(request, tree)
    lines = pages.grid(found.targets, TargetsForm(sheet=found.targets, member=request.member)).lines
    query = f"period={request.GET.get('period', '')}"
    context = {
        "tree": tree,
        "actuals": found,
        "branches": pages.branches(lines, part_so_far(found, tree.brand.currency)),
        "ratios": found.targets.ratios,
        "pairs": pairs(found, tree.brand.currency),
        "exports": table_links("insight:kpi_actuals_file", tree.pk, query=query),
    }
    return render(request, "insight/kpis/_picture.html", context)


@door("metric.view", KpiTree)
def actuals_file(request, tree, kind):
    columns, rows = actuals_table(_found(request, tree))
    return table_file(kind, _("%s: targets and actuals") % tree, columns, rows)


def _found(request, tree) -> Actuals:
    reading, today = Reading(tree), timezone.localdate()
    return actuals(reading, span_at(reading, request.GET.get("period", ""), today), today)


@door("metric.view", KpiNode)
def now(request, node):
    """Fragment: one part's targets of the period that today lies in, and how far they are."""
    found = _found(request, node.tree)
    told = next((one for one in pairs(found, node.brand.currency) if one.node == node), None)
    context = {"told": told, "actuals": found}
    return render(request, "insight/kpis/_now.html", context)
