from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.channels.freezes import actions, exports, queries, resuming
from drumbeat.channels.freezes.forms import FreezingForm, ScopeForm
from drumbeat.channels.placements.models import Placement
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.steps import ReasonForm
from drumbeat.strategy.models import Crisis, Freeze
from drumbeat.ui.tables import table_links

A_PAGE = 200


@door("crisis.view", Crisis)
def freezes(request, crisis):
    """What the crisis has frozen: a fragment of its page."""
    context = {
        "crisis": crisis,
        "freezes": queries.freezes_of(crisis),
        "by_hand": queries.stop_list(crisis).count(),
        "waiting": resuming.waiting(crisis).count(),
    }
    return render(request, "channels/freezes/_freezes.html", context)


@door("dark_out.create", Crisis, methods=["GET", "POST"])
def freezing(request, crisis):
    """First what would be hit, then the deed."""
    typed = request.POST if request.method == "POST" else request.GET
    scope = ScopeForm(typed if "what" in typed else None, brand=request.brand)
    form = FreezingForm(request.POST or None, brand=request.brand)
    if request.method == "POST" and form.is_valid():
        count = attempt(form, lambda: _freeze(request, crisis, form))
        if count is not None:
            messages.success(
                request,
                ngettext("%(n)d placement is frozen.", "%(n)d placements are frozen.", count)
                % {"n": count},
            )
            return redirect(crisis.get_absolute_url())
    hit = queries.hit(request.brand, scope.scopes) if scope.is_valid() else None
    return render(
        request,
        "channels/freezes/freezing.html",
        {"crisis": crisis, "scope": scope, "form": form, "hit": hit},
        status=422 if request.method == "POST" else 200,
    )


def _freeze(request, crisis, form):
    reason = form.cleaned_data["reason"]
    return actions.freeze(crisis, form.scopes, by=request.member, reason=reason)


@door("dark_out.approve", Freeze, methods=["GET", "POST"])
def lifting(request, freeze):
    form = ReasonForm(request.POST or None)

    def save():
        actions.lift(freeze, by=request.member, reason=form.cleaned_data["reason"])
        return freeze

    title = _("Let it go on")
    return edit_page(
        request, form, save, template="ui/form.html", title=title, back=freeze, submit=title
    )


@door("dark_out.approve", Placement, methods=["GET", "POST"])
def exception(request, placement):
    form = ReasonForm(request.POST or None)

    def save():
        actions.except_one(placement, by=request.member, reason=form.cleaned_data["reason"])
        return placement

    title = _("Let this placement go on")
    return edit_page(
        request, form, save, template="ui/form.html", title=title, back=placement, submit=title
    )


@door("crisis.view", Crisis)
def stop_list(request, crisis):
    """What somebody has to stop by hand, where no switch of ours reaches."""
    found = queries.stop_list(crisis)
    context = {
        "crisis": crisis,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "exports": table_links("channels:stop_list_table", crisis.pk),
    }
    return render(request, "channels/freezes/stop_list.html", context)


@door("crisis.view", Crisis)
def stop_list_table(request, crisis, kind):
    return exports.stop_list_file(kind, queries.stop_list(crisis))


@door("dark_out.create", Crisis, methods=["POST"])
def stops(request, crisis):
    actions.stopped(crisis, request.POST.getlist("placement"), by=request.member)
    return redirect("channels:stop_list", crisis.pk)


@door("dark_out.approve", Crisis, methods=["GET", "POST"])
def resumption(request, crisis):
    """What ran before the freeze goes on: ticked, with one reason, in one act."""
    form = ReasonForm(request.POST or None)
    chosen = request.POST.getlist("placement") if request.method == "POST" else None
    kept = []
    if request.method == "POST" and form.is_valid():
        if not chosen:
            form.add_error(None, _("Tick what may run again."))
        elif told := attempt(form, lambda: _resume(request, crisis, chosen, form)):
            kept = told.kept
            if not kept:
                return redirect(crisis.get_absolute_url())
            form = ReasonForm()
    page = Paginator(resuming.waiting(crisis), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "crisis": crisis,
        "form": form,
        "page": page,
        "rows": resuming.looked_at(
            resuming.waiting(crisis).filter(pk__in=[one.pk for one in page])
        ),
        "chosen": chosen,
        "kept": kept,
    }
    status = 422 if request.method == "POST" and not kept else 200
    return render(request, "channels/freezes/resumption.html", context, status=status)


def _resume(request, crisis, chosen, form):
    reason = form.cleaned_data["reason"]
    told = resuming.resume_many(crisis, chosen, by=request.member, reason=reason)
    if told.gone_on:
        words = ngettext("%(n)d placement runs again.", "%(n)d placements run again.", told.gone_on)
        messages.success(request, words % {"n": told.gone_on})
    return told
