from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.members.models import CURRENCIES

LARGEST = 50 * 1024 * 1024


class OrderFileForm(forms.Form):
    """A shop's orders. The currency only where the file names none."""

    file = forms.FileField(
        label=_("Order file"),
        help_text=_("a Shopify orders export, or lines of customer, yyyymmdd, units, amount"),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", _("As the file says")), *CURRENCIES]
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB. Export a shorter period.")
                % {"size": LARGEST // 1024**2}
            )
        return file
