from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.crisis import actions, exports, queries, reviewing, second_word
from drumbeat.strategy.crisis.forms import (
    AloneForm,
    AssessmentForm,
    CellForm,
    CountForm,
    DeescalationForm,
    NoteForm,
    ReportForm,
    ReviewForm,
    just_now,
)
from drumbeat.strategy.crisis.models import Crisis, CrisisReview, Entry
from drumbeat.ui.tables import table_links
from drumbeat.work.files.sending import sent

A_PAGE = 25


@door("crisis.view")
def crises(request):
    found, now = queries.crises(request.brand), timezone.now()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(crisis, queries.next_due(crisis, now)) for crisis in page],
        "prepared": list(queries.prepared(request.brand)),
        "exports": table_links("strategy:crises_table"),
    }
    return render(request, "strategy/crisis/list.html", context)


@door("crisis.view")
def crises_table(request, kind):
    return exports.crises_file(kind, queries.crises(request.brand), timezone.now())


@door("crisis.create", methods=["GET", "POST"])
def new(request):
    form = ReportForm(request.POST or None, initial={"t0": just_now()})
    return edit_page(
        request,
        form,
        lambda: actions.report(request.member, **form.cleaned_data),
        template="strategy/crisis/report.html",
        title=_("Report a crisis"),
        done=_("Reported. Everybody who must act was told."),
    )


@door("crisis.view", Crisis)
def crisis(request, crisis):
    context = queries.crisis_page(crisis) | {
        "freezes_url": fragment(f"channels/crises/{crisis.pk}/freezes/"),
        "note": NoteForm(),
        "count": CountForm(),
    }
    return render(request, "strategy/crisis/detail.html", context)


@door("crisis.edit", Crisis, methods=["GET", "POST"])
def assessment(request, crisis):
    form = AssessmentForm(request.POST or None, crisis=crisis)

    def save():
        typed = form.cleaned_data
        actions.assess(
            crisis,
            by=request.member,
            scores=form.scores,
            overrides=typed["overrides"],
            reason=typed["reason"],
        )
        return crisis

    history = crisis.assessments.select_related("owner__person")[:20]
    return edit_page(
        request,
        form,
        save,
        template="strategy/crisis/assessment.html",
        title=_("How grave is it?"),
        back=crisis,
        history=history,
    )


@door("crisis.edit", Crisis, methods=["GET", "POST"])
def confirmation(request, crisis):
    """A second person reads the score and says that it is right."""
    assessment = second_word.waiting(crisis)
    form = AloneForm(
        request.POST if request.method == "POST" else None,
        alone=assessment is not None and second_word.needs_waiver(assessment, request.member),
    )

    def save():
        second_word.confirm(crisis, by=request.member, **form.cleaned_data)
        return crisis

    return edit_page(
        request,
        form,
        save,
        template="strategy/crisis/confirmation.html",
        title=_("Is the level right?"),
        back=crisis,
        crisis=crisis,
        assessment=assessment,
        scored=queries.scored(crisis, assessment),
        struck=queries.struck(crisis, assessment),
        submit=_("Confirm the level"),
    )


@door("crisis.edit", Crisis, methods=["GET", "POST"])
def cell(request, crisis):
    form = CellForm(request.POST or None, crisis=crisis)

    def save():
        actions.name_cell(
            crisis, by=request.member, seats=form.seats, meets_at=form.cleaned_data["meets_at"]
        )
        return crisis

    return edit_page(
        request,
        form,
        save,
        template="strategy/crisis/cell.html",
        title=_("The crisis cell"),
        back=crisis,
    )


@door("crisis.create", Crisis, methods=["POST"])
def note(request, crisis):
    return _put(request, crisis, NoteForm, actions.note)


@door("crisis.create", Crisis, methods=["POST"])
def reading(request, crisis):
    return _put(request, crisis, CountForm, actions.count)


def _put(request, crisis, form_class, act):
    form = form_class(request.POST, request.FILES)

    def save():
        act(crisis, by=request.member, **form.cleaned_data)
        return crisis

    return edit_page(
        request, form, save, template="strategy/form.html", title=str(crisis), back=crisis
    )


@door("crisis.approve", Crisis, methods=["GET", "POST"])
def deescalation(request, crisis):
    form = DeescalationForm(request.POST or None, crisis=crisis)
    return edit_page(
        request,
        form,
        lambda: actions.de_escalate(crisis, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("De-escalate"),
        back=crisis,
        submit=_("De-escalate"),
    )


@door("crisis.view", Crisis)
def log(request, crisis):
    page = Paginator(queries.entries(crisis), 200).get_page(request.GET.get("page"))
    context = {
        "crisis": crisis,
        "page": page,
        "exports": table_links("strategy:crisis_log_table", crisis.pk),
    }
    return render(request, "strategy/crisis/log.html", context)


@door("crisis.view", Crisis)
def log_table(request, crisis, kind):
    return exports.log_file(kind, crisis, queries.entries(crisis))


@door("crisis.view", Entry)
def entry_file(request, entry):
    """Always a download: what people uploaded never runs inside the product's pages."""
    if entry.file is None:
        raise Http404
    return sent(request, entry.file, as_attachment=True, media_type=entry.file.media_type)


@door("crisis.create", Crisis, methods=["GET", "POST"])
def review(request, crisis):
    found = getattr(crisis, "review", None) or CrisisReview(
        brand=request.brand, owner=request.member, crisis=crisis
    )
    reviewing.must_be_open(found)
    form = ReviewForm(request.POST or None, instance=found, member=request.member)
    return edit_page(
        request,
        form,
        lambda: reviewing.write(form, by=request.member),
        template="ui/form.html",
        title=_("Review without blame"),
        back=crisis,
        submit=_("Keep"),
    )


@door("crisis.approve", Crisis, methods=["POST"])
def review_publication(request, crisis):
    found = getattr(crisis, "review", None) or CrisisReview(
        brand=request.brand, owner=request.member, crisis=crisis
    )
    reviewing.publish(found, by=request.member)
    messages.success(request, _("Published. Its lesson waits in knowledge to be published too."))
    return redirect(f"{reverse('strategy:crisis', args=[crisis.pk])}#review")
