from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.creative.proofing.actions import REGIONS, TIMES
from drumbeat.content.creative.proofing.models import DECISIONS
from drumbeat.content.creative.proofing.queries import could_review
from drumbeat.content.creative.proofing.strokes import read_stroke
from drumbeat.content.creative.times import read_time
from drumbeat.people.members.queries import to_choose
from drumbeat.ui.fields import DateInput


class PinForm(forms.Form):
    """A remark on a place: what of the place there is to say depends on the file's family.

    x, y, w, h are percent here, as people say it.
    """

    page = forms.IntegerField(label=_("Page number"), min_value=1, initial=1)
    at = forms.CharField(
        label=_("At"), required=False, max_length=12, help_text=_("e.g. 0:12.5; empty: all of it")
    )
    x = forms.FloatField(
        label=_("From the left, per cent"), required=False, min_value=0, max_value=100
    )
    y = forms.FloatField(
        label=_("From the top, per cent"), required=False, min_value=0, max_value=100
    )
    w = forms.FloatField(label=_("Width, per cent"), required=False, min_value=0, max_value=100)
    h = forms.FloatField(label=_("Height, per cent"), required=False, min_value=0, max_value=100)
    stroke = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Remark"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write @ and a name to tell somebody."),
    )

    def __init__(self, *args, facts, **kwargs):
        super().__init__(*args, **kwargs)
        if facts.family not in REGIONS:
            for name in ("stroke", *"xywh"):
                del self.fields[name]
        if facts.family not in TIMES:
            del self.fields["at"]
        if facts.family != "document":
            del self.fields["page"]
        for name in "xywh":
            if name in self.fields:
                self.fields[name].widget.attrs |= {"step": "any"}

    @property
    def region(self):
        """The boxes of the region, for the template; none where the file has no picture."""
        return [self[name] for name in "xywh" if name in self.fields]

    def clean_stroke(self):
        drawn = self.cleaned_data["stroke"]
        points = read_stroke(drawn) if drawn else []
        if points is None:
            raise forms.ValidationError(_("The line could not be read. Draw it again."))
        return points

    def clean_at(self):
        typed = self.cleaned_data["at"]
        if not typed:
            return None
        ms = read_time(typed)
        if ms is None:
            raise forms.ValidationError(_("“%(typed)s” is no time."), params={"typed": typed})
        return ms

    def clean(self):
        cleaned = super().clean()
        half = (cleaned.get("x") is None) != (cleaned.get("y") is None)
        if half and not {"x", "y"} & self.errors.keys():
            name = "y" if cleaned.get("y") is None else "x"
            self.add_error(name, _("A place needs both: from the left and from the top."))
        return cleaned

    @property
    def said(self):
        """What `pin` takes, of a valid form."""
        typed = self.cleaned_data
        region = None
        if typed.get("x") is not None:
            region = tuple((typed.get(name) or 0) / 100 for name in "xywh")
        return {
            "body": typed["body"],
            "region": region,
            "stroke": typed.get("stroke"),
            "page": typed.get("page"),
            "at_ms": typed.get("at"),
        }


class RoundForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Reviewers"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label=_("Due"), widget=DateInput)
    ask = forms.CharField(
        label=_("What to look at"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    besides = forms.ModelMultipleChoiceField(
        label=_("Also in this round"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Files of the same brief: each gets its own verdict."),
    )

    def __init__(self, *args, version, along=None, **kwargs):
        """along: the versions that can go round with this one."""
        super().__init__(*args, **kwargs)
        if along:
            self.fields["besides"].queryset = along
        else:
            del self.fields["besides"]
        self.fields["reviewers"].queryset = to_choose(could_review(version))


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("Verdict"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you reject"),
    )
