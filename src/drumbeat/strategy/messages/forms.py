from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.changing import announced
from drumbeat.strategy.messages.models import (
    KeyMessage,
    MessageHouse,
    Pillar,
    ProofPoint,
    Wording,
)
from drumbeat.ui.fields import DateInput
from drumbeat.work.files.models import StoredFile

EVIDENCE_BYTES = 25 * 1024 * 1024


class HouseForm(RecordForm):
    class Meta:
        model = MessageHouse
        fields = ["title_en", "title_zh", "umbrella_en", "umbrella_zh", "owner"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("umbrella_en") and not cleaned.get("umbrella_zh"):
            self.add_error("umbrella_en", _("Write the umbrella in English or in Chinese."))
        return cleaned


class PillarForm(RecordForm):
    class Meta:
        model = Pillar
        fields = ["title_en", "title_zh"]


class MessageForm(RecordForm):
    class Meta:
        model = KeyMessage
        fields = ["title_en", "title_zh", "pillar", "tone", "is_active"]
        labels = {
            "title_en": _("The sentence (English)"),
            "title_zh": _("The sentence (Chinese)"),
            "pillar": _("Pillar"),
        }

    def __init__(self, *args, house, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pillar"].queryset = house.pillars.current()

    def save_recorded(self, by, verb):
        """Save, and tell those whose work carries the message. Raises StaleEdit."""
        with announced(self.instance):
            return super().save_recorded(by, verb)


class WordingForm(RecordForm):
    class Meta:
        model = Wording
        fields = ["audience", "title_en", "title_zh", "why"]
        labels = {
            "title_en": _("The sentence for them (English)"),
            "title_zh": _("The sentence for them (Chinese)"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wording = self.instance
        others = wording.message.wordings.current().exclude(pk=wording.pk)
        self.fields["audience"].queryset = (
            Audience.objects.of(wording.brand_id)
            .filter(Q(archived_at=None) | Q(pk=wording.audience_id))
            .exclude(pk__in=others.values("audience"))
        )


class ProofForm(RecordForm):
    file = forms.FileField(
        label=_("Evidence file"),
        required=False,
        help_text=_("Report, certificate, contract; up to 25 MB"),
    )

    evidence_url = forms.URLField(label=_("evidence link"), required=False, assume_scheme="https")

    class Meta:
        model = ProofPoint
        fields = ["title_en", "title_zh", "source", "file", "evidence_url", "valid_until"]
        labels = {
            "title_en": _("what is proven (English)"),
            "title_zh": _("what is proven (Chinese)"),
        }
        widgets = {"valid_until": DateInput}

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given and given.size > EVIDENCE_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB. Link it instead."))
        return given

    def save_recorded(self, by, verb):
        """Keep the uploaded bytes by their hash, then save. Raises StaleEdit."""
        with transaction.atomic():
            if given := self.cleaned_data.get("file"):
                self.instance.evidence = StoredFile.keep(
                    by, given.name, given.read(), given.content_type or "application/octet-stream"
                )
            return super().save_recorded(by, verb)
