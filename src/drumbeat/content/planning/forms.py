from django.db import transaction
from django.forms import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.planning.from_signals import evidence
from drumbeat.content.planning.models import Angle, ContentCell, ContentPillar, Demand, Topic
from drumbeat.people.audit.trail import recorded
from drumbeat.people.desk import RecordForm
from drumbeat.ui.fields import CountField, DateInput


class PillarForm(RecordForm):
    class Meta:
        model = ContentPillar
        fields = ["title_en", "title_zh", "why", "owner"]


class TopicForm(RecordForm):
    class Meta:
        model = Topic
        fields = ["title_en", "title_zh", "pillar", "audience", "owner"]


class SignalTopicForm(TopicForm):
    """A topic that a signal led to, with what the signal says as its first evidence."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = evidence(self.instance.signal)
        self.fields |= fields_for_model(Demand, [*self.said], widgets={"observed_on": DateInput})
        self.initial |= self.said

    def save_recorded(self, by, verb):
        with transaction.atomic():
            topic = super().save_recorded(by, verb)
            demand = Demand(
                brand=topic.brand, owner=by, topic=topic, signal=topic.signal, kind="comment"
            )
            for name in self.said:
                setattr(demand, name, self.cleaned_data[name])
            with recorded(by, verb, demand):
                demand.save()
        return topic


class AngleForm(RecordForm):
    class Meta:
        model = Angle
        fields = ["title_en", "title_zh", "message", "stage", "owner"]


class DemandForm(RecordForm):
    """A search volume has its number; a question may go without."""

    class Meta:
        model = Demand
        fields = ["kind", "words", "count", "source", "observed_on"]
        widgets = {"observed_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["count"]
        self.fields["count"] = CountField(
            label=field.label, help_text=field.help_text, required=False
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == "search" and cleaned.get("count") is None:
            self.add_error("count", _("Say how many searches a month."))
        return cleaned


class SignalDemandForm(DemandForm):
    """A signal as evidence for a topic that is there already."""

    class Meta(DemandForm.Meta):
        fields = ["topic", *DemandForm.Meta.fields]
        labels = {"topic": gettext_lazy("Topic")}


class CellForm(RecordForm):
    """How many pieces are wanted; a second answer for the same cell takes the first's place."""

    class Meta:
        model = ContentCell
        fields = ["pillar", "format", "stage", "target"]

    def validate_unique(self):
        """The view has put the stored cell in place already."""
