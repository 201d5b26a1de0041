from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.specs.book import proportion
from drumbeat.channels.specs.models import OwnFormat
from drumbeat.formats.media.kinds import PROMISES
from drumbeat.people.desk import RecordForm
from drumbeat.ui.fields import DateInput

# Kept as 0 where there is none.
LIMITS = ("width", "height", "kb", "headline", "body")


class ListField(forms.CharField):
    """Words divided by commas; its value is a list."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value):
        parts = super().to_python(value).replace("，", ",").replace("、", ",").split(",")
        return [part.strip() for part in parts if part.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data or "") != list(initial or ())


class OwnFormatForm(RecordForm):
    takes = ListField(
        label=gettext_lazy("File types"),
        required=False,
        help_text=gettext_lazy("e.g. jpg, png, mp4; empty where only words go"),
    )
    ratios = ListField(
        label=gettext_lazy("Aspect ratios"), required=False, help_text=gettext_lazy("e.g. 1:1, 4:5")
    )
    labels = ListField(
        label=gettext_lazy("One of these labels"),
        required=False,
        help_text=gettext_lazy("e.g. 广告, 赞助"),
    )

    class Meta:
        model = OwnFormat
        fields = [
            "title_en",
            "title_zh",
            "takes",
            "ratios",
            "within",
            "width",
            "height",
            "kb",
            "least_seconds",
            "most_seconds",
            "headline",
            "body",
            "unit",
            "labels",
            "source",
            "as_of",
            "is_off",
        ]
        widgets = {"as_of": DateInput}
        help_texts = {name: gettext_lazy("empty = no limit") for name in ("kb", "headline", "body")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in LIMITS:
            self.fields[name].required = False
            self.initial[name] = self.initial.get(name) or None

    def clean_takes(self):
        endings = [ending.lower().lstrip(".") for ending in self.cleaned_data["takes"]]
        if unknown := [ending for ending in endings if ending not in PROMISES]:
            raise forms.ValidationError(
                _("“%(unknown)s” is not known. Use %(known)s.")
                % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(PROMISES))}
            )
        return endings

    def clean_ratios(self):
        for ratio in self.cleaned_data["ratios"]:
            try:
                proportion(ratio)
            except ValueError:
                raise forms.ValidationError(
                    _("“%(ratio)s” is no ratio. Write it like 4:5.") % {"ratio": ratio}
                ) from None
        return self.cleaned_data["ratios"]

    def clean(self):
        cleaned = super().clean()
        cleaned |= {name: cleaned.get(name) or 0 for name in LIMITS if name not in self.errors}
        least, most = cleaned.get("least_seconds"), cleaned.get("most_seconds")
        if least and most and most < least:
            self.add_error("most_seconds", _("It is less than the least."))
        return cleaned
