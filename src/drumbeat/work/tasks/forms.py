from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.people.models import Member
from drumbeat.ui.fields import DateInput
from drumbeat.work.fields import ThreadObjectField, at_hour
from drumbeat.work.files.actions import within_limit
from drumbeat.work.runs.plan import DAY_ENDS, DAY_STARTS
from drumbeat.work.tasks.models import Task


def team(member):
    """The members a task can be given to."""
    return (
        Member.objects.active()
        .filter(brand=member.brand)
        .select_related("person")
        .order_by("person__name")
    )


class TaskForm(RecordForm):
    """A single task; without owner, due date, deliverable and acceptance rule there is none."""

    starts_on = forms.DateField(label=_("Start"), widget=DateInput)
    due_on = forms.DateField(label=_("Due"), widget=DateInput)

    class Meta:
        model = Task
        fields = [
            "title_en",
            "title_zh",
            "owner",
            "accountable",
            "module",
            "deliverable_en",
            "deliverable_zh",
            "acceptance_en",
            "acceptance_zh",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("deliverable_en", "deliverable_zh", "acceptance_en", "acceptance_zh")
        }

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        for name in ("owner", "accountable"):
            if name in self.fields:
                self.fields[name].queryset = team(member)
        for name, moment in (
            ("starts_on", self.instance.start_at),
            ("due_on", self.instance.due_at),
        ):
            self.fields[name].initial = moment and timezone.localtime(moment).date()

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("deliverable_en") or cleaned.get("deliverable_zh")):
            self.add_error("deliverable_en", _("Say what is handed in when this is done."))
        if not (cleaned.get("acceptance_en") or cleaned.get("acceptance_zh")):
            self.add_error("acceptance_en", _("Say by what it is accepted."))
        starts, due = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts and due and due < starts:
            self.add_error("due_on", _("The due date lies before the start."))
        elif starts and due:
            self.instance.start_at = at_hour(starts, DAY_STARTS, self.member.brand)
            self.instance.due_at = at_hour(due, DAY_ENDS, self.member.brand)
        return cleaned


class TaskEditForm(TaskForm):
    """People change by reassigning, so that each is told; the rest is edited here."""

    class Meta(TaskForm.Meta):
        fields = [
            "title_en",
            "title_zh",
            "module",
            "deliverable_en",
            "deliverable_zh",
            "acceptance_en",
            "acceptance_zh",
        ]


class DeliveryForm(forms.Form):
    """What is handed in: an object of the thread, or a file."""

    delivered_ref = ThreadObjectField(
        label=_("Object of the thread"),
        required=False,
        help_text=_("Type a few letters of its name."),
    )
    file = forms.FileField(label=_("Or a file"), required=False, validators=[within_limit])
    note = forms.CharField(
        label=_("Note to the acceptor"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivered_ref"].offer(member)


class AloneForm(forms.Form):
    alone = forms.BooleanField(
        label=_("I accept my own work: nobody else here can."),
        help_text=_("This shows on the record."),
    )


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(Member.objects.none(), label=_("Owner"))
    accountable = forms.ModelChoiceField(Member.objects.none(), label=_("Accepted by"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = team(member)
