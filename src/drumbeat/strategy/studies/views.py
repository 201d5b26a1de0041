from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.studies import actions, queries
from drumbeat.strategy.studies.forms import StudyFileForm, StudyForm
from drumbeat.strategy.studies.models import Study, StudyFile
from drumbeat.ui.tables import table_file, table_links
from drumbeat.work.files.sending import sent

A_PAGE = 50


@door("research.view")
def studies(request):
    page = Paginator(queries.studies(request.brand), A_PAGE).get_page(request.GET.get("page"))
    exports = table_links("strategy:studies_table")
    return render(request, "strategy/studies/list.html", {"page": page, "exports": exports})


@door("research.view")
def studies_table(request, kind):
    columns = [
        Column("study", _("Study")),
        Column("question", _("Question")),
        Column("method", _("Method")),
        Column("state", _("State")),
        Column("sample", _("Planned sample"), "integer"),
        Column("answers", pgettext("survey", "Answers"), "integer"),
        Column("interviews", _("Interviews"), "integer"),
        Column("starts", _("Fieldwork starts"), "date"),
        Column("ends", _("Fieldwork ends"), "date"),
        Column("consent", _("Consent basis")),
        Column("cost", _("Cost"), "money", currency_key="currency"),
        Column("currency", _("Currency")),
        Column("insights", _("Insights"), "integer"),
        Column("owner", _("Owner")),
    ]
    rows = (
        {
            "study": str(study),
            "question": study.question,
            "method": str(study.get_method_display()),
            "state": str(study.get_state_display()),
            "sample": study.sample_size,
            "answers": study.answer_count,
            "interviews": study.interview_count,
            "starts": study.starts_on,
            "ends": study.ends_on,
            "consent": str(study.get_consent_basis_display() or ""),
            "cost": study.cost_minor,
            "currency": study.currency,
            "insights": study.insight_count,
            "owner": str(study.owner),
        }
        for study in queries.studies(request.brand)
    )
    return table_file(kind, _("Research"), columns, rows)


@door("research.view", Study)
def study(request, study):
    return render(request, "strategy/studies/detail.html", queries.study_page(study))


@door("research.create", methods=["GET", "POST"])
def new(request):
    blank = Study(brand=request.brand, owner=request.member, currency=request.brand.currency)
    form = StudyForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New study"),
    )


@door("research.edit", Study, methods=["GET", "POST"])
def edit(request, study):
    form = StudyForm(request.POST or None, instance=study, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit study"),
        back=study,
    )


@door("research.archive", Study, methods=["POST"])
def archive(request, study):
    actions.archive(study, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:studies")


@door("research.edit", Study, methods=["GET", "POST"])
def new_file(request, study):
    form = StudyFileForm(request.POST or None, request.FILES or None)
    return edit_page(
        request,
        form,
        lambda: actions.attach(study, form.cleaned_data["file"], by=request.member),
        template="strategy/form.html",
        title=_("Add a file"),
        back=study,
    )


@door("research.view", StudyFile)
def file(request, study_file):
    """Always a download: what people uploaded never runs inside the product's pages."""
    stored = study_file.file
    return sent(request, stored, as_attachment=True, media_type=stored.media_type)


@door("research.edit", StudyFile, methods=["POST"])
def file_removal(request, study_file):
    actions.detach(study_file, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(study_file.study)
