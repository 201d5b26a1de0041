from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.collector.scrub import StillBusy
from drumbeat.insight.privacy import actions, tables
from drumbeat.insight.privacy.cleaning import retention_of
from drumbeat.insight.privacy.forms import (
    CorrectionForm,
    ErasureForm,
    HiddenPersonForm,
    PersonForm,
    RetentionForm,
)
from drumbeat.insight.privacy.models import PersonRequest, RetentionRun
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.errors import WrongState
from drumbeat.ui.tables import table_file, table_links


def _requests(request):
    return PersonRequest.objects.of(request.brand).select_related("brand", "done_by__person")


@door("personal_data_export.view")
def requests(request, form=None, status=200):
    page = Paginator(_requests(request), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form or PersonForm(),
        "exports": table_links("insight:person_requests_file"),
    }
    return render(request, "insight/privacy/list.html", context, status=status)


@door("personal_data_export.view")
def requests_file(request, kind):
    return table_file(kind, _("Requests"), *tables.requests_table(_requests(request)))


@door("personal_data_export.view", PersonRequest)
def request_page(request, asked):
    context = {"asked": asked, "counts": tables.in_words(asked.counts)}
    return render(request, "insight/privacy/request.html", context)


@door("personal_data_export.view", methods=["POST"])
def person(request):
    """What is held of a person. By POST: an id in an address would stand in logs."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _desk_again(request, form)
    found = attempt(form, lambda: actions.look_up(**_of(form, request)))
    return _found(request, form, found[1]) if found else _desk_again(request, form)


@door("personal_data_export.approve", methods=["POST"])
def export(request):
    form = HiddenPersonForm(request.POST)
    if not form.is_valid():
        return _desk_again(request, form)
    made, document = actions.hand_out(**_of(form, request))
    name = f"person-{made.received_on}.json"
    return HttpResponse(
        document,
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@door("personal_data_export.approve", methods=["POST"])
def correction(request):
    form = CorrectionForm(request.POST)
    done = form.is_valid() and attempt(
        form, lambda: actions.correct(traits=form.cleaned_data["traits"], **_of(form, request))
    )
    if not done:
        return _found_again(request, form, correcting=form)
    messages.success(request, _("Recorded. It counts from now on."))
    return redirect(done)


@door("personal_data_export.approve", methods=["POST"])
def erasure(request):
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _found_again(request, form, erasing=form)
    try:
        made, _gone = actions.erase(**_of(form, request))
    except StillBusy:
        raise WrongState(
            _("Erased, but for copies in freed pages of a busy file. Erase once more to end it.")
        ) from None
    messages.success(request, _("Erased. Nothing of it can be brought back."))
    return redirect(made)


@door("personal_data_export.approve", methods=["GET", "POST"])
def retention(request):
    kept = retention_of(request.brand)
    if kept._state.adding:
        kept.owner = request.member
    form = RetentionForm(request.POST or None, instance=kept, member=request.member)
    runs = RetentionRun.objects.filter(brand=request.brand)
    page = Paginator(runs, 31).get_page(request.GET.get("page"))
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "set how long data are kept"),
        template="insight/privacy/retention.html",
        title=_("How long data are kept"),
        done=_("Saved. It counts from tonight on."),
        page=page,
        exports=table_links("insight:retention_file"),
    )


@door("personal_data_export.view")
def retention_file(request, kind):
    runs = RetentionRun.objects.filter(brand=request.brand)
    return table_file(kind, _("How long data are kept"), *tables.runs_table(runs))


def _of(form, request) -> dict:
    return {
        "given": form.cleaned_data["given"],
        "received_on": form.cleaned_data["received_on"],
        "by": request.member,
    }


def _found(request, form, person, *, status=200, correcting=None, erasing=None):
    known = {name: form.cleaned_data[name] for name in ("given", "received_on")}
    context = {
        "given": known["given"],
        "held": person.held,
        "counts": tables.in_words(actions.counts_of(person)),
        "exporting": HiddenPersonForm(initial=known),
        "correcting": correcting or CorrectionForm(initial=known),
        "erasing": erasing or ErasureForm(initial=known),
    }
    answer = render(request, "insight/privacy/person.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _found_again(request, form, **forms):
    """The person's page with what was typed; the desk where even the person is missing."""
    if not {"given", "received_on"} <= form.cleaned_data.keys():
        return _desk_again(request, form)
    person = actions.person_of(request.brand, form.cleaned_data["given"])
    return _found(request, form, person, status=422, **forms)


def _desk_again(request, form):
    again = PersonForm(form.data)
    again.is_valid()
    request.method = "GET"
    return requests(request, form=again, status=422)
