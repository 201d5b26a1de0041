from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend import actions, mapping, queries
from drumbeat.channels.spend.balance import problems, unbalanced
from drumbeat.channels.spend.forms import AcceptForm, MappingForm, UploadForm
from drumbeat.channels.spend.models import MappingRule, SpendImport
from drumbeat.channels.spend.preview import preview
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.strategy.models import Plan
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.strategy.plans.queries import line_balances


@door("spend.view")
def spend_imports(request):
    found = SpendImport.objects.of(request.brand).select_related(
        "file", "owner__person", "committed_by__person"
    )
    return render(
        request,
        "channels/spend/list.html",
        {
            "page": Paginator(found, 50).get_page(request.GET.get("page")),
            "unmapped": queries.unmapped(request.brand),
        },
    )


@door("spend.create", methods=["GET", "POST"])
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None)

    def save():
        file = form.cleaned_data["file"]
        return actions.read_in(
            file.read(),
            file.name,
            by=request.member,
            layout=form.cleaned_data["layout"],
            currency=form.cleaned_data["currency"],
        )

    return edit_page(
        request, form, save, template="channels/spend/upload.html", title=_("Upload a spend report")
    )


@door("spend.view", SpendImport)
def spend_import(request, spend_import):
    return render(
        request,
        "channels/spend/detail.html",
        {
            "import": spend_import,
            "stops": problems(spend_import) if spend_import.state == "checked" else [],
            "gaps": unbalanced(spend_import),
            **preview(spend_import),
        },
    )


@door("spend.edit", SpendImport, methods=["GET", "POST"])
def acceptance(request, spend_import):
    form = AcceptForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: actions.accept_difference(spend_import, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Accept the difference"),
        back=spend_import,
        submit=_("Accept"),
    )


@door("spend.view")
def mapping_rules(request):
    rules = MappingRule.objects.of(request.brand).select_related(
        "placement", "confirmed_by__person"
    )
    return render(
        request,
        "channels/spend/rules.html",
        {
            "rules": rules,
            "unmapped": _with_suggestions(request.brand),
        },
    )


def _with_suggestions(brand):
    waiting = queries.unmapped_entities(brand)[:100]
    by_platform = {}
    for entry in waiting:
        by_platform.setdefault(entry["platform"], []).append(entry)
    for platform, entries in by_platform.items():
        mapped = mapping.map_entities(brand, platform, entries, suggests=True)
        for entry, one in zip(entries, mapped, strict=True):
            entry["suggestion"] = one.suggestion
    return waiting


@door("spend.create", methods=["GET", "POST"])
def new_rule(request):
    """Which placement is this ad? The ad is named in the address."""
    named = {name: request.GET.get(name, "") for name in ("platform", "account", "entity", "label")}
    if not named["platform"] or not named["entity"] or not _fits(named):
        raise Http404
    form = MappingForm(
        request.POST or None,
        brand=request.brand,
        initial={"placement": request.GET.get("placement")},
    )
    form.fields["placement"].help_text = named["label"]
    if request.method == "POST" and form.is_valid():
        mapping.confirm(request.brand, by=request.member, **named, **form.cleaned_data)
        messages.success(
            request, _("Mapped. Its spend belongs to the placement from now on, the past included.")
        )
        return redirect(_back(request))
    return render(
        request,
        "channels/spend/map.html",
        {"form": form, "title": _("Which placement is this?"), **named},
        status=422 if request.method == "POST" else 200,
    )


def _fits(named):
    """Is each part of the name as short as every name that an import ever kept?"""
    return all(
        len(text) <= MappingRule._meta.get_field(name).max_length for name, text in named.items()
    )


def _back(request):
    came_from = request.GET.get("import")
    if came_from:
        return visible(request, SpendImport, came_from).get_absolute_url()
    return "channels:mapping_rules"


@door("spend.create", SpendImport, methods=["POST"], own_check=False)
def suggestions(request, spend_import):
    """Confirm every suggestion that the person left ticked on the preview."""
    confirmed = 0
    for index in request.POST.getlist("entity"):
        entry = _entity(spend_import, index)
        placement = visible(request, Placement, request.POST.get(f"placement-{index}"))
        mapping.confirm(
            request.brand,
            by=request.member,
            platform=spend_import.platform,
            account=entry["account"],
            entity=entry["entity"],
            label=entry["label"],
            placement=placement,
        )
        confirmed += 1
    if confirmed:
        messages.success(request, _("Mapping confirmed."))
    return redirect(spend_import.get_absolute_url())


def _entity(spend_import, index):
    if not index.isdecimal() or int(index) >= len(spend_import.entities):
        raise Http404
    return spend_import.entities[int(index)]


@door("spend.edit", MappingRule, methods=["POST"])
def rule_withdrawal(request, rule):
    mapping.withdraw(rule, by=request.member)
    messages.success(request, _("The rule is gone."))
    return redirect("channels:mapping_rules")


@door("spend.view", Plan)
def plan_actuals(request, plan):
    """Fragment for the plan's page: what each budget line really cost."""
    lines = list(plan.lines.filter(archived_at=None))
    exchange = Exchange(plan.brand, [plan.currency], timezone.localdate())
    spent, balances = queries.spent_by_line(plan, lines, exchange), line_balances(lines)
    rows = [
        {
            "line": line,
            "planned": line.planned_minor,
            "spend": spent[line.pk],
            "cost": balances[line.pk].cost,
            "actual": _sum([spent[line.pk], balances[line.pk].cost]),
        }
        for line in lines
    ]
    totals = {
        name: _sum([row[name] for row in rows]) for name in ("planned", "spend", "cost", "actual")
    }
    has_foreign = any(line.is_foreign for line in lines)
    return render(
        request,
        "channels/spend/_plan_actuals.html",
        {
            "plan": plan,
            "rows": rows,
            "totals": totals,
            "has_foreign": has_foreign,
            "exchange": exchange,
        },
    )


def _sum(amounts: list[int | None]) -> int | None:
    """None where one of them is not known in the plan's currency."""
    return None if None in amounts else sum(amounts)
