from drumbeat.insight.sources.models import Source
from drumbeat.people.desk import RecordForm


class SourceForm(RecordForm):
    class Meta:
        model = Source
        fields = ["title_en", "title_zh"]
