from django import forms
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm, attempt
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.campaigns.actions import free_slug
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.plans.models import Plan
from drumbeat.ui.fields import DateInput

TAKEN = _("Another campaign has this name in its links already.")


class CampaignForm(RecordForm):
    landing_url = forms.URLField(label=_("Landing page"), max_length=500, assume_scheme="https")

    class Meta:
        model = Campaign
        fields = [
            "title_en",
            "title_zh",
            "plan",
            "goal",
            "starts_on",
            "ends_on",
            "landing_url",
            "slug",
            "owner",
        ]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usable = self.fields["plan"].queryset.exclude(state__in=("closed", "superseded"))
        self.fields["plan"].queryset = usable | Plan.objects.filter(pk=self.instance.plan_id)
        self.fields["goal"].required = self.fields["slug"].required = False
        self.fields["goal"].help_text = _("Left empty: the goal of the plan")
        if self.instance.state != "draft":
            # Links and commitments out there carry these already.
            for name in ("slug", "plan"):
                self.fields[name].disabled = True

    def clean(self):
        cleaned = super().clean()
        plan = cleaned.get("plan")
        if plan and not cleaned.get("goal"):
            cleaned["goal"] = plan.goal
        title = cleaned.get("title_en") or cleaned.get("title_zh")
        if title and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = attempt(self, lambda: free_slug(self.member.brand, title)) or ""
        self._must_be_unused(cleaned.get("slug"))
        return cleaned

    def clean_slug(self):
        return (self.cleaned_data["slug"] or "").lower()

    def save_recorded(self, by, verb):
        """Raises Refused, too, when somebody took the name after we looked whether it is free."""
        try:
            return super().save_recorded(by, verb)
        except IntegrityError:
            if not self._is_taken(self.cleaned_data["slug"]):
                raise
            raise Refused(Problem(TAKEN, "slug")) from None

    def _must_be_unused(self, slug):
        if slug and self._is_taken(slug):
            self.add_error("slug", forms.ValidationError(TAKEN))

    def _is_taken(self, slug):
        others = Campaign.objects.of(self.member.brand).exclude(pk=self.instance.pk)
        return others.filter(slug=slug).exists()
