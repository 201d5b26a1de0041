from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.competitors.kinds import OBSERVED, VOICE_CHOICES
from drumbeat.strategy.competitors.models import Competitor, Observation, Product
from drumbeat.ui.fields import DateInput
from drumbeat.work.files.models import StoredFile

PROOF_BYTES = 10 * 1024 * 1024


class CompetitorForm(RecordForm):
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Competitor
        fields = [
            "title_en",
            "title_zh",
            "is_us",
            "website",
            "positioning",
            "strengths",
            "weaknesses",
            "we_win",
            "owner",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("positioning", "strengths", "weaknesses", "we_win")
        }

    def clean_is_us(self):
        is_us = self.cleaned_data["is_us"]
        ours = Competitor.objects.of(self.member.brand).current().filter(is_us=True)
        if is_us and ours.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Our own brand is in the register already."))
        return is_us


class ProductForm(RecordForm):
    class Meta:
        model = Product
        fields = ["title_en", "title_zh", "detail"]


class ObservationForm(RecordForm):
    url = forms.URLField(label=_("link"), required=False, max_length=1000, assume_scheme="https")
    file = forms.FileField(
        label=_("screenshot or file"), required=False, help_text=_("up to 10 MB, kept by its hash")
    )

    class Meta:
        model = Observation
        fields = [
            "kind",
            "product",
            "title_en",
            "title_zh",
            "value",
            "unit",
            "seen_on",
            "source",
            "url",
            "file",
            "answer",
        ]
        labels = {
            "title_en": _("what was said or shown (English)"),
            "title_zh": _("what was said or shown (Chinese)"),
        }
        widgets = {"seen_on": DateInput, "answer": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, competitor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = competitor.products.current()

    def clean_seen_on(self):
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given and given.size > PROOF_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return given

    def clean(self):
        # Not RecordForm's own: a price needs no words.
        cleaned = forms.ModelForm.clean(self)
        kind = OBSERVED.get(cleaned.get("kind"))
        if kind and kind.has_value and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Give the number that was seen."))
        said = cleaned.get("title_en") or cleaned.get("title_zh")
        if kind and kind.needs_words and not said:
            self.add_error("title_en", _("Write what was said, in English or in Chinese."))
        return cleaned

    def save_recorded(self, by, verb):
        """Keep the screenshot by its hash, then save. Raises StaleEdit."""
        with transaction.atomic():
            if given := self.cleaned_data.get("file"):
                self.instance.proof = StoredFile.keep(
                    by, given.name, given.read(), given.content_type or "application/octet-stream"
                )
            return super().save_recorded(by, verb)


class MonthField(forms.DateField):
    """A month, as the browser's month picker gives it (2026-11)."""

    def __init__(self, **kwargs):
        picker = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(widget=picker, input_formats=["%Y-%m", "%Y-%m-%d"], **kwargs)

    def clean(self, value):
        return super().clean(value).replace(day=1)


class VoiceForm(forms.Form):
    """One measure of one month, a field a brand; brands left empty stay unmeasured."""

    kind = forms.ChoiceField(label=_("measure"), choices=VOICE_CHOICES)
    month = MonthField(label=_("month"))
    source = forms.CharField(
        label=_("source"), max_length=200, help_text=_("Who measured it, and how")
    )

    def __init__(self, *args, competitors, **kwargs):
        super().__init__(*args, **kwargs)
        self.competitors = {f"brand_{one.pk}": one for one in competitors}
        for name, competitor in self.competitors.items():
            self.fields[name] = forms.DecimalField(
                label=str(competitor), required=False, min_value=0, max_digits=16, decimal_places=2
            )

    def clean(self):
        cleaned = super().clean()
        self.values = {
            competitor: cleaned[name]
            for name, competitor in self.competitors.items()
            if cleaned.get(name) is not None
        }
        if not self.errors and not self.values:
            raise forms.ValidationError(_("Give a number for one brand at least."))
        return cleaned


class DaysForm(forms.Form):
    """The two days of a comparison."""

    before = forms.DateField(label=_("Then"), widget=DateInput)
    after = forms.DateField(label=_("Now"), widget=DateInput)
