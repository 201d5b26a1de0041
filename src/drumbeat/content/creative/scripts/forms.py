from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.actions import with_unix_lines
from drumbeat.content.creative.scripts.actions import MOST_SHOTS
from drumbeat.content.creative.scripts.queries import pictures
from drumbeat.content.creative.scripts.shots import WORDS, Shot

PREFIX = "shot"
SHOTS_OF_A_NEW_ONE = 3


class ShotForm(forms.Form):
    picture = forms.CharField(
        label=WORDS["picture"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voice = forms.CharField(
        label=WORDS["voice"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    caption = forms.CharField(
        label=WORDS["caption"],
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seconds = forms.FloatField(label=_("Seconds"), required=False, min_value=0.1, max_value=3600)
    image = forms.ChoiceField(label=_("Storyboard"), required=False)

    def __init__(self, *args, images, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["image"].choices = images
        self.fields["seconds"].widget.attrs |= {"step": "any"}

    def clean(self):
        cleaned = super().clean()
        said = any(cleaned.get(name) for name in (*WORDS, "image"))
        if said and cleaned.get("seconds") is None and "seconds" not in self.errors:
            self.add_error("seconds", _("How long does it last?"))
        return cleaned

    @property
    def shot(self) -> Shot | None:
        """Of a valid form; None for an empty row."""
        typed = self.cleaned_data
        words = {name: with_unix_lines(typed[name]).strip() for name in WORDS}
        if not any(words.values()) and not typed["image"]:
            return None
        return Shot(**words, ms=round(typed["seconds"] * 1000), image=typed["image"])

    @property
    def spoken(self) -> Shot:
        """The voice-over as it stands in the box, to tell how long it takes."""
        try:
            ms = round(float(self["seconds"].value() or 0) * 1000)
        except ValueError:
            ms = 0
        return Shot(voice=self["voice"].value() or "", ms=ms)


ShotForms = forms.formset_factory(
    ShotForm, extra=0, max_num=MOST_SHOTS, absolute_max=MOST_SHOTS, validate_max=True
)


class ScriptForm(forms.Form):
    """What a script has beside its shots."""

    change_note = forms.CharField(label=_("What changed"), max_length=300, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def shot_forms(brand, *, rows=None, data=None):
    """The boxes of the shots: filled with `rows`, or as they were sent."""
    kept = [row.get("image", "") for row in (typed_rows(data) if data else rows)]
    images = [("", _("None")), *((one.pk, str(one)) for one in pictures(brand, kept))]
    given = {"data": data} if data else {"initial": rows}
    return ShotForms(**given, prefix=PREFIX, form_kwargs={"images": images})


def as_rows(shots: list[Shot]) -> list[dict]:
    return [{name: getattr(one, name) for name in (*WORDS, "image", "seconds")} for one in shots]


def typed_rows(data) -> list[dict]:
    """What stands in the boxes, valid or not."""
    sent = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(sent), MOST_SHOTS) if sent.isdigit() else 0
    names = ShotForm.base_fields
    return [{name: data.get(f"{PREFIX}-{n}-{name}", "") for name in names} for n in range(count)]


def rearranged(rows: list[dict], wanted: str) -> list[dict]:
    """The rows after a press of a button: `add:2` a row after the second, `remove:2`, `up:2`,
    `down:2`. What is none of these changes nothing."""
    verb, _colon, place = wanted.partition(":")
    at = int(place) - 1 if place.isdigit() else -1
    rows = list(rows)
    if verb == "add" and -1 <= at < len(rows) < MOST_SHOTS:
        rows.insert(at + 1, {"seconds": 3})
    elif not 0 <= at < len(rows):
        return rows
    elif verb == "remove":
        del rows[at]
    elif verb in ("up", "down"):
        to = min(max(at + (1 if verb == "down" else -1), 0), len(rows) - 1)
        rows.insert(to, rows.pop(at))
    return rows
