from decimal import Decimal

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.formats.currencies import from_minor
from drumbeat.people.desk import RecordForm, attempt
from drumbeat.people.errors import StaleEdit
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.kpis.actions import may_type, place_under, set_targets
from drumbeat.strategy.kpis.columns import in_words, is_derivable, unit_of
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode, KpiTarget, KpiTree
from drumbeat.strategy.kpis.periods import spans
from drumbeat.strategy.kpis.queries import Reading
from drumbeat.strategy.metrics.groups import GROUPS
from drumbeat.strategy.metrics.measures import MEASURES
from drumbeat.strategy.metrics.queries import vocabulary
from drumbeat.ui.fields import CountField, DateInput, MoneyField


class TreeForm(RecordForm):
    class Meta:
        model = KpiTree
        fields = [
            "title_en",
            "title_zh",
            "goal",
            "starts_on",
            "ends_on",
            "grain",
            "contribution_margin",
            "ratios",
            "owner",
        ]
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "ratios": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = vocabulary(self.member.brand)
        usable = [one.pk for one in known.own.values() if is_derivable(known, one.key)]
        ratios = self.fields["ratios"]
        ratios.queryset = ratios.queryset.filter(pk__in=usable)
        if not usable:
            del self.fields["ratios"]

    def clean(self):
        cleaned = super().clean()
        days = [cleaned.get(name) for name in ("starts_on", "ends_on")]
        if all(days) and days[1] >= days[0] and cleaned.get("grain"):
            self._keep_what_is_written(*days, cleaned["grain"])
        return cleaned

    def _keep_what_is_written(self, starts_on, ends_on, grain):
        """Targets lie in periods: a period does not go while something is written in it."""
        kept = {span.starts_on for span in spans(starts_on, ends_on, grain)}
        written = KpiTarget.objects.filter(node__tree=self.instance.pk, node__archived_at=None)
        lost = written.exclude(starts_on__in=kept).count()
        if lost:
            self.add_error(
                "grain",
                _("%d targets lie in periods that would go. Empty their cells first.") % lost,
            )


class NodeForm(RecordForm):
    channel_groups = forms.MultipleChoiceField(
        label=gettext_lazy("channel groups"),
        required=False,
        choices=list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = KpiNode
        fields = [
            "title_en",
            "title_zh",
            "parent",
            "level",
            "owner",
            "position",
            "measured_by",
            "channel_groups",
            "campaign",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.queryset = parent.queryset.filter(tree=self.instance.tree).exclude(
            pk=self.instance.pk
        )

    def clean(self):
        cleaned = super().clean()
        attempt(self, lambda: place_under(self.instance, cleaned.get("parent")))
        way = cleaned.get("measured_by")
        if way == "campaign" and not cleaned.get("campaign"):
            self.add_error("campaign", _("Choose the campaign that is measured."))
        if way == "channels" and not cleaned.get("channel_groups"):
            self.add_error("channel_groups", _("Tick at least one channel group."))
        return cleaned


class ExampleForm(forms.Form):
    """Which goal the example is written for; without one it brings its own."""

    goal = forms.ModelChoiceField(
        label=gettext_lazy("goal"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=gettext_lazy("a new goal, as in the example"),
    )
    starts_on = forms.DateField(label=gettext_lazy("first day of the quarter"), widget=DateInput)

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = Goal.objects.of(brand).current()


class TargetsForm(forms.Form):
    """The grid of one period: a field a cell that this member may type into."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args, sheet, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet, self.currency = sheet, sheet.tree.brand.currency
        self.fields["row_version"].initial = sheet.tree.row_version
        open_to = sheet.tree.state == "draft" and sheet.span is not None
        self.cells = {
            _name(row.node, measure): (row, measure)
            for row in sheet.rows
            if open_to and may_type(member, row.node)
            for measure in COLUMNS
        }
        for name, (row, measure) in self.cells.items():
            self.fields[name] = self._field(row, measure)

    def _field(self, row, measure):
        typed = row.cells[measure].typed
        label = f"{row.node} · {MEASURES[measure].name}"
        if unit_of(measure) != "money":
            known = None if typed is None else int(typed)
            field = CountField(label=label, required=False, initial=known)
        else:
            known = None if typed is None else _typable(typed)
            field = MoneyField(label=label, required=False, initial=known, currency=self.currency)
        field.widget.attrs |= {"aria-label": label, "autocomplete": "off"}
        return field

    def cell(self, node, measure):
        """The bound field of a cell, None where this member only reads."""
        name = _name(node, measure)
        return self[name] if name in self.fields else None

    def values(self) -> dict:
        """What is typed, by (node, measure). Cells with a mistake in them are left out, and those
        that the page did not have: a part may be newer than the page."""
        return {
            (row.node, measure): self._value(name, measure)
            for name, (row, measure) in self.cells.items()
            if name in self.cleaned_data and name in self.data
        }

    def _value(self, name, measure):
        value = self.cleaned_data[name]
        if value is None:
            return None
        return from_minor(value, self.currency) if unit_of(measure) == "money" else Decimal(value)

    def save_recorded(self, by):
        """Write what is typed. Raises StaleEdit, and what `set_targets` raises."""
        tree = self.sheet.tree
        with transaction.atomic():
            stored = KpiTree.objects.select_for_update().get(pk=tree.pk)
            if stored.row_version != self.cleaned_data["row_version"]:
                raise StaleEdit(Reading(stored).sheet(self.sheet.span), self)
            set_targets(tree, self.sheet.span, self.values(), by=by)
        return tree

    def conflict(self, theirs) -> dict:
        """What the 409 page shows: each cell that differs, both ways, and the rest as typed."""
        kept, fields = [("row_version", theirs.tree.row_version)], []
        stored = {row.node.pk: row.cells for row in theirs.rows}
        for (node, measure), mine in self.values().items():
            other = stored[node.pk][measure].typed if node.pk in stored else None
            name, unit = _name(node, measure), unit_of(measure)
            if mine == other:
                kept.append((name, _raw(mine)))
                continue
            fields.append(
                {
                    "name": name,
                    "label": self.fields[name].label,
                    "theirs": _raw(other),
                    "theirs_text": in_words(other, unit, self.currency),
                    "yours": _raw(mine),
                    "yours_text": in_words(mine, unit, self.currency),
                }
            )
        return {
            "fields": fields,
            "kept": kept,
            "reload_url": self.sheet.tree.get_absolute_url(),
        }


def _name(node, measure) -> str:
    return f"{node.pk}-{measure}"


def _typable(value) -> str:
    """An amount as a person would type it: no empty decimals."""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def _raw(value) -> str:
    return "" if value is None else f"{value.normalize():f}"
