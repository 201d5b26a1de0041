from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.models import Brief
from drumbeat.people.members.models import LANGUAGES, Brand

MOST_BRIEFS = 200
# Django takes no more files in one request; sent one by one there is no such limit.
MOST_AT_ONCE = 100


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, judged one by one by whoever takes them in."""

    widget = FilesInput

    def clean(self, data, initial=None):
        if not data:
            return []
        return data if isinstance(data, list) else [data]


class UploadForm(forms.Form):
    """Where files belong: a brief that is in work, and the key message that they carry.

    arrived: the key of a file that came in parts, instead of files.
    """

    target = forms.ChoiceField(
        label=_("Brief and key message"),
        help_text=_("Every file becomes an asset of this brief; each can be changed afterwards"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    arrived = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    files = FilesField(
        label=_("Files"),
        required=False,
        help_text=_(
            "At most 50 MB each. Where scripts run, films, sound, documents and archives may be larger"
            " and go on where they broke off. The same file is not taken in twice."
        ),
    )

    def __init__(self, *args, brand: Brand, brief="", **kwargs):
        super().__init__(*args, **kwargs)
        self.briefs = list(
            Brief.objects.of(brand)
            .current()
            .filter(state__in=("acknowledged", "in_production"))
            .prefetch_related("messages")
            .order_by("-created_at")[:MOST_BRIEFS]
        )
        self._targets = {
            f"{one.pk} {message.pk}": (one, message)
            for one in self.briefs
            for message in one.messages.all()
        }
        field = self.fields["target"]
        field.choices = [("", _("Choose…"))] + [
            (str(one), [(f"{one.pk} {message.pk}", str(message)) for message in one.messages.all()])
            for one in self.briefs
        ]
        mine = [key for key in self._targets if key.startswith(f"{brief} ")]
        if mine or len(self._targets) == 1:
            field.initial = (mine or [*self._targets])[0]
        self.fields["language"].initial = brand.language

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("arrived") and not cleaned.get("files"):
            self.add_error("files", forms.Field.default_error_messages["required"])
        return cleaned

    @property
    def aim(self) -> dict:
        """What `take_in` is told of a valid form."""
        brief, message = self._targets[self.cleaned_data["target"]]
        return {"brief": brief, "message": message, "language": self.cleaned_data["language"]}
