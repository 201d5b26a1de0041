from django.utils.translation import gettext as _

from drumbeat.content.planning.models import Angle, ContentCell, ContentPillar, Demand, Topic
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


class CellForm(RecordForm):
    """How many pieces are wanted; a second answer for the same cell takes the first's place."""

    class Meta:
        model = ContentCell
        fields = ["pillar", "format", "stage", "target"]

    def validate_unique(self):
        """The view has put the stored cell in place already."""
