"""Forms of the brand platform. Everything works without a script."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.people.errors import Refused
from drumbeat.science.colour import hex_of
from drumbeat.strategy.brandbook.actions import MOST_RULES, held_draft
from drumbeat.strategy.brandbook.models import BrandPlatform, BrandRule
from drumbeat.strategy.brandbook.parts import PARTS, SLOTS

LONGEST_TEXT = 20_000


class PlatformForm(RecordForm):
    """The promise and the position: what is one sentence each."""

    class Meta:
        model = BrandPlatform
        fields = [
            f"{name}_{tongue}"
            for name in ("title", "promise", *SLOTS, "logo")
            for tongue in ("en", "zh")
        ]
        labels = {
            "title_en": gettext_lazy("Name of the platform (English)"),
            "title_zh": gettext_lazy("Name of the platform (Chinese)"),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("promise_en", "promise_zh", "logo_en", "logo_zh")
        }

    def save_recorded(self, by, verb):
        """Raises StaleEdit, WrongState when it is no draft any more."""
        with transaction.atomic():
            if not self.instance._state.adding:
                held_draft(self.instance)
            return super().save_recorded(by, verb)


class PartForm(PlatformForm):
    """Remembers the version that a list was opened at; the rows stand in `rows_of` beside it."""

    class Meta:
        model = BrandPlatform
        fields = []


class RowForm(forms.Form):
    """One row of a part; an empty one is left out."""

    use_required_attribute = False

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, longest) in PARTS[part].columns.items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=longest)
        self.part = part

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.values()):
            self._check(cleaned)
        return cleaned

    def _check(self, row):
        if "name_en" in self.fields and not row.get("name_en") and not row.get("name_zh"):
            self.add_error("name_en", _("Give it a name in English or in Chinese."))
        if self.part == "values" and not row.get("means_en") and not row.get("means_zh"):
            self.add_error(
                "means_en", _("Say what it means in behaviour, in one language at least.")
            )
        if self.part == "fonts" and not row.get("family"):
            self.add_error("family", _("Name the typeface."))
        if self.part == "colours":
            try:
                row["hex"] = hex_of(row.get("hex") or "")
            except ValueError:
                self.add_error("hex", _("Write the colour as six hex digits, like #1F6F54."))


class _Rows(forms.BaseFormSet):
    def rows(self) -> list[dict]:
        """The rows that say something, in their order."""
        return [form.cleaned_data for form in self.forms if any(form.cleaned_data.values())]


def rows_of(platform: BrandPlatform, part: str, data=None):
    """The rows of a part with empty ones below, up to the most that it may have."""
    known, most = getattr(platform, part), PARTS[part].most
    extra = min(max(most - len(known), 0), 3 if known else 5)
    made = forms.formset_factory(
        RowForm, formset=_Rows, extra=extra, max_num=most, absolute_max=most, validate_max=True
    )
    return made(data, initial=known, prefix="r", form_kwargs={"part": part})


class RuleForm(RecordForm):
    class Meta:
        model = BrandRule
        fields = [
            "kind",
            "severity",
            "words_en",
            "words_zh",
            "instead_en",
            "instead_zh",
            "limit",
            "reason_en",
            "reason_zh",
        ]
        help_texts = {
            "words_en": gettext_lazy("The term, or the sentence that texts must carry"),
            "words_zh": gettext_lazy("The term, or the sentence that texts must carry"),
            "instead_en": gettext_lazy("For a term: what to write in its place"),
            "instead_zh": gettext_lazy("For a term: what to write in its place"),
        }

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == "colour":
            if "limit" not in self.errors and not (cleaned.get("limit") or 0) > 0:
                self.add_error("limit", _("Give the greatest difference, for example 3."))
        elif not cleaned.get("words_en") and not cleaned.get("words_zh"):
            self.add_error("words_en", _("Write the words in English or in Chinese."))
        if (
            kind == "term_prefer"
            and not cleaned.get("instead_en")
            and not cleaned.get("instead_zh")
        ):
            self.add_error("instead_en", _("Say what to write instead."))
        if not cleaned.get("reason_en") and not cleaned.get("reason_zh"):
            self.add_error("reason_en", _("Say why: whoever is stopped wants to know."))
        return cleaned

    def save_recorded(self, by, verb):
        """Raises StaleEdit, WrongState when the version is no draft any more."""
        with transaction.atomic():
            platform = held_draft(self.instance.platform)
            if verb == "created" and platform.rules.count() >= MOST_RULES:
                raise Refused(_("A version holds 300 rules at most."))
            if self.instance.kind != "colour":
                self.instance.limit = None
            return super().save_recorded(by, verb)


class TextForm(forms.Form):
    """A text to hold against the rules; it is not kept."""

    text = forms.CharField(
        label=gettext_lazy("Your text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
