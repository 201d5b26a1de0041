"""What a person asks when models are set side by side, as it stands in the page's address."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.results.asking import CUTS, Asked, AskForm
from drumbeat.warehouse.questions import DIMENSIONS, Period

KEYS = {name: label for name, label in CUTS.items() if name in DIMENSIONS}
MEASURES = {"revenue": _("Revenue"), "outcomes": _("Orders")}


@dataclass(frozen=True)
class Compared(Asked):
    """One question to all models. measure: what they share out, money or outcomes."""

    measure: str = "revenue"

    def query(self, **changes) -> str:
        return super().query(**({"measure": self.measure} | changes))


class CompareForm(AskForm):
    """The picker of Results, for the dimensions of the thread."""

    by = forms.ChoiceField(label=_("Cut by"), required=False, choices=list(KEYS.items()))
    measure = forms.ChoiceField(label=_("Share out"), required=False, choices=[*MEASURES.items()])

    def asked(self) -> Compared:
        asked = super().asked()
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Compared(**vars(asked), measure=given.get("measure") or "revenue")


BASES = {"before": _("The days just before"), "year": _("The same days a year before")}


@dataclass(frozen=True)
class TwoPeriods(Asked):
    """Why revenue changed from an earlier period to the one asked for. base: which earlier one."""

    base: str = "before"

    def query(self, **changes) -> str:
        return super().query(**({"base": self.base} | changes))

    @property
    def earlier(self) -> Period:
        if self.base == "before":
            return self.before
        # 52 weeks, so that weekdays meet weekdays.
        year = timedelta(weeks=52)
        return Period(self.period.start - year, self.period.end - year, self.period.tz)


class ChangeForm(AskForm):
    """The picker of Results, with the period to compare with."""

    base = forms.ChoiceField(label=_("Compare with"), required=False, choices=[*BASES.items()])

    def asked(self) -> TwoPeriods:
        asked = super().asked()
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return TwoPeriods(**vars(asked), base=given.get("base") or "before")
