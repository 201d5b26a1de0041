from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.placements.handshakes import side_of
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.pinning import pin, pinnable
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.queries import formats_by_channel
from drumbeat.content.models import Version
from drumbeat.people.desk import RecordForm
from drumbeat.science.personal_data import personal_data_in
from drumbeat.strategy.models import Campaign
from drumbeat.ui.fields import DateInput, MoneyField

OVER = ("closing", "closed")


class CampaignChoice(forms.Form):
    """Which campaign a new placement is for: everything else depends on its plan."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("Campaign"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = (
            Campaign.objects.of(member.brand).current().exclude(state__in=OVER)
        )


class PlacementForm(RecordForm):
    """All choices are held to the campaign's plan; only approved versions can be pinned."""

    versions = forms.ModelMultipleChoiceField(
        queryset=Version.objects.none(),
        required=False,
        label=gettext_lazy("Asset versions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("approved for this plan; the first one leads"),
    )

    format_key = forms.ChoiceField(
        label=gettext_lazy("Ad format"),
        required=False,
        help_text=gettext_lazy("what the files are held to; empty = whichever they fit"),
    )
    destination_url = forms.URLField(
        label=gettext_lazy("Where it leads"),
        required=False,
        max_length=1000,
        assume_scheme="https",
    )

    class Meta:
        model = Placement
        fields = [
            "title_en",
            "title_zh",
            "channel",
            "format_key",
            "message",
            "audience",
            "versions",
            "starts_on",
            "ends_on",
            "territory",
            "budget_line",
            "planned_minor",
            "forecast_touches",
            "forecast_outcomes",
            "forecast_revenue_minor",
            "assumption",
            "destination_url",
            "disclosure",
            "owner",
        ]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance.campaign.plan
        self._hold_to(plan)
        for name in ("planned_minor", "forecast_revenue_minor"):
            self.fields[name] = _money_like(self.fields[name], plan.currency)
        if not self.instance._state.adding:
            self.initial["versions"] = list(self.instance.pins.values_list("version", flat=True))
        landing = self.instance.campaign.landing_url
        self.fields["destination_url"].help_text = _(
            "empty = the campaign's page, %(url)s. Tracking is added by itself."
        ) % {"url": landing}

    def _hold_to(self, plan):
        for name, held in (
            ("message", plan.messages),
            ("audience", plan.audiences),
            ("budget_line", plan.lines),
        ):
            self.fields[name].queryset = held.filter(archived_at=None)
        self.fields["versions"].queryset = pinnable(plan)
        self.fields["channel"].queryset = Channel.objects.of(plan.brand).current()
        self._formats = formats_by_channel(plan.brand)
        self.fields["format_key"].choices = [
            ("", _("Whichever fits")),
            *(
                (str(channel), [(one.key, str(one)) for one in formats])
                for channel, formats in self._formats
            ),
        ]

    def clean_destination_url(self):
        url = self.cleaned_data["destination_url"]
        if personal_data_in(url):
            raise forms.ValidationError(_("Links never carry personal data."))
        if "utm_" in url.lower():
            raise forms.ValidationError(
                _("Leave the utm_ parameters out: they are generated from the placement.")
            )
        return url

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The flight ends before it starts."))
        takes = {channel.pk: {f.key for f in formats} for channel, formats in self._formats}
        channel, key = cleaned.get("channel"), cleaned.get("format_key")
        if key and channel and key not in takes.get(channel.pk, ()):
            self.add_error(
                "format_key", _("%(channel)s has no such format.") % {"channel": channel}
            )
        return cleaned

    def save(self, commit=True):
        placement = forms.models.BaseModelForm.save(self, commit=False)
        placement.save()
        pin(placement, self.cleaned_data["versions"])
        return placement


def _money_like(field, currency):
    return MoneyField(
        currency=currency, required=False, label=field.label, help_text=field.help_text
    )


class HandshakeForm(forms.Form):
    """Speak for one's side; a reason only when one person speaks for both."""

    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=[("content", gettext_lazy("Content")), ("channels", gettext_lazy("Channels"))],
    )
    single_person_waiver = forms.CharField(
        label=gettext_lazy("Why one person speaks for both sides"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("only when there is no second person; it shows on the record"),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].initial = side_of(member)


class SettlementForm(forms.Form):
    """What was invoiced for the placement."""

    invoice_minor = MoneyField(label=gettext_lazy("Invoiced"))
    invoice_number = forms.CharField(
        label=gettext_lazy("Invoice number"), max_length=80, required=False
    )
    explanation = forms.CharField(
        label=gettext_lazy("Why it differs"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("needed above 2 % difference"),
    )

    def __init__(self, *args, currency, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["invoice_minor"]
        self.fields["invoice_minor"] = MoneyField(currency=currency, label=field.label)
