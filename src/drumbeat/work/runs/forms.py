from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.matrix import ROLES
from drumbeat.people.models import Member
from drumbeat.people.records import in_language
from drumbeat.ui.fields import DateInput
from drumbeat.work.fields import ThreadObjectField, at_hour
from drumbeat.work.runs.actions import roster
from drumbeat.work.runs.plan import DAY_STARTS, calendar_for, earliest_anchor
from drumbeat.work.tasks.forms import team
from drumbeat.work.vocabulary import PARAMETERS, VALUES, role_key


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a date and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class AnchorForm(forms.Form):
    """The anchor of a run: a day, or a moment for a playbook in hours."""

    def __init__(self, *args, body, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.body, self.brand = body, brand
        label = in_language(body["anchor"]["name_en"], body["anchor"]["name_zh"])
        if body["duration_unit"] == "hour":
            self.fields["anchor"] = forms.DateTimeField(label=label, widget=MomentInput)
        else:
            self.fields["anchor"] = forms.DateField(label=label, widget=DateInput)

    @property
    def anchor_at(self):
        """The moment that was typed; a day begins at nine."""
        anchor = self.cleaned_data["anchor"]
        if self.body["duration_unit"] == "hour":
            return anchor
        return at_hour(anchor, DAY_STARTS, self.brand)


class ShiftForm(AnchorForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ["anchor", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


def asked_for(body, query) -> dict:
    """What an address that leads to the form fills in: the subject, and values of parameters."""
    values = {
        f"parameter_{each['key']}": query[each["key"]]
        for each in body["parameters"]
        if query.get(each["key"]) in each.get("values", ())
    }
    return values | {"subject": query.get("subject", "")}


class RunForm(AnchorForm):
    """What a run is started with: name, object, anchor, parameters, who stands for each role."""

    title_en = forms.CharField(label=_("Name (English)"), max_length=160, required=False)
    title_zh = forms.CharField(label=_("Name (Chinese)"), max_length=160, required=False)
    subject = ThreadObjectField(
        label=_("For"),
        required=False,
        help_text=_("The campaign, plan or other object whose work this is."),
    )

    def __init__(self, *args, member, body, **kwargs):
        super().__init__(*args, body=body, brand=member.brand, **kwargs)
        self.member = member
        self.fields["subject"].offer(member)
        self.initial.setdefault("title_en", body["title_en"])
        self.initial.setdefault("title_zh", body["title_zh"])
        self.initial.setdefault("anchor", self._first_anchor())
        self.parameter_names = [
            self._add_parameter(each)
            for each in body["parameters"]
            if each["type"] in ("bool", "enum")
        ]
        self.role_names = self._add_roles()

    def _first_anchor(self):
        if self.body["duration_unit"] == "hour":
            return timezone.localtime().replace(second=0, microsecond=0)
        calendar = calendar_for(self.body, self.member.brand)
        return earliest_anchor(self.body, calendar, timezone.localdate())

    def _add_parameter(self, parameter):
        name = f"parameter_{parameter['key']}"
        label = PARAMETERS.get(parameter["key"], parameter["key"])
        if parameter["type"] == "bool":
            self.fields[name] = forms.BooleanField(label=label, required=False)
        else:
            choices = [(value, VALUES.get(value, value)) for value in parameter["values"]]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)
        self.initial.setdefault(name, parameter.get("default", ""))
        return name

    def _add_roles(self):
        people = roster(self.member.brand, self.member, {})
        # One list for all nine fields; each would ask for it by itself.
        offered = [("", "---------"), *((one.pk, str(one)) for one in team(self.member))]
        names = []
        for role in dict.fromkeys(role_key(task["role"]) for task in self.body["tasks"]):
            name = f"owner_{role}"
            self.fields[name] = forms.ModelChoiceField(Member.objects.none(), label=ROLES[role])
            self.fields[name].queryset = team(self.member)
            self.fields[name].choices = offered
            self.initial.setdefault(name, people[role].pk)
            names.append(name)
        return names

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("title_en") or cleaned.get("title_zh")):
            self.add_error("title_en", _("Give it a name in English or in Chinese."))
        return cleaned

    def parts(self):
        """The bound fields of the page's three groups: the run, its parameters, its people."""
        named = ("title_en", "title_zh", "anchor", "subject")
        return (
            [self[n] for n in named],
            [self[n] for n in self.parameter_names],
            [self[n] for n in self.role_names],
        )

    def chosen(self) -> dict:
        """Arguments of `start_run`."""
        typed = self.cleaned_data
        return {
            "title_en": typed["title_en"],
            "title_zh": typed["title_zh"],
            "subject": typed["subject"],
            "anchor_at": self.anchor_at,
            "parameters": self._parameters(typed),
            "owners": {n.removeprefix("owner_"): typed[n] for n in self.role_names},
        }

    def _parameters(self, values):
        return {n.removeprefix("parameter_"): values.get(n) for n in self.parameter_names}

    def first_look(self):
        """Anchor and parameters as the page first shows them."""
        anchor = self.initial["anchor"]
        if self.body["duration_unit"] != "hour":
            anchor = at_hour(anchor, DAY_STARTS, self.brand)
        return anchor, self._parameters(self.initial)
