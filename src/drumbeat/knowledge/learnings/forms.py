from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.knowledge.learnings.models import Learning
from drumbeat.people.desk import RecordForm
from drumbeat.ui.fields import DateInput


class LearningForm(RecordForm):
    class Meta:
        model = Learning
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "detail",
            "scope",
            "effect",
            "confidence",
            "expires_on",
            "owner",
        ]
        labels = {"title_en": _("The claim (English)"), "title_zh": _("The claim (Chinese)")}
        widgets = {"detail": forms.Textarea(attrs={"rows": 4}), "expires_on": DateInput}

    def clean_expires_on(self):
        expires_on = self.cleaned_data["expires_on"]
        if expires_on > latest_expiry(timezone.localdate()):
            raise forms.ValidationError(_("A learning holds for 18 months at most; renew it then."))
        return expires_on


class EvidenceForm(forms.Form):
    """An object of the thread, chosen from the search below the field, and what it shows."""

    ref = forms.CharField(
        label=_("Object"),
        max_length=60,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what you found in the search.")},
    )
    note = forms.CharField(label=_("What it shows"), max_length=300)


class RenewalForm(forms.Form):
    expires_on = forms.DateField(label=_("Valid until"), widget=DateInput)
    reason = forms.CharField(
        label=_("Why it still holds"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class FilterForm(forms.Form):
    """What the list is narrowed to; every field may be empty."""

    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *Learning.KINDS]
    )
    scope = forms.CharField(label=_("Where it holds"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *Learning._meta.get_field("state").choices],
    )
