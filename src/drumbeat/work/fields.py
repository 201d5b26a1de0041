"""Form fields of the work room: an object of the thread, days kept as moments."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from drumbeat.thread.registry import kind_of, kinds, resolve

# Steps of work are not what work delivers.
BESIDE_THE_THREAD = {"run", "task", "handoff"}
MOST_PER_KIND = 300


class PickList(forms.TextInput):
    """A text input that searches among suggestions with the browser's own list."""

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}-list"
        box = super().render(
            name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer
        )
        lines = format_html_join("", '<option value="{}"></option>', ((x,) for x in self.labels))
        return format_html('{}<datalist id="{}">{}</datalist>', box, list_id, lines)

    labels = ()


class ThreadObjectField(forms.CharField):
    """Picks an object of the thread by its name; the value is its ref (`"brief:brf_01J…"`)."""

    widget = PickList

    def offer(self, member, *, only=None):
        """Suggest what this member may see, newest first, of these kinds (one query a kind)."""
        self.member = member
        self.refs = {
            _label(kind, obj): f"{kind.key}:{obj.pk}"
            for kind in kinds()
            if (kind.key in only if only else kind.key not in BESIDE_THE_THREAD)
            and member.may(kind.view)
            for obj in _newest(kind, member.brand)
        }
        self.labels = {ref: label for label, ref in self.refs.items()}
        self.widget.labels = list(self.refs)

    def prepare_value(self, value):
        return self.labels.get(value, value)

    def clean(self, value):
        text = super().clean(value)
        if not text or text in self.refs:
            return self.refs.get(text, "")
        if not self._may_name(text):
            raise ValidationError(
                _("“%(text)s” is not in the list. Pick one of the suggestions.") % {"text": text}
            )
        return text

    def _may_name(self, text):
        found = resolve(self.member.brand, [text]).get(text)
        return found is not None and self.member.may(kind_of(found).view, found)


def _newest(kind, brand):
    found = kind.of(brand).filter(archived_at=None)
    return found.order_by("-created_at")[:MOST_PER_KIND]


def _label(kind, obj):
    return f"{kind.label} · {obj} · {obj.pk[-4:]}"


def at_hour(day, hour: time, brand) -> datetime:
    """That hour of a day in the brand's time zone."""
    return datetime.combine(day, hour, ZoneInfo(brand.time_zone))
