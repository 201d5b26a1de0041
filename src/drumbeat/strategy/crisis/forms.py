from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.people.models import Member
from drumbeat.people.records import in_language
from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.models import CrisisReview, Statement, Words
from drumbeat.work.files.actions import within_limit
from drumbeat.work.runs.forms import MomentInput


class ReportForm(forms.Form):
    """Short on purpose: whoever sees it first is in a hurry."""

    title = forms.CharField(label=_("In one line"), max_length=160)
    what_happened = forms.CharField(
        label=pgettext_lazy("crisis", "What happened"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("Only what you saw. What you heard or guess, mark as such."),
    )
    seen_url = forms.URLField(
        label=_("Where it was seen (link)"), max_length=1000, required=False, assume_scheme="https"
    )
    t0 = forms.DateTimeField(
        label=_("First seen"),
        widget=MomentInput,
        help_text=_("T0: every clock counts from here."),
    )


class AssessmentForm(forms.Form):
    """A score a factor, as the crisis's rules name them, and what lifts it to the gravest level."""

    def __init__(self, *args, crisis, **kwargs):
        super().__init__(*args, **kwargs)
        last = crisis.assessments.first()
        for factor in rules.factors(crisis.rules):
            self.fields[f"factor_{factor.key}"] = forms.TypedChoiceField(
                label=Words(factor),
                coerce=int,
                choices=[(n, str(n)) for n in range(rules.HIGHEST + 1)],
                widget=forms.RadioSelect,
                help_text=in_language(factor.scale_en, factor.scale_zh),
                initial=last.scores.get(factor.key) if last else None,
            )
        self.fields["overrides"] = forms.MultipleChoiceField(
            label=_("Gravest level at once, whatever the score"),
            required=False,
            choices=[(one.key, Words(one)) for one in rules.overrides(crisis.rules)],
            widget=forms.CheckboxSelectMultiple,
            initial=last.overrides if last else [],
        )
        self.fields["reason"] = forms.CharField(
            label=_("Why"),
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Needed when the level changes; it goes into the log."),
        )

    @property
    def scores(self):
        return {
            name.removeprefix("factor_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("factor_")
        }


class CellForm(forms.Form):
    """Each role is a member of the brand, or somebody outside by name."""

    meets_at = forms.DateTimeField(label=_("Next meeting"), widget=MomentInput, required=False)

    def __init__(self, *args, crisis, **kwargs):
        super().__init__(*args, **kwargs)
        self.crisis, self.rows = crisis, []
        taken = {seat.role: seat for seat in crisis.seats.all()}
        team = list(
            Member.objects.active()
            .filter(brand=crisis.brand)
            .select_related("person")
            .order_by("person__name")
        )
        self.team = {member.pk: member for member in team}
        choices = [("", "—"), *((member.pk, str(member)) for member in team)]
        for one in crisis.cell:
            seat = taken.get(one.key)
            self.fields[f"member_{one.key}"] = forms.ChoiceField(
                label=one,
                choices=choices,
                required=False,
                initial=seat.member_id if seat else "",
            )
            self.fields[f"name_{one.key}"] = forms.CharField(
                label=_("%(role)s, outside the team") % {"role": one},
                max_length=80,
                required=False,
                initial=seat.name if seat else "",
                widget=forms.TextInput(attrs={"placeholder": _("or a name from outside")}),
            )
        self.fields["meets_at"].initial = crisis.meets_at

    def pairs(self):
        """(field of the member, field of the name), a role each."""
        return [(self[f"member_{one.key}"], self[f"name_{one.key}"]) for one in self.crisis.cell]

    @property
    def seats(self):
        typed = self.cleaned_data
        return {
            one.key: self.team.get(typed[f"member_{one.key}"]) or typed[f"name_{one.key}"] or None
            for one in self.crisis.cell
        }


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note for the log"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    upload = forms.FileField(
        label=_("What shows it"),
        required=False,
        validators=[within_limit],
        help_text=_("A screenshot, a letter, a laboratory report. It stays with its fingerprint."),
    )


class CountForm(forms.Form):
    mentions = forms.IntegerField(label=_("Critical mentions an hour"), min_value=0)
    note = forms.CharField(label=_("Where they were counted"), max_length=300, required=False)


class StatementForm(RecordForm):
    class Meta:
        model = Statement
        fields = ["kind", "text_zh", "text_en"]
        widgets = {
            "text_zh": forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
            "text_en": forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        }

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("text_en") or cleaned.get("text_zh")):
            self.add_error("text_zh", _("Write it in one language at least."))
        return cleaned


class AloneForm(forms.Form):
    """What takes two people asks one who is alone for the reason. alone: nobody else is there."""

    single_person_waiver = forms.CharField(
        label=_("Why one person does both"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, alone, **kwargs):
        super().__init__(*args, **kwargs)
        if not alone:
            del self.fields["single_person_waiver"]


class PublicationForm(forms.Form):
    url = forms.URLField(label=_("Where it can be read"), max_length=1000, assume_scheme="https")


class DeescalationForm(forms.Form):
    """The conditions of the rule, each by itself, and the lead's reason."""

    def __init__(self, *args, crisis, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met"] = forms.MultipleChoiceField(
            label=_("What holds now"),
            required=False,
            choices=[(one.key, Words(one)) for one in rules.de_escalation(crisis.rules)],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("What you leave out stays on the record as not met."),
        )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
        )


class ReviewForm(RecordForm):
    class Meta:
        model = CrisisReview
        fields = ["causes", "helped", "hurt", "cost", "lesson"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("causes", "helped", "hurt", "cost")
        }
        help_texts = {
            "lesson": _("One sentence, as a rule for next time. It becomes a learning."),
        }


def just_now():
    return timezone.localtime().replace(second=0, microsecond=0)
