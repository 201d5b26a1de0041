from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.forms import UploadField
from drumbeat.content.assets.models import Version
from drumbeat.content.assets.sniffing import PICTURES, stored_type
from drumbeat.content.creative.concepts.criteria import CRITERIA, POINTS
from drumbeat.content.creative.concepts.models import Concept
from drumbeat.content.creative.concepts.rules import MOST_SKETCHES
from drumbeat.people.desk import RecordForm
from drumbeat.people.members.queries import members_who_may, to_choose
from drumbeat.ui.fields import DateInput, MoneyField
from drumbeat.work.fields import ThreadObjectField

_NUMBERS = range(1, MOST_SKETCHES + 1)


class ConceptForm(RecordForm):
    """A concept of a known brief: it carries one of that brief's messages."""

    upload = UploadField(
        label=_("Key picture"), required=False, help_text=_("A picture, at most 50 MB")
    )
    piece = ThreadObjectField(
        label=_("or a picture of our library"),
        required=False,
        help_text=_("Type a few letters of its name."),
    )

    class Meta:
        model = Concept
        fields = ["title_en", "title_zh", "idea", "insight", "message", "tone", "cost_minor"]
        widgets = {
            "idea": forms.Textarea(attrs={"rows": 2}),
            "insight": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].queryset = self.instance.brief.messages.current()
        self.fields["piece"].offer(self.member, only={"asset"})
        self.currency = self.instance.currency or self.member.brand.currency
        self.fields["cost_minor"] = MoneyField(
            label=_("Rough cost"), currency=self.currency, required=False
        )
        drawn = self.instance.sketches
        for number in _NUMBERS:
            sketch = drawn[number - 1] if number <= len(drawn) else {}
            self._sketch_fields(number, sketch)

    @property
    def of_the_idea(self):
        """The boxes that say what it is, for the template."""
        sketched = {box.name for pair in self.sketched for box in pair}
        return [box for box in self.visible_fields() if box.name not in sketched]

    @property
    def sketched(self):
        return [(self[f"where_{number}"], self[f"looks_{number}"]) for number in _NUMBERS]

    def _sketch_fields(self, number, sketch):
        self.fields[f"where_{number}"] = forms.CharField(
            label=_("Channel %(n)d") % {"n": number},
            max_length=60,
            required=False,
            initial=sketch.get("where", ""),
        )
        self.fields[f"looks_{number}"] = forms.CharField(
            label=_("How it looks there"),
            max_length=500,
            required=False,
            initial=sketch.get("looks", ""),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self):
        cleaned = super().clean()
        sketches = []
        for number in _NUMBERS:
            sketch = {name: cleaned.get(f"{name}_{number}", "") for name in ("where", "looks")}
            if all(sketch.values()):
                sketches.append(sketch)
            elif any(sketch.values()):
                name = "looks" if sketch["where"] else "where"
                self.add_error(
                    f"{name}_{number}", _now("A sketch says both: where, and how it looks there.")
                )
        self.instance.sketches = sketches
        if cleaned.get("cost_minor") is not None:
            self.instance.currency = self.currency
        self._take_picture(cleaned)
        return cleaned

    def _take_picture(self, cleaned):
        """The uploaded picture is kept by the view, once all the rest is right."""
        upload, piece = cleaned.get("upload"), cleaned.get("piece")
        if upload and piece:
            self.add_error("piece", _now("Upload a picture or take one of ours: one of the two."))
        elif upload and upload.facts.media_type not in PICTURES:
            self.add_error("upload", _now("This is no picture."))
        elif piece:
            newest = Version.objects.filter(asset=piece.partition(":")[2]).first()
            if newest is None or not newest.file_id or stored_type(newest.file) not in PICTURES:
                self.add_error("piece", _now("Its newest version is no picture."))
            else:
                self.instance.picture, self.instance.taken_from = newest.file, newest

    def save(self, commit=True):
        if upload := self.cleaned_data.get("upload"):
            self.instance.picture, self.instance.taken_from = upload.keep(self.member), None
        return super().save(commit)


class AskForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=_("Who scores"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label=_("Due"), widget=DateInput)

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = to_choose(members_who_may(brand, "concept.comment"))


class ScoreForm(forms.Form):
    """Points and a word why, by each criterion."""

    def __init__(self, *args, mine=(), **kwargs):
        super().__init__(*args, **kwargs)
        before = {one.criterion: one for one in mine}
        for key, (label, asked) in CRITERIA.items():
            old = before.get(key)
            self.fields[key] = forms.TypedChoiceField(
                label=label,
                help_text=asked,
                choices=POINTS,
                coerce=int,
                widget=forms.RadioSelect,
                initial=old and old.points,
            )
            self.fields[f"{key}_why"] = forms.CharField(
                label=_("Why"), max_length=200, initial=old.why if old else ""
            )

    @property
    def given(self):
        """What `score` takes, of a valid form."""
        typed = self.cleaned_data
        return {key: (typed[key], typed[f"{key}_why"]) for key in CRITERIA}


class ChoiceForm(forms.Form):
    """Why this one, and why not each of the others."""

    reason = forms.CharField(
        label=_("Why this one"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        for other in others:
            self.fields[f"why_not_{other.pk}"] = forms.CharField(
                label=_("Why not “%(name)s”") % {"name": other},
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def why_not(self):
        start = "why_not_"
        return {
            name.removeprefix(start): words
            for name, words in self.cleaned_data.items()
            if name.startswith(start)
        }
