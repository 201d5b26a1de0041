from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.work.gates import actions
from drumbeat.work.gates.forms import ConditionRows, DecisionForm
from drumbeat.work.tasks.models import Task
from drumbeat.work.tasks.queries import awaited_by, needs_of


@door("gate_decision.approve", Task, methods=["GET", "POST"])
def decision(request, gate):
    """The checklist as it stands, and the decision about it."""
    actions.must_decide(gate, request.member)
    typed = request.POST or None
    form = DecisionForm(typed, gate=gate)
    rows = ConditionRows(typed, prefix="conditions", form_kwargs={"member": request.member})
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        conditions = [row.condition() for row in rows if row.condition()]
        chosen = {**form.cleaned_data, "may_start": list(form.cleaned_data["may_start"])}
        made = attempt(
            form, lambda: actions.decide(gate, by=request.member, conditions=conditions, **chosen)
        )
        if made:
            messages.success(
                request, _("Decided: %(decision)s.") % {"decision": made.get_decision_display()}
            )
            return redirect(gate.get_absolute_url())
    return render(
        request,
        "work/gates/decision.html",
        {
            "gate": gate,
            "form": form,
            "rows": rows,
            "needs": needs_of(gate),
            "awaited": awaited_by(gate),
            "standing": actions.latest_decision(gate),
        },
        status=422 if request.method == "POST" else 200,
    )
