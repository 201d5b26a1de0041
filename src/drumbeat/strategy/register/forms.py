from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.register.actions import add_evidence
from drumbeat.strategy.register.models import SwotItem
from drumbeat.ui.fields import DateInput


class ItemForm(RecordForm):
    """A statement with its weight. ref: what it was promoted from, becoming its first evidence."""

    ref = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    class Meta:
        model = SwotItem
        fields = [
            "kind",
            "title_en",
            "title_zh",
            "detail",
            "impact",
            "likelihood",
            "horizon",
            "response",
            "review_on",
            "plans",
            "owner",
        ]
        labels = {
            "title_en": _("the statement (English)"),
            "title_zh": _("the statement (Chinese)"),
        }
        widgets = {
            "detail": forms.Textarea(attrs={"rows": 3}),
            "response": forms.Textarea(attrs={"rows": 3}),
            "review_on": DateInput,
            "plans": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usable = Plan.objects.current().exclude(state__in=("closed", "superseded"))
        chosen = Plan.objects.filter(swot_items=self.instance.pk)
        self.fields["plans"].queryset = (usable | chosen).filter(brand=self.member.brand).distinct()
        if not self.fields["plans"].queryset.exists():
            del self.fields["plans"]

    def save_recorded(self, by, verb):
        """Raises StaleEdit, Refused when the object it came from is not there."""
        with transaction.atomic():
            saved = super().save_recorded(by, verb)
            if verb == "created" and (ref := self.cleaned_data.get("ref")):
                add_evidence(saved, by=by, ref=ref, note=str(saved))
            return saved
