from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.coding.models import Interview, Passage, Theme
from drumbeat.ui.fields import DateInput


class ThemeForm(RecordForm):
    class Meta:
        model = Theme
        fields = ["title_zh", "title_en", "definition", "position"]
        help_texts = {"position": _("The first nine have the keys 1 to 9.")}
        labels = {"position": _("place in the frame")}


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
        help_text=_("An empty line starts the next note. Leave names out."),
    )


class InterviewForm(RecordForm):
    class Meta:
        model = Interview
        fields = ["title_zh", "title_en", "held_on", "who", "consent", "owner"]
        widgets = {"held_on": DateInput}


class PassageForm(RecordForm):
    class Meta:
        model = Passage
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
