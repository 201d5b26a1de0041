from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.sharing.models import Share
from drumbeat.ui.fields import DateInput

USUAL_DAYS = 14


class ShareForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=80,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Tell it to them another way than the address. Leave it empty for none."),
    )

    class Meta:
        model = Share
        fields = ["recipient", "ends_on", "mode"]
        widgets = {"ends_on": DateInput, "mode": forms.RadioSelect}
        help_texts = {"recipient": _("A person or a company; the name stands on every picture")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("mode", "view")
        if not self.initial.get("ends_on"):
            self.initial["ends_on"] = timezone.localdate() + timedelta(days=USUAL_DAYS)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        max_length=80,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
