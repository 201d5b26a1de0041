from django import forms
from django.utils.translation import gettext as _

from drumbeat.channels.registry.models import Channel
from drumbeat.people.desk import RecordForm
from drumbeat.science.utm import MEDIUMS, slug


class ChannelForm(RecordForm):
    class Meta:
        model = Channel
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "peso",
            "platform",
            "key",
            "utm_source",
            "utm_medium",
            "owner",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose…")), *((medium, medium) for medium in sorted(MEDIUMS))]
        self.fields["utm_medium"] = forms.ChoiceField(
            label=self.fields["utm_medium"].label,
            choices=choices,
            help_text=_("every link of this channel carries it; placements cannot change it"),
        )
        self.fields["key"].help_text = _("short and lasting, e.g. baidu-search")

    def clean_key(self):
        key = self.cleaned_data["key"].lower()
        others = Channel.objects.of(self.member.brand).exclude(pk=self.instance.pk)
        if others.filter(key=key).exists():
            raise forms.ValidationError(_("Another channel has this key already."))
        return key

    def clean_utm_source(self):
        source = self.cleaned_data["utm_source"]
        try:
            return slug(source)
        except ValueError:
            raise forms.ValidationError(_("Use letters and digits, e.g. xiaohongshu.")) from None
