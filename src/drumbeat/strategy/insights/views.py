from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.insights import actions, queries
from drumbeat.strategy.insights.forms import EvidenceForm, FilterForm, InsightForm, RenewalForm
from drumbeat.strategy.insights.models import Insight, InsightEvidence
from drumbeat.strategy.insights.sources import figures_of, source_of
from drumbeat.strategy.insights.standing import standing
from drumbeat.ui.tables import table_file, table_links

A_PAGE = 30
USUAL_LIFE = timedelta(days=365)


def _found(request):
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.insights(request.brand, today=timezone.localdate(), **asked)
    return form, any(asked.values()), found


@door("research.view")
def insights(request):
    form, is_narrowed, found = _found(request)
    today = timezone.localdate()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    query = kept.urlencode()
    context = {
        "form": form,
        "is_narrowed": is_narrowed,
        "page": page,
        "cards": [(insight, standing(insight, today)) for insight in page],
        "query": f"&{query}" if query else "",
        "exports": table_links("strategy:insights_table", query=query),
    }
    return render(request, "strategy/insights/list.html", context)


@door("research.view")
def insights_table(request, kind):
    _form, _narrowed, found = _found(request)
    today = timezone.localdate()
    columns = [
        Column("zh", _("Insight (Chinese)")),
        Column("en", _("Insight (English)")),
        Column("because", _("Because")),
        Column("so", _("So")),
        Column("strength", _("Strength"), "integer"),
        Column("state", _("State")),
        Column("source", _("Source")),
        Column("observed", _("Observed on"), "date"),
        Column("until", _("Valid until"), "date"),
        Column("stale", _("Out of date")),
        Column("evidence", _("Evidence"), "integer"),
        Column("owner", _("Owner")),
    ]
    rows = (
        {
            "zh": insight.title_zh,
            "en": insight.title_en,
            "because": insight.because,
            "so": insight.so,
            "strength": insight.strength,
            "state": str(insight.get_state_display()),
            "source": insight.source,
            "observed": insight.observed_on,
            "until": insight.expires_on,
            "stale": _("yes") if insight.expires_on < today else "",
            "evidence": insight.evidence_count,
            "owner": str(insight.owner),
        }
        for insight in found
    )
    return table_file(kind, _("Insights"), columns, rows)


@door("research.view", Insight)
def insight(request, insight):
    context = queries.insight_page(insight, timezone.localdate())
    return render(request, "strategy/insights/detail.html", context)


@door("research.create", methods=["GET", "POST"])
def new(request):
    """`?from=question:…` begins it with that evidence linked."""
    source = source_of(request.brand, request.GET.get("from", ""))
    today = timezone.localdate()
    blank = Insight(
        brand=request.brand,
        owner=request.member,
        observed_on=today,
        expires_on=today + USUAL_LIFE,
        source=str(source.study)[:300] if source else "",
    )
    form = InsightForm(request.POST or None, instance=blank, member=request.member)

    @transaction.atomic
    def save():
        saved = form.save_recorded(request.member, "created")
        if source:
            _link(saved, request.member, source, str(source))
        return saved

    return _page(request, form, save, _("New insight"), source.study if source else None)


@door("research.edit", Insight, methods=["GET", "POST"])
def edit(request, insight):
    actions.must_be_draft(insight)
    form = InsightForm(request.POST or None, instance=insight, member=request.member)
    return _page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        _("Edit insight"),
        insight,
    )


@door("research.archive", Insight, methods=["POST"])
def archive(request, insight):
    archiving.archive(insight, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:insights")


@door("research.edit", Insight, methods=["GET", "POST"])
def renewal(request, insight):
    initial = {"expires_on": timezone.localdate() + USUAL_LIFE}
    form = RenewalForm(request.POST or None, initial=initial)

    def save():
        return actions.renew(insight, by=request.member, **form.cleaned_data)

    return _page(request, form, save, _("Renew"), insight)


@door("research.edit", Insight, methods=["GET", "POST"])
def new_evidence(request, insight):
    form = EvidenceForm(request.POST or None, brand=request.brand)

    def save():
        return _link(insight, request.member, form.chosen, form.cleaned_data["note"])

    return _page(request, form, save, _("Link evidence"), insight)


@door("research.edit", InsightEvidence, methods=["POST"])
def evidence_removal(request, evidence):
    insight = evidence.insight
    actions.remove_evidence(evidence, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(insight)


def _link(insight, by, source, note):
    return actions.add_evidence(
        insight,
        by=by,
        study=source.study,
        question=source.question,
        passage=source.passage,
        note=note,
        figures=figures_of(source),
    )


def _page(request, form, save, title, back):
    return edit_page(request, form, save, template="strategy/form.html", title=title, back=back)
