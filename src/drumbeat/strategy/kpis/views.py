from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.strategy.goals.queries import standings_on
from drumbeat.strategy.kpis import actions, pages
from drumbeat.strategy.kpis.example import start_from_example
from drumbeat.strategy.kpis.export import tree_file
from drumbeat.strategy.kpis.forms import ExampleForm, NodeForm, TargetsForm, TreeForm
from drumbeat.strategy.kpis.mine import my_part
from drumbeat.strategy.kpis.models import KpiNode, KpiTree
from drumbeat.strategy.kpis.periods import spans
from drumbeat.strategy.kpis.queries import Reading, span_at, trees
from drumbeat.ui.tables import table_links


@door("goal.view")
def kpi_trees(request):
    return render(request, "strategy/kpis/list.html", {"trees": trees(request.brand)})


@door("goal.view")
def mine(request):
    part = my_part(request.member, timezone.localdate())
    return render(request, "strategy/kpis/mine.html", {"part": part})


@door("goal.view", KpiTree)
def kpi_tree(request, tree):
    return _tree_page(request, Reading(tree), None)


def _tree_page(request, reading, form, status=200):
    """The grid of the period that is asked for, with what is typed in it."""
    tree, asked = reading.tree, (request.POST or request.GET).get("period", "")
    span = span_at(reading, asked, timezone.localdate())
    sheet = form.sheet if form else reading.sheet(span)
    form = form or TargetsForm(sheet=sheet, member=request.member)
    period = span.starts_on.isoformat() if span else "whole"
    shown = pages.grid(sheet, form)
    context = {
        "tree": tree,
        "top": reading.nodes[0],
        "form": form,
        "grid": shown,
        "branches": pages.branches(shown.lines),
        "tabs": pages.tabs(sheet),
        "span_name": pages.span_name(sheet),
        "period": period,
        "persons": standings_on(tree),
        "picture_url": fragment(f"insight/kpi-trees/{tree.pk}/picture/"),
        "exports": table_links("strategy:kpi_tree_file", tree.pk),
    }
    return render(request, "strategy/kpis/detail.html", context, status=status)


@door("goal.edit", KpiTree, methods=["POST"], own_check=False)
def targets(request, tree):
    """Write the grid of one period: what does not tie is kept too, and shown where it does not."""
    reading, form = _typed(request, tree)
    if not form.is_valid():
        return _tree_page(request, reading, form, status=422)
    if attempt(form, lambda: form.save_recorded(request.member)) is None:
        return _tree_page(request, reading, form, status=422)
    messages.success(request, _("Saved."))
    return redirect(f"{tree.get_absolute_url()}?period={request.POST['period']}")


@door("goal.view", KpiTree, methods=["POST"])
def preview(request, tree):
    """Fragment: what the cells that nobody types come to, with what is typed but not saved."""
    reading, form = _typed(request, tree)
    form.is_valid()
    written = dict(reading.typed[form.sheet.span.starts_on])
    for (node, measure), value in form.values().items():
        written.pop((node.pk, measure), None)
        if value is not None:
            written[node.pk, measure] = value
    sheet = reading.sheet(form.sheet.span, written)
    return render(request, "strategy/kpis/_preview.html", {"grid": pages.grid(sheet, form)})


def _typed(request, tree):
    reading = Reading(tree)
    span = span_at(reading, request.POST.get("period", ""), timezone.localdate())
    sheet = reading.sheet(span or reading.spans[0])
    return reading, TargetsForm(request.POST, sheet=sheet, member=request.member)


@door("goal.view", KpiTree)
def kpi_tree_file(request, tree, kind):
    return tree_file(kind, Reading(tree))


@door("goal.create", methods=["GET", "POST"])
def new(request):
    start, end = _quarter(timezone.localdate())
    blank = KpiTree(brand=request.brand, owner=request.member, starts_on=start, ends_on=end)
    initial = {"goal": request.GET.get("goal")}
    form = TreeForm(request.POST or None, instance=blank, member=request.member, initial=initial)

    def save():
        return actions.begin(
            blank,
            by=request.member,
            save=lambda: form.save_recorded(request.member, "created"),
        )

    return edit_page(request, form, save, template="strategy/form.html", title=_("New KPI tree"))


@door("goal.edit", KpiTree, methods=["GET", "POST"])
def edit(request, tree):
    actions.must_be_draft(tree)
    form = TreeForm(request.POST or None, instance=tree, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit KPI tree"),
        back=tree,
    )


@door("goal.create", methods=["GET", "POST"])
def example(request):
    start, _end = _quarter(timezone.localdate())
    form = ExampleForm(request.POST or None, brand=request.brand, initial={"starts_on": start})
    return edit_page(
        request,
        form,
        lambda: start_from_example(by=request.member, **form.cleaned_data),
        template="strategy/kpis/example.html",
        title=_("Start from an example"),
    )


def _quarter(today: date) -> tuple[date, date]:
    """The calendar quarter that today lies in."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    days = [one for one in spans(first, date(today.year, 12, 31), "quarter") if one.holds(today)]
    return days[0].starts_on, days[0].ends_on


@door("goal.archive", KpiTree, methods=["POST"])
def archive(request, tree):
    actions.archive_tree(tree, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:kpi_trees")


@door("goal.edit", KpiTree, methods=["GET", "POST"])
def new_node(request, tree):
    actions.must_be_draft(tree)
    blank = KpiNode(
        brand=request.brand,
        owner=request.member,
        tree=tree,
        position=tree.nodes.current().count(),
    )
    return _node_page(request, blank, "created", _("New part"))


@door("goal.edit", KpiNode, methods=["GET", "POST"])
def edit_node(request, node):
    actions.must_be_draft(node.tree)
    return _node_page(request, node, "edited", _("Edit part"))


def _node_page(request, node, verb, title):
    initial = {"parent": request.GET.get("parent")} if verb == "created" else None
    form = NodeForm(request.POST or None, instance=node, member=request.member, initial=initial)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/kpis/part.html",
        title=title,
        back=node.tree,
        node=node,
        is_stored=verb == "edited",
    )


@door("goal.edit", KpiNode, methods=["POST"], own_check=False)
def archive_node(request, node):
    actions.archive_node(node, by=request.member)
    messages.success(request, _("Taken out of the tree."))
    return redirect(node.tree)
