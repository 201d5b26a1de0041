from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.strategy.messages.models import KeyMessage
from drumbeat.ui.fields import DateInput

OTHERS = "bcde"


class RouteTestForm(forms.Form):
    """The routes beside the one that stands, in both languages, and when people are asked."""

    message = forms.ModelChoiceField(
        KeyMessage.objects.none(),
        label=gettext_lazy("What the routes are for"),
        required=False,
        empty_label=gettext_lazy("The umbrella"),
        help_text=gettext_lazy("What stands there now is route A."),
    )

    def __init__(self, *args, house, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].queryset = KeyMessage.objects.current().filter(pillar__house=house)
        for key in OTHERS:
            for name, words in (("zh", _("Chinese")), ("en", _("English"))):
                self.fields[f"{name}_{key}"] = forms.CharField(
                    label=_("Route %(letter)s (%(language)s)")
                    % {"letter": key.upper(), "language": words},
                    required=False,
                    max_length=160,
                )
        today = timezone.localdate()
        self.fields["starts_on"] = forms.DateField(
            label=_("fieldwork starts"), widget=DateInput, initial=today
        )
        self.fields["ends_on"] = forms.DateField(
            label=_("fieldwork ends"), widget=DateInput, initial=today + timedelta(days=14)
        )
        self.fields["each"] = forms.IntegerField(
            label=_("people for each route"),
            min_value=30,
            max_value=100_000,
            initial=200,
            help_text=_(
                "200 each find a difference of 14 points four times in five; 50 each one of 28."
            ),
        )

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Fieldwork cannot end before it starts."))
        return cleaned

    @property
    def others(self) -> list[dict]:
        """The routes that were written, in their order."""
        said = self.cleaned_data
        written = [{"en": said[f"en_{key}"], "zh": said[f"zh_{key}"]} for key in OTHERS]
        return [route for route in written if route["en"] or route["zh"]]


class TakeOverForm(forms.Form):
    """Which route, and why when the figures alone do not say so."""

    route = forms.ChoiceField(label=gettext_lazy("Route"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed unless the route won beyond chance."),
    )

    def __init__(self, *args, compared, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = [(arm.key, f"{arm.letter} · {arm}") for arm in compared.arms]
        if compared.winner:
            self.initial["route"] = compared.winner.key
