"""Forms of guidance paths. Percent on the page, shares in the table."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.people.desk import RecordForm


class PathForm(RecordForm):
    class Meta:
        model = GuidancePath
        fields = [
            "title_en",
            "title_zh",
            "campaign",
            "audience",
            "message",
            "window_hours",
            "owner",
        ]
        help_texts = {
            "message": _("What every step carries, each in its own words"),
            "window_hours": _("counted from the first step; 168 is a week"),
        }


class StepForm(RecordForm):
    """One step. `rate` is the target in per cent."""

    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "It is looked at once a day while the path is in force, and told when it is dead"
        ),
    )
    rate = forms.DecimalField(
        label=_("Target: share that goes on to the next step (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"step": "any", "min": 0, "max": 100}),
        help_text=_("Of a side exit: the share that takes it. The last step needs none."),
    )

    class Meta:
        model = PathStep
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "is_exit",
            "url",
            "promise",
            "call_to_action",
            "counts_as",
            "counted",
            "on_page",
        ]
        widgets = {
            "counted": forms.TextInput(attrs={"list": "seen-steps", "autocomplete": "off"}),
        }
        help_texts = {
            "is_exit": _("It leaves the path there and leads no further, e.g. to customer service"),
            "promise": _("What somebody gets who goes on, e.g. “the price of your size, at once”"),
            "call_to_action": _("The words on the button, e.g. “Order the sampler”"),
            "counted": _("e.g. /tea/* or Order Completed; as it arrives in the data"),
            "on_page": _("For an event that happens on many pages, e.g. /tea/*"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rate = self.instance.target_rate
        if rate is not None:
            self.fields["rate"].initial = (rate * 100).normalize()

    def clean(self):
        given = super().clean()
        counts_as, counted = given.get("counts_as"), (given.get("counted") or "").strip()
        if counts_as == "page" and counted and not counted.startswith(("/", "*")):
            self.add_error(
                "counted", _("A path begins with /, as in /tea/*. Or choose “Tracked event”.")
            )
        if counts_as == "link":
            given["counted"] = ""
        if counts_as != "event":
            given["on_page"] = ""
        elif (on_page := given.get("on_page")) and not on_page.startswith(("/", "*")):
            self.add_error("on_page", _("A path begins with /, as in /tea/*."))
        return given

    def save(self, commit=True):
        rate = self.cleaned_data.get("rate")
        self.instance.target_rate = None if rate is None else Decimal(rate) / 100
        if "url" in self.changed_data:
            # What was found at the old address says nothing about the new one.
            self.instance.checked_at, self.instance.problem = None, ""
        return super().save(commit)
