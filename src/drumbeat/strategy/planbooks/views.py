"""A plan as a workbook: out, back in, and the difference between."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.strategy.planbooks import actions
from drumbeat.strategy.planbooks.contents import plan_workbook
from drumbeat.strategy.planbooks.models import PlanUpload
from drumbeat.strategy.plans.models import Plan
from drumbeat.ui.tables import file_answer
from drumbeat.work.files.actions import within_limit

SHOWN = 500


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        validators=[within_limit],
        help_text=gettext_lazy("the download of this plan, with your changes (XLSX)"),
    )


class TakingForm(forms.Form):
    """version: of the plan as its difference was shown."""

    version = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason of the re-forecast"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, asks_why, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["reason"]


@door("budget_line.view", Plan)
def workbook(request, plan):
    return file_answer("xlsx", str(plan), plan_workbook(plan))


@door("budget_line.create", Plan, methods=["GET", "POST"])
def upload(request, plan):
    form = WorkbookForm(request.POST or None, request.FILES or None)

    def save():
        file = form.cleaned_data["file"]
        return actions.read_in(plan, file.read(), file.name, by=request.member)

    return edit_page(
        request,
        form,
        save,
        template="strategy/planbooks/upload.html",
        title=_("Bring a workbook back"),
        plan=plan,
        spendable=plan.state in ("approved", "active"),
    )


@door("budget_line.view", PlanUpload)
def plan_upload(request, upload):
    return _preview(request, upload)


@door("budget_line.create", PlanUpload, methods=["POST"], own_check=False)
def taking(request, upload):
    form = TakingForm(request.POST, asks_why=upload.plan.state != "draft")
    if form.is_valid():
        taken = attempt(
            form, lambda: actions.take_in(upload, by=request.member, **form.cleaned_data)
        )
        if taken:
            messages.success(request, _("Taken in. The plan says what the workbook says."))
            return redirect(upload.get_absolute_url())
    return _preview(request, upload, form, status=422)


def _preview(request, upload, form=None, status=200):
    context = {"upload": upload, "plan": upload.plan, "shown": SHOWN}
    if upload.taken_at:
        return render(
            request, "strategy/planbooks/preview.html", context | {"told": upload.told[:SHOWN]}
        )
    now, found = actions.look(upload, by=request.member)
    asks_why = not now.is_draft
    context |= {
        "found": found,
        "told": found.told[:SHOWN],
        "hidden": max(0, len(found.told) - SHOWN),
        "form": form or TakingForm(initial={"version": now.version}, asks_why=asks_why),
    }
    return render(request, "strategy/planbooks/preview.html", context, status=status)
