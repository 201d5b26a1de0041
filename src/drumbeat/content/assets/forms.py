from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.actions import with_unix_lines
from drumbeat.content.assets.models import Asset, Finding
from drumbeat.content.assets.sniffing import checked_upload
from drumbeat.content.checks.laws import exemptions, sectors
from drumbeat.content.rights.models import Right
from drumbeat.people.desk import RecordForm
from drumbeat.people.errors import Refused
from drumbeat.ui.fields import DateInput, MoneyField

_TwoLines = forms.Textarea(attrs={"rows": 2})


class AssetForm(RecordForm):
    """An asset of a known brief: it carries one of that brief's messages."""

    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=sectors,
        required=False,
        help_text=_("Some trades have advertising rules of their own"),
    )

    class Meta:
        model = Asset
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "language",
            "sector",
            "message",
            "concept",
            "owner",
            "is_ai_generated",
            "ai_tool",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].queryset = self.instance.brief.messages.current()
        self._offer_concepts()

    def _offer_concepts(self):
        """Those of the brief that were chosen, now or when this was made; no field without any."""
        known = Q(state="chosen") | Q(pk=self.instance.concept_id)
        concepts = self.instance.brief.concepts.filter(known)
        if not concepts:
            del self.fields["concept"]
            return
        self.fields["concept"].queryset = concepts
        self.fields["concept"].empty_label = _("None: from the brief alone")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_ai_generated") and not cleaned.get("ai_tool"):
            self.add_error("ai_tool", _("Name the tool: what is made with AI has to say so."))
        return cleaned


class UploadField(forms.FileField):
    """A file judged by its bytes; its cleaned value is an `Upload`."""

    def clean(self, data, initial=None):
        if data and data.size == 0:
            raise forms.ValidationError(
                _("“%(name)s” is empty. Choose it again.") % {"name": data.name}
            )
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return checked_upload(upload)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class AlternativeForm(forms.Form):
    """What a picture says, for who does not see it."""

    alt_zh = forms.CharField(
        label=_("Alternative text (Chinese)"),
        max_length=300,
        required=False,
        widget=_TwoLines,
        help_text=_("Of a picture: one sentence on what it says, for who does not see it"),
    )
    alt_en = forms.CharField(
        label=_("Alternative text (English)"), max_length=300, required=False, widget=_TwoLines
    )


class VersionForm(AlternativeForm):
    """A text or a file, and from the second version on what changed."""

    field_order = ["text", "file", "alt_zh", "alt_en", "change_note"]

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown: **bold**, *italic*, # heading, - list, [words](address)"),
    )
    file = UploadField(
        label=_("or a file"),
        required=False,
        help_text=_("At most 50 MB"),
    )
    change_note = forms.CharField(label=_("What changed"), max_length=300, required=False)

    def __init__(self, *args, parent, **kwargs):
        had = ("text", "alt_zh", "alt_en") if parent else ()
        super().__init__(*args, initial={name: getattr(parent, name) for name in had}, **kwargs)
        self.parent = parent
        if parent:
            self.fields["change_note"].required = True
        else:
            del self.fields["change_note"]

    def clean(self):
        """The box starts with the last version's words: left as they were, a file replaces them."""
        cleaned = super().clean()
        words = with_unix_lines(cleaned.get("text", ""))
        if cleaned.get("file") and self.parent and words == self.parent.text:
            cleaned["text"] = ""
        return cleaned


class ChangesForm(forms.Form):
    reason = forms.CharField(
        label=_("What has to change, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    findings = forms.CharField(
        label=_("Findings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Each stays open until somebody says how it was resolved."),
    )
    severity = forms.ChoiceField(label=_("How serious"), choices=Finding.SEVERITIES, initial="warn")

    def clean_findings(self):
        return [line.strip() for line in self.cleaned_data["findings"].splitlines() if line.strip()]


class ApprovalForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    single_person_waiver = forms.CharField(
        label=_("Why you approve your own work"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nobody else here may approve it. Your reason stays on the record."),
    )

    def __init__(self, *args, needs_waiver, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_waiver:
            del self.fields["single_person_waiver"]


class FindingForm(forms.Form):
    severity = forms.ChoiceField(label=_("How serious"), choices=Finding.SEVERITIES, initial="warn")
    note = forms.CharField(
        label=_("What is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ResolutionForm(forms.Form):
    resolution = forms.CharField(
        label=_("How it was put right, or why it may stand"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WaiverForm(ResolutionForm):
    """Why the law allows the words after all, with proof; both fields only where it forbids them."""

    exemption = forms.ChoiceField(
        label=_("Why the law allows it"),
        choices=lambda: [("", _("Choose one")), *exemptions()],
        help_text=_("After the 2023 guide on enforcing the ban of absolute terms"),
    )
    proof = UploadField(
        label=_("Proof"),
        required=False,
        help_text=_("Needed for X1–X9: a licence, a report, a ruling. At most 50 MB"),
    )
    field_order = ["exemption", "proof", "resolution"]

    def __init__(self, *args, finding, **kwargs):
        super().__init__(*args, **kwargs)
        if not finding.law_key:
            del self.fields["exemption"], self.fields["proof"]


def channel_kinds():
    """Keys and names of the channel kinds, asked late: the room that keeps them is above us."""
    return apps.get_model("channels.Channel")._meta.get_field("kind").choices


class RightForm(RecordForm):
    channel_kinds = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=channel_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all channels"),
    )
    contract = UploadField(label=_("Contract file"), required=False)

    class Meta:
        model = Right
        fields = [
            "kind",
            "licensor",
            "territory",
            "channel_kinds",
            "starts_on",
            "ends_on",
            "cost_minor",
        ]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = self.instance.currency or self.member.brand.currency
        self.fields["cost_minor"] = MoneyField(
            label=_("Cost"), currency=self.currency, required=False
        )

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("It ends before it starts."))
        if cleaned.get("cost_minor") is not None:
            self.instance.currency = self.currency
        if "ends_on" in self.changed_data:
            self.instance.warned_at = None
        return cleaned
