from django import forms
from django.utils.translation import gettext_lazy as _


class RetireForm(forms.Form):
    """Where a retired link leads from now on."""

    fallback_url = forms.URLField(
        label=_("Safe page"), required=False, max_length=1000, assume_scheme="https"
    )
