"""What a person asks of the results, as it stands in the address of the page."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.conversions.queries import Counted, current_conversions, main_outcomes
from drumbeat.insight.metrics.models import CREDIT_MODELS
from drumbeat.ui.fields import DateInput
from drumbeat.warehouse.questions import Period

PRESETS = {"7d": _("7 days"), "28d": _("28 days"), "90d": _("90 days"), "month": _("This month")}
CUTS = {
    "channel": _("Channel"),
    "campaign": _("Campaign"),
    "placement": _("Placement"),
    "message": _("Message"),
    "audience": _("Audience"),
    "asset": _("Asset"),
    "goal": _("Goal"),
    "day": _("Day"),
}
MODELS = {key: model.name for key, model in CREDIT_MODELS.items()}
LONGEST_DAYS = 800


@dataclass(frozen=True)
class Asked:
    """One question. against: a second model to set beside the first, or "". conversion: the key of
    the one outcome that was asked for, "" for the main ones. counted: what that comes to."""

    period: Period
    preset: str = "28d"
    by: str = "channel"
    model: str = "last_non_direct"
    against: str = ""
    conversion: str = ""
    counted: Counted = None

    def query(self, **changes) -> str:
        """The address's query string that asks this, with changes; "" for the plain question."""
        values = {
            "period": self.preset,
            "by": self.by,
            "model": self.model,
            "against": self.against,
            "conversion": self.conversion,
        } | changes
        if values["period"] == "custom":
            values |= {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def before(self) -> Period:
        """As many days, just before."""
        length = self.period.end - self.period.start
        end = self.period.start - timedelta(days=1)
        return Period(end - length, end, self.period.tz)


class PeriodForm(forms.Form):
    """Which days, and what counts as an outcome. All is optional; what is given must make sense.

    usual: the preset that nobody has to choose.
    """

    presets = PRESETS
    usual = "28d"

    period = forms.ChoiceField(label=_("Period"), required=False)
    start = forms.DateField(label=_("From"), required=False, widget=DateInput)
    end = forms.DateField(label=_("To"), required=False, widget=DateInput)
    conversion = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(self, *args, brand, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self._zone, self._today = brand.time_zone, today
        self.conversions = current_conversions(brand)
        self.fields["period"].choices = [*self.presets.items(), ("custom", _("From … to …"))]
        self.fields["conversion"].choices = _outcomes(self.conversions)

    def clean(self):
        given = super().clean()
        if given.get("start") or given.get("end"):
            self._check_dates(given)
        return given

    def _check_dates(self, given):
        start, end = given.get("start"), given.get("end")
        if not start:
            self.add_error("start", _("Give the first day too."))
        elif not end:
            self.add_error("end", _("Give the last day too."))
        elif end < start:
            self.add_error("end", _("The period ends before it starts."))
        elif (end - start).days >= LONGEST_DAYS:
            self.add_error("end", _("That is longer than %d days: ask for a part.") % LONGEST_DAYS)

    @property
    def given(self) -> dict:
        """What was chosen; nothing, with a mistake in it."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    def asked_days(self) -> dict:
        """`period`, `preset`, `conversion` and `counted` of the question."""
        given = self.given
        preset = given.get("period") or ("custom" if given.get("start") else self.usual)
        if preset == "custom" and not given.get("start"):
            preset = self.usual
        return {
            "period": self._period(preset, given),
            "preset": preset,
            "conversion": given.get("conversion") or "",
            "counted": given.get("conversion") or main_outcomes(self.conversions),
        }

    def _period(self, preset, given) -> Period:
        if preset == "custom":
            return Period(given["start"], given["end"], self._zone)
        if preset == "month":
            return Period(self._today.replace(day=1), self._today, self._zone)
        days = int(preset.removesuffix("d"))
        return Period(self._today - timedelta(days=days - 1), self._today, self._zone)


class AskForm(PeriodForm):
    """The picker of Results."""

    by = forms.ChoiceField(label=_("Cut by"), required=False, choices=list(CUTS.items()))
    model = forms.ChoiceField(
        label=_("Attribution model"), required=False, choices=list(MODELS.items())
    )
    against = forms.ChoiceField(
        label=_("Compare with"), required=False, choices=[("", _("no other")), *MODELS.items()]
    )

    def asked(self) -> Asked:
        """What was asked; with a mistake in it, the plain question."""
        given = self.given
        model, against = given.get("model") or "last_non_direct", given.get("against") or ""
        return Asked(
            **self.asked_days(),
            by=given.get("by") or "channel",
            model=model,
            against="" if against == model else against,
        )


def _outcomes(conversions) -> list[tuple[str, str]]:
    """What may count, the plain choice first: all main outcomes where there are several."""
    main = [one for one in conversions if one.is_macro]
    steps = [one for one in conversions if not one.is_macro]
    together = []
    if len(main) != 1:
        together = [("", _("All main outcomes") if main else _("All outcomes"))]
    return [*together, *((one.key, str(one)) for one in (*main, *steps))]
