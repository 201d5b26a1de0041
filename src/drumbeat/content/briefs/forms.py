from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from drumbeat.content.briefs.assigning import makers
from drumbeat.content.briefs.kinds import BRIEF_KINDS, OF_SOME_KINDS, OWN
from drumbeat.content.briefs.models import Brief, ChangeAnswer, Reference, TriedAnswer
from drumbeat.content.briefs.places import choosable, kinds_of_places
from drumbeat.content.briefs.types.models import BriefType
from drumbeat.content.briefs.types.queries import type_choices
from drumbeat.content.planning.models import Angle
from drumbeat.people.desk import RecordForm
from drumbeat.strategy.insights.queries import citable
from drumbeat.strategy.models import Campaign
from drumbeat.ui.fields import DateInput
from drumbeat.work.fields import ThreadObjectField

_LONG = ("objective", "insight", "proposition", "mandatories", "do_not", "claims")


class BriefForm(RecordForm):
    """A brief serves one plan, chosen before: audiences, messages and campaign are that plan's.

    So is its type, by which the form asks; a stored brief can still become one of another type.
    """

    class Meta:
        model = Brief
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "owner",
            "due_on",
            "campaign",
            "audiences",
            "messages",
            "angle",
            "objective",
            "insights",
            "insight",
            "proposition",
            "tone",
            "mandatories",
            "do_not",
            "formats",
            "success_metric",
            "length",
            "runs_on",
            "place",
            "happens_on",
            "rhythm",
            "claims",
            "disclosure",
        ]
        widgets = {
            "due_on": DateInput,
            "happens_on": DateInput,
            "audiences": forms.CheckboxSelectMultiple,
            "messages": forms.CheckboxSelectMultiple,
            "insights": forms.CheckboxSelectMultiple,
        } | {name: forms.Textarea(attrs={"rows": 3}) for name in _LONG}
        help_texts = {
            "formats": _("e.g. 2 posts, 1 key visual 3:4, 1 video of 15 s"),
            "proposition": _("The one thing that people should take away"),
            "length": _("e.g. 30 s, with cuts of 15 s and 6 s"),
            "runs_on": _("e.g. Douyin feed, cinema, own shop"),
            "place": _("e.g. Chengdu IFS, ground floor; or the account that streams"),
            "rhythm": _("e.g. 3 notes and 1 film a week"),
            "claims": _("One a line, each with its proof"),
            "disclosure": _("e.g. “Ad” in the first line, 「广告」 in the picture"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["kind"]
        else:
            self._offer_types()
        for name in OF_SOME_KINDS.difference(self.instance.asked_by.fields):
            del self.fields[name]
        if "runs_on" in self.fields:
            self._offer_places()
        plan = self.instance.plan
        self.fields["audiences"].queryset = plan.audiences.current()
        self.fields["messages"].queryset = plan.messages.current()
        # Only angles that carry one of the plan's own messages.
        self.fields["angle"].queryset = (
            Angle.objects.current()
            .filter(message__in=plan.messages.current())
            .select_related("topic")
        )
        self.fields["campaign"].queryset = plan.campaigns.current()
        self.fields["insights"].queryset = citable(self.member.brand, self.instance)
        for name in ("audiences", "messages"):
            if not self.fields[name].queryset:
                self.fields[name].help_text = _("The plan names none yet. Add them to the plan.")

    def _offer_types(self):
        own = self.instance.own_type_id
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, choices=type_choices(self.member.brand, also=own)
        )
        self.initial["kind"] = own or self.instance.kind

    def _offer_places(self):
        """What rooms above know by name, before the words for what they do not know."""
        is_new = self.instance._state.adding
        for name, label in kinds_of_places().items():
            found = choosable(self.member.brand, name, self.instance)
            self.fields[name] = forms.ModelMultipleChoiceField(
                found, label=label, required=False, widget=forms.CheckboxSelectMultiple
            )
            if not is_new:
                self.initial[name] = [one.pk for one in getattr(self.instance, name).all()]
            elif words := self.initial.get("runs_on"):
                self.initial[name] = [
                    one.pk for one in found if words in (one.title_en, one.title_zh)
                ]
            if is_new and self.initial.get(name):
                self.initial["runs_on"] = ""
        order = [*self.Meta.fields]
        at = order.index("runs_on")
        self.order_fields([*order[:at], *kinds_of_places(), *order[at:]])

    def _save_m2m(self):
        super()._save_m2m()
        for name in kinds_of_places():
            if name in self.fields:
                getattr(self.instance, name).set(self.cleaned_data[name])

    def clean_kind(self):
        """An own type is chosen by its id; the definition kept is that of the type before."""
        chosen = self.cleaned_data["kind"]
        own = None if chosen in BRIEF_KINDS else BriefType.objects.get(pk=chosen)
        if own != self.instance.own_type:
            self.instance.own_type, self.instance.definition = own, None
        return OWN if own else chosen


class DeskFilter(forms.Form):
    mine = forms.ChoiceField(label=_("Whose"), required=False)
    kind = forms.ChoiceField(label=_("Type of brief"), required=False)
    campaign = forms.ModelChoiceField(Campaign.objects, label=_("Campaign"), required=False)

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mine"].choices = [
            ("", _("Everybody's")),
            ("yes", _("My briefs")),
            ("free", _("Nobody’s yet")),
        ]
        self.fields["kind"].choices = [("", _("Any type")), *type_choices(brand)]
        self.fields["campaign"].queryset = Campaign.objects.of(brand).current()
        self.fields["campaign"].empty_label = _("Any campaign")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def chosen(self, member):
        """What is valid of what was chosen; a stale link filters by what still exists."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        whose = found.pop("mine", "")
        return found | {"yes": {"mine": member}, "free": {"free": True}}.get(whose, {})


class AssignmentForm(forms.Form):
    to = forms.ChoiceField(label=_("Who works on it"), required=False)

    def __init__(self, *args, brief, **kwargs):
        super().__init__(*args, initial={"to": brief.assignee_id}, **kwargs)
        self.makers = {one.pk: one for one in makers(brief)}
        self.fields["to"].choices = [("", _("Nobody yet"))] + [
            (one.pk, self._called(one)) for one in self.makers.values()
        ]

    def chosen(self):
        """The member, or None for nobody."""
        return self.makers.get(self.cleaned_data["to"])

    @staticmethod
    def _called(one):
        has = ngettext("%(n)s brief in hand", "%(n)s briefs in hand", one.in_hand)
        return f"{one.name} · {has % {'n': one.in_hand}}"


class ReferenceForm(RecordForm):
    url = forms.URLField(label=_("address"), required=False, max_length=500, assume_scheme="https")
    piece = ThreadObjectField(
        label=_("or an asset of our library"),
        required=False,
        help_text=_("Type a few letters of its name."),
    )

    class Meta:
        model = Reference
        fields = ["url", "piece", "title", "why"]
        help_texts = {"title": _("Left empty, the asset's own name or the address stands there")}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.fields["piece"].offer(member, only={"asset"})

    def clean(self):
        cleaned = super().clean()
        piece, url = cleaned.get("piece"), cleaned.get("url")
        if "url" not in self.errors and "piece" not in self.errors and bool(piece) == bool(url):
            self.add_error("url", _("Give an address or an asset: one of the two."))
        elif piece:
            self.instance.asset_id = piece.partition(":")[2]
        return cleaned


class TriedForm(forms.ModelForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=TriedAnswer.ANSWERS, widget=forms.RadioSelect
    )

    class Meta:
        model = TriedAnswer
        fields = ["answer", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}


class ChangeAnswerForm(forms.ModelForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=ChangeAnswer.ANSWERS, widget=forms.RadioSelect
    )

    class Meta:
        model = ChangeAnswer
        fields = ["answer", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class RestatementForm(forms.Form):
    restated_intent = forms.CharField(
        label=_("The intent in your own words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=_("Whom should this move, to what, and why will they believe it?"),
    )
