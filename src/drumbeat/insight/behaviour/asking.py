"""What a person asks of visits, paths and customers, as it stands in the page's address."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.conversions.queries import Counted
from drumbeat.insight.results.asking import PRESETS, PeriodForm
from drumbeat.warehouse.questions import Period

LONG_PRESETS = {
    "90d": PRESETS["90d"],
    "180d": _("180 days"),
    "365d": _("A year"),
    "month": PRESETS["month"],
}
GRAINS = {"day": _("Day"), "week": _("Week"), "month": _("Month")}


@dataclass(frozen=True)
class Question:
    """One question. choices: what its own fields say, by name. counted: what an outcome is. waits:
    for the exact answer; else an estimate may come first."""

    period: Period
    preset: str
    conversion: str
    counted: Counted
    choices: dict[str, str] = field(default_factory=dict)
    waits: bool = True

    def query(self, **changes) -> str:
        """The address's query string that asks this, with changes."""
        values = {"period": self.preset, "conversion": self.conversion} | self.choices | changes
        if values["period"] == "custom":
            values |= {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        return urlencode({name: value for name, value in values.items() if value})


class QuestionForm(PeriodForm):
    """The picker. Fields of a subclass are the question's own; an empty choice is its first one.

    tabs: the fields that are shown as tabs and pills, the others in the picker.
    """

    tabs: tuple[str, ...] = ()
    has_outcome = True

    @property
    def own(self) -> list[str]:
        return [name for name in self.fields if name not in PeriodForm.base_fields]

    @property
    def picked(self) -> list[forms.BoundField]:
        """The fields that the picker shows beside the period."""
        shown = [self[name] for name in self.own if name not in self.tabs]
        if self.has_outcome and len(self.conversions) > 1:
            shown.append(self["conversion"])
        return shown

    @property
    def kept(self) -> dict[str, str]:
        """What each of its own fields says."""
        given = self.given
        return {name: given.get(name) or self._first(name) for name in self.own}

    def asked(self) -> Question:
        """What was asked; with a mistake in it, the plain question."""
        return Question(**self.asked_days(), choices=self.kept)

    def _first(self, name: str) -> str:
        choices = getattr(self.fields[name], "choices", None)
        return choices[0][0] if choices else ""


class TrafficForm(QuestionForm):
    tabs = ("by",)
    by = forms.ChoiceField(
        label=_("Cut by"),
        required=False,
        choices=[("channel", _("Channel")), ("source", _("Source")), ("day", _("Day"))],
    )


class CohortForm(QuestionForm):
    presets, usual, tabs, has_outcome = LONG_PRESETS, "90d", ("grain",), False
    grain = forms.ChoiceField(
        label=_("Cohorts by"),
        required=False,
        choices=[("week", GRAINS["week"]), ("month", GRAINS["month"])],
    )


class ReturningForm(QuestionForm):
    usual, tabs = "90d", ("grain",)
    grain = forms.ChoiceField(
        label=_("By"),
        required=False,
        choices=[(name, GRAINS[name]) for name in ("week", "day", "month")],
    )


class CustomersForm(QuestionForm):
    presets, usual = LONG_PRESETS, "365d"
