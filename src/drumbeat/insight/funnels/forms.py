from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.behaviour.asking import QuestionForm
from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.results.asking import PRESETS
from drumbeat.people.desk import RecordForm
from drumbeat.warehouse.questions.funnel import MOST_STEPS

ALWAYS_OPEN = 4  # rows of steps that are shown at once


class FunnelForm(RecordForm):
    """A row for each step, in order; rows without a value are no steps."""

    class Meta:
        model = Funnel
        fields = ["title_en", "title_zh", "window_hours"]
        help_texts = {"window_hours": _("counted from the first step; 168 is a week")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(MOST_STEPS):
            step = dict(enumerate(self.instance.steps)).get(number, {})
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Kind"),
                choices=Funnel.KINDS,
                required=False,
                initial=step.get("kind", "page"),
            )
            self.fields[f"value_{number}"] = forms.CharField(
                label=_("Path, event or code"),
                max_length=200,
                required=False,
                initial=step.get("value", ""),
                widget=forms.TextInput(attrs={"list": "seen-steps", "autocomplete": "off"}),
            )

    @property
    def rows(self) -> list[dict]:
        return [
            {
                "number": number + 1,
                "kind": self[f"kind_{number}"],
                "value": self[f"value_{number}"],
            }
            for number in range(MOST_STEPS)
        ]

    @property
    def open_rows(self) -> list[dict]:
        """As many as are filled, and one to go on with."""
        filled = [row["number"] for row in self.rows if row["value"].value() or row["value"].errors]
        return self.rows[: max(ALWAYS_OPEN, max(filled, default=0) + 1)]

    @property
    def more_rows(self) -> list[dict]:
        return self.rows[len(self.open_rows) :]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are no steps."""
        return [self[name] for name in self._meta.fields]

    def clean(self):
        given = super().clean()
        steps = []
        for number in range(MOST_STEPS):
            value = (given.get(f"value_{number}") or "").strip()
            if not value:
                continue
            kind = given.get(f"kind_{number}") or "page"
            if kind == "page" and not value.startswith(("/", "*")):
                self.add_error(
                    f"value_{number}",
                    _("A path begins with /, as in /tea/*. Or choose “Tracked event”."),
                )
            steps.append({"kind": kind, "value": value})
        if len(steps) < 2:
            self.add_error("value_1" if steps else "value_0", _("A funnel has at least two steps."))
        self.instance.steps = steps
        return given


class FunnelPeriodForm(QuestionForm):
    presets, usual, has_outcome = PRESETS, "28d", False
