"""What a person asks of the brand's pieces, as it stands in the address of the page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.kinds import KINDS
from drumbeat.content.models import ContentPillar, Topic
from drumbeat.insight.behaviour.asking import LONG_PRESETS, QuestionForm
from drumbeat.insight.results.asking import PRESETS
from drumbeat.people.members.models import LANGUAGES
from drumbeat.people.records import in_language
from drumbeat.strategy.models import Audience, Campaign, KeyMessage

MEASURES = {
    "touches": _("Touches"),
    "rate": _("Next-step rate"),
    "revenue": _("Revenue"),
}
SORTS = (
    *("touches", "percentile", "impressions", "ctr", "leads", "rate"),
    *("outcomes", "order_rate", "revenue", "spend"),
)
# Field → what is chosen from, and what stands for no choice.
_CHOSEN = {
    "campaign": (Campaign, _("all campaigns")),
    "pillar": (ContentPillar, _("all pillars")),
    "topic": (Topic, _("all topics")),
    "audience": (Audience, _("all audiences")),
    "message": (KeyMessage, _("all messages")),
}


ATTRIBUTES = {
    "format": _("Format"),
    "pillar": _("Pillar"),
    "topic": _("Topic"),
    "stage": _("Stage"),
    "audience": _("Audience"),
    "message": _("Key message"),
    "language": _("Language"),
    "length": _("Text length"),
    "tag": _("Tag"),
    "shape": _("Shape"),
    "hue": _("Main colour"),
}
_DAYS = {"28d": PRESETS["28d"], **LONG_PRESETS}


class CardForm(QuestionForm):
    presets, usual = _DAYS, "90d"


class PiecesForm(QuestionForm):
    """measure: what pieces are held against each other by. sort: the column, the most first."""

    presets, usual, tabs = _DAYS, "90d", ("measure", "sort")
    measure = forms.ChoiceField(
        label=_("Held against each other by"), required=False, choices=[*MEASURES.items()]
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(name, name) for name in SORTS]
    )
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("all formats")), *KINDS]
    )
    pillar = forms.ChoiceField(label=_("Pillar"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    audience = forms.ChoiceField(label=_("Audience"), required=False)
    message = forms.ChoiceField(label=_("Key message"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("all languages")), *LANGUAGES]
    )

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, brand=brand, **kwargs)
        for name, (model, everything) in _CHOSEN.items():
            found = model.objects.of(brand).current().order_by()
            names = found.values_list("pk", "title_en", "title_zh")
            choices = [(pk, in_language(english, chinese)) for pk, english, chinese in names]
            choices.sort(key=lambda choice: choice[1])
            self.fields[name].choices = [("", everything), *choices]


class AttributesForm(PiecesForm):
    """by: what pieces have in common. The rest as on the page of all pieces."""

    tabs = ("by",)
    by = forms.ChoiceField(label=_("Cut by"), required=False, choices=[*ATTRIBUTES.items()])

    @property
    def own(self):
        return [name for name in super().own if name not in ("measure", "sort")]
