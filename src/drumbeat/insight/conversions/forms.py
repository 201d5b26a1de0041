from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.conversions.models import Conversion
from drumbeat.people.desk import RecordForm

LONGEST_WINDOW_DAYS = 365


class ConversionForm(RecordForm):
    """names: of the events seen lately, suggested while typing."""

    class Meta:
        model = Conversion
        fields = [
            "title_en",
            "title_zh",
            "key",
            "event_name",
            "refund_event",
            "counts",
            "window_days",
            "is_macro",
        ]
        help_texts = {
            "key": _("short and stable, for addresses and files: order, lead, trial"),
            "window_days": _("how far back a touch may lie and still earn credit"),
            "is_macro": _("carries the results; otherwise it is a step on the way"),
        }

    def __init__(self, *args, names=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.names = list(names)
        for name in ("event_name", "refund_event"):
            self.fields[name].widget.attrs |= {"list": "event-names", "autocomplete": "off"}
        if not self.instance._state.adding:
            # Outcomes are named by the key: under another one the past would be another thing.
            self.fields["key"].disabled = True

    def clean_key(self):
        key = self.cleaned_data["key"]
        same = Conversion.objects.of(self.member.brand).filter(key=key).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Another definition has this key."))
        return key

    def clean_window_days(self):
        days = self.cleaned_data["window_days"]
        if not 1 <= days <= LONGEST_WINDOW_DAYS:
            raise forms.ValidationError(_("Between 1 and %d days.") % LONGEST_WINDOW_DAYS)
        return days

    def clean(self):
        given = super().clean()
        if given.get("event_name") and given["event_name"] == given.get("refund_event"):
            self.add_error("refund_event", _("An event cannot take itself back."))
        return given
