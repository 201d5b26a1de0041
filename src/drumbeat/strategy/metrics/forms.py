from django import forms
from django.db import transaction

from drumbeat.people.desk import RecordForm, attempt
from drumbeat.people.models import Brand
from drumbeat.strategy.metrics.actions import check, check_key_stays
from drumbeat.strategy.metrics.models import OwnMetric
from drumbeat.strategy.metrics.queries import own_metrics


class OwnMetricForm(RecordForm):
    class Meta:
        model = OwnMetric
        fields = [
            "title_en",
            "title_zh",
            "key",
            "formula",
            "unit",
            "direction",
            "grain",
            "definition",
            "source_note",
            "caveat",
            "owner",
        ]
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 2}),
            "caveat": forms.Textarea(attrs={"rows": 2}),
            "formula": forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
        }

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            attempt(self, self._check)

    def _check(self):
        others = own_metrics(self.member.brand)
        check_key_stays(self.instance, others)
        check(self.instance, others)

    def save_recorded(self, by, verb):
        """Raises StaleEdit, Refused."""
        with transaction.atomic():
            # Two people could each close one half of a circle: one after the other.
            Brand.objects.select_for_update().get(pk=by.brand_id)
            self._check()
            return super().save_recorded(by, verb)
