"""Views for steps of a state machine that have no record of their own besides the trail.

    path("placements/<str:id>/pause/", step(PLACEMENT, "pause", Placement), name="placement_pause")

The route's name is `<kind>_<verb>`: by it the `{% steps %}` tag finds the buttons' addresses.
"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt


class ReasonForm(forms.Form):
    """Why a step is taken; it goes on the record."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def step(machine, verb, model, *, action=None):
    """The view of one step: POST takes it; where a reason is needed, GET asks for it.

    action: `action(obj, by=member, reason=str)` where the step does more than change state.
    """
    row = machine.by_verb[verb]
    take = action or (lambda obj, by, reason="": machine.take(obj, verb, by, reason=reason))
    methods = ["GET", "POST"] if row.needs_reason else ["POST"]

    @door(row.act, model, methods=methods)
    def view(request, obj):
        if not row.needs_reason:
            take(obj, by=request.member)
            return redirect(obj.get_absolute_url())
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if attempt(form, lambda: take(obj, by=request.member, reason=reason) or obj):
                messages.success(request, row.label)
                return redirect(obj.get_absolute_url())
        status = 422 if request.method == "POST" else 200
        title = _("%(step)s: %(object)s") % {"step": row.label, "object": obj}
        context = {"form": form, "title": title, "back": obj, "submit": row.label}
        return render(request, "ui/form.html", context, status=status)

    return view


def open_steps(machine, obj, member):
    """The steps this member can take now, with addresses, for buttons. No query."""
    return [
        {"step": row, "url": url}
        for row in machine.open_to(obj, member)
        if (url := _address(machine, row, obj))
    ]


def _address(machine, row, obj):
    try:
        return reverse(f"{obj._meta.app_label}:{machine.kind}_{row.verb}", args=[obj.pk])
    except NoReverseMatch:
        return ""
