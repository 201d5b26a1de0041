from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.models import Placement
from drumbeat.formats.spend import LAYOUTS
from drumbeat.people.members.models import CURRENCIES

LARGEST = 50 * 1024 * 1024


def platform_name(key: str) -> str:
    """The name of a layout's platform in the page's language; the key of an unknown one."""
    layout = next((layout for layout in LAYOUTS if layout.key == key), None)
    if layout is None:
        return key
    chinese = (get_language() or "").startswith("zh")
    return layout.platform_zh if chinese else layout.platform_en


def _layouts():
    return [
        ("", _("Find out from the file")),
        *((layout.key, platform_name(layout.key)) for layout in LAYOUTS),
    ]


class UploadForm(forms.Form):
    """A platform's export. Platform and currency only where the file leaves them open."""

    file = forms.FileField(
        label=_("Spend report"),
        help_text=_("as the platform exported it: CSV, Excel or ZIP, by day"),
    )
    layout = forms.ChoiceField(label=_("Platform"), required=False, choices=_layouts)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[("", _("As the file says")), *CURRENCIES],
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB. Export a shorter period.")
                % {"size": LARGEST // 1024**2}
            )
        return file


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the difference is right"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MappingForm(forms.Form):
    """Which placement an ad of a platform is."""

    placement = forms.ModelChoiceField(Placement.objects.none(), label=_("Placement"))

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["placement"].queryset = (
            Placement.objects.of(brand).current().exclude(state="cancelled").order_by("-starts_on")
        )
