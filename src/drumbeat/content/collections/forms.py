from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.collections.models import Collection
from drumbeat.people.desk import RecordForm

NEW = "new"


class CollectionForm(RecordForm):
    class Meta:
        model = Collection
        fields = ["title_en", "title_zh", "description", "owner"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class ChosenForm(forms.Form):
    """What is done with the pieces ticked in the library: a collection, or words, or both."""

    collection = forms.ChoiceField(label=_("Into a collection"), required=False)
    words = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
    )

    def __init__(self, *args, collections, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(one.pk, str(one)) for one in collections]
        self.fields["collection"].choices = [
            ("", _("No collection")),
            (NEW, _("A new one")),
            *known,
        ]
        self.fields["words"].widget.attrs["placeholder"] = _("Several with commas between them")
