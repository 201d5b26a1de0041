from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.audiences import queries
from drumbeat.strategy.audiences.forms import AudienceForm
from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.changing import announced
from drumbeat.strategy.insights.queries import cited_by
from drumbeat.strategy.messages.queries import heard_by
from drumbeat.ui.tables import table_file, table_links


@door("audience.view")
def audiences(request):
    context = {
        "audiences": list(queries.audiences(request.brand)),
        "exports": table_links("strategy:audiences_table"),
    }
    return render(request, "strategy/audiences/list.html", context)


@door("audience.view")
def audiences_table(request, kind):
    columns = [
        Column("name", _("Audience")),
        Column("priority", _("Priority")),
        Column("rule", _("Rule")),
        Column("excludes", _("Who is left out")),
        Column("size", _("Size (people)"), "integer"),
        Column("source", _("Source of the size")),
        Column("as_of", _("Size as of"), "date"),
        Column("consent", _("Consent basis")),
    ]
    rows = (
        {
            "name": str(audience),
            "priority": str(audience.get_priority_display()),
            "rule": audience.rule,
            "excludes": audience.excludes,
            "size": audience.size,
            "source": audience.size_source,
            "as_of": audience.size_on,
            "consent": str(audience.get_consent_basis_display()),
        }
        for audience in queries.audiences(request.brand)
    )
    return table_file(kind, _("Audiences"), columns, rows)


@door("audience.view", Audience)
def audience(request, audience):
    return render(
        request,
        "strategy/audiences/detail.html",
        {
            "audience": audience,
            "plans": queries.plans_for(audience),
            "heard": heard_by(audience),
            "cited": cited_by(audience, timezone.localdate()),
        },
    )


@door("audience.create", methods=["GET", "POST"])
def new(request):
    blank = Audience(brand=request.brand, owner=request.member)
    form = AudienceForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New audience"),
    )


@door("audience.edit", Audience, methods=["GET", "POST"])
def edit(request, audience):
    form = AudienceForm(request.POST or None, instance=audience, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit audience"),
        back=audience,
    )


@door("audience.archive", Audience, methods=["POST"])
def archive(request, audience):
    with announced(audience):
        archiving.archive(audience, "audience.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:audiences")
