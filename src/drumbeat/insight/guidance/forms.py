from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.behaviour.asking import QuestionForm
from drumbeat.insight.results.asking import PRESETS
from drumbeat.warehouse.questions import Period


class GuidanceForm(QuestionForm):
    """Which days, the campaign's own unless said otherwise; and who is counted."""

    presets = {"campaign": _("The campaign"), **PRESETS}
    usual, tabs, has_outcome = "campaign", ("who",), False
    who = forms.ChoiceField(
        required=False,
        choices=[
            ("campaign", _("Through links of the campaign")),
            ("everybody", _("Everybody")),
        ],
    )

    def __init__(self, *args, campaign, today: date, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self._campaign = campaign

    def _period(self, preset, given) -> Period:
        if preset != "campaign":
            return super()._period(preset, given)
        first, last = self._campaign.starts_on, self._campaign.ends_on
        return Period(first, max(first, min(last, self._today)), self._zone)
