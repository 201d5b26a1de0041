from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.market.models import Feed, WatchList
from drumbeat.strategy.market.taking import score_again

LARGEST = 10 * 1024 * 1024


def within_limit(file):
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB."))


class WatchListForm(RecordForm):
    class Meta:
        model = WatchList
        fields = ["title_en", "title_zh", "words", "tell_from", "risk_words", "on_call", "owner"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 6}),
            "risk_words": forms.Textarea(attrs={"rows": 4}),
        }

    def save_recorded(self, by, verb):
        """Other words weigh what is there anew. Raises StaleEdit."""
        with transaction.atomic():
            saved = super().save_recorded(by, verb)
            if verb == "edited" and {"words", "risk_words"} & set(self.changed_data):
                score_again(saved)
            return saved


class FeedForm(RecordForm):
    url = forms.URLField(
        label=_("address of the feed"),
        max_length=1000,
        assume_scheme="https",
        required=False,
        help_text=_(
            "RSS, Atom or JSON Feed. Empty: a source for hot-lists that you upload as files."
        ),
    )

    class Meta:
        model = Feed
        fields = [
            "title_en",
            "title_zh",
            "url",
            "trust",
            "every_minutes",
            "is_paused",
            "owner",
        ]

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(_("Only http and https addresses are asked."))
        twins = Feed.objects.current().filter(watch_list=self.instance.watch_list, url=url)
        if url and twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The list has this source already."))
        return url

    def save_recorded(self, by, verb):
        """Another address starts anew; another trust weighs anew. Raises StaleEdit."""
        with transaction.atomic():
            if "url" in self.changed_data:
                self.instance.etag = self.instance.last_modified = self.instance.problem = ""
                self.instance.failures, self.instance.next_at = 0, timezone.now()
            saved = super().save_recorded(by, verb)
            if verb == "edited" and "trust" in self.changed_data:
                score_again(saved.watch_list)
            return saved


class OpmlForm(forms.Form):
    file = forms.FileField(
        label=_("OPML file"),
        validators=[within_limit],
        help_text=_("Exported from a feed reader. Each folder becomes a watch-list."),
    )


class HotListForm(forms.Form):
    file = forms.FileField(
        label=_("Hot-list"),
        validators=[within_limit],
        help_text=_(
            "CSV or Excel, a row a topic. One column is called 标题, 热搜词, 话题 or title; rank, link, heat and time are used when there."
        ),
    )


class TagForm(forms.Form):
    name = forms.CharField(label=_("Tag"), max_length=40)


class WallForm(forms.Form):
    """What the wall is narrowed to; every field may be empty."""

    SCORES = [("", _("Any")), ("10", "10+"), ("25", "25+"), ("50", "50+"), ("75", "75+")]

    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    watch_list = forms.ModelChoiceField(
        label=_("Watch-list"), required=False, queryset=None, empty_label=_("All")
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    score = forms.TypedChoiceField(
        label=_("Score now"), required=False, choices=SCORES, coerce=int, empty_value=None
    )
    is_away = forms.BooleanField(label=_("Those put away"), required=False)

    def __init__(self, *args, brand, tags, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["watch_list"].queryset = WatchList.objects.of(brand).current()
        self.fields["tag"].choices = [("", _("Any")), *((tag, tag) for tag in tags)]
