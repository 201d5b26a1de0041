from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.review.calendar.entries import Filters
from drumbeat.review.calendar.models import CalendarLink, CalendarView
from drumbeat.ui.fields import DateInput


class DayForm(forms.Form):
    """Another day for an entry, as it was when the person saw it."""

    to = forms.DateField(label=_("New day"), widget=DateInput)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ViewForm(RecordForm):
    """A name for what the calendar shows; what that is comes along unseen."""

    class Meta:
        model = CalendarView
        fields = ["title_en", "title_zh", "view", "filters"]
        widgets = {"view": forms.HiddenInput, "filters": forms.HiddenInput}

    def clean_filters(self):
        given = self.cleaned_data["filters"]
        return Filters.of(given if isinstance(given, dict) else {}).chosen()


class LinkForm(forms.ModelForm):
    """What a new secret address is for."""

    class Meta:
        model = CalendarLink
        fields = ["kind", "kept_view"]
        widgets = {"kind": forms.HiddenInput}

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept_view"].queryset = CalendarView.objects.of(brand).current()
        self.fields["kept_view"].empty_label = _("The whole calendar")
