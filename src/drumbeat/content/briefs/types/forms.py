from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.kinds import CHECKS
from drumbeat.content.briefs.models import Brief
from drumbeat.content.briefs.types.models import BriefType
from drumbeat.people.desk import RecordForm

_DEFINES = {"asks", "may", "mandatories"}


def field_name(name: str) -> str:
    """What a field of the brief is called."""
    return capfirst(str(Brief._meta.get_field(name).verbose_name))


class BriefTypeForm(RecordForm):
    asks = forms.MultipleChoiceField(
        label=_("Before it can be submitted, it must say"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Besides what every brief says: audiences, messages, objective, insight, proposition, "
            "formats, success metric and due day."
        ),
    )
    may = forms.MultipleChoiceField(
        label=_("It may say besides"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = BriefType
        fields = ["title_en", "title_zh", "meaning", "asks", "may", "mandatories"]
        widgets = {"mandatories": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "mandatories": _("One a line. Every brief of the type begins with them and keeps them.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asks"].choices = [(name, field_name(name)) for name in CHECKS]
        # Every brief shows the campaign.
        self.fields["may"].choices = [
            (name, field_name(name)) for name in CHECKS if name != "campaign"
        ]

    def clean(self):
        cleaned = super().clean()
        asks = cleaned.get("asks", [])
        cleaned["may"] = [name for name in cleaned.get("may", []) if name not in asks]
        return cleaned

    def save_recorded(self, by, verb):
        if not self.instance._state.adding and _DEFINES.intersection(self.changed_data):
            self.instance.edition += 1
        return super().save_recorded(by, verb)
