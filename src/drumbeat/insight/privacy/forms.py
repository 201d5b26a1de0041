from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.privacy.models import Retention
from drumbeat.people.desk import RecordForm
from drumbeat.ui.fields import DateInput


class PersonForm(forms.Form):
    """Who asks, and since when the clock runs."""

    given = forms.CharField(
        label=_("User id, e-mail, phone or device id"),
        max_length=300,
        help_text=_("An e-mail address or phone number is also sought as its hash."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    received_on = forms.DateField(label=_("The request came on"), widget=DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class HiddenPersonForm(PersonForm):
    """The same person again: travels in the form, never in an address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("given", "received_on"):
            self.fields[name].widget = forms.HiddenInput()


class CorrectionForm(HiddenPersonForm):
    traits = forms.CharField(
        label=_("What is right"),
        help_text=_("One line each, for example: city = Hangzhou"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_traits(self):
        traits = {}
        for line in filter(str.strip, self.cleaned_data["traits"].splitlines()):
            name, sign, value = (part.strip() for part in line.partition("="))
            if not sign or not name:
                raise forms.ValidationError(
                    _("“%(line)s” is not of the form name = value.") % {"line": line.strip()}
                )
            traits[name] = value
        return traits


class ErasureForm(HiddenPersonForm):
    typed = forms.CharField(
        label=_("Type the id once more"),
        help_text=_("Backups made before still hold it: after restoring one, erase once more."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self):
        given = super().clean()
        if given.get("typed", "").strip() != given.get("given", "").strip():
            self.add_error("typed", _("This is not the id that was looked up. Nothing was erased."))
        return given


class RetentionForm(RecordForm):
    class Meta:
        model = Retention
        fields = ("touch_days", "aggregate_months", "import_months", "log_months")
        help_texts = {
            "touch_days": _("Events go then; counts and revenue stay."),
            "aggregate_months": _("Then the counts go too."),
            "import_months": _("Uploaded order files; their orders stay counted."),
            "log_months": _("Messages set aside. The law asks for six months at least."),
        }
