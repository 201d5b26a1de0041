"""What an event changed, in the reader's words: labels of fields, values as pages show them."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drumbeat.people.audit.words import model_of
from drumbeat.people.members.models import Member
from drumbeat.ui.templatetags import format as say


def changes_of(events, currency: str) -> dict[str, list[dict]]:
    """{event id: [{label, before, after}]}; one query for each kind of record that was put in place
    of another. currency: of the amounts.

    Columns that nobody gave a name (times of steps, keys) are machinery and stay out.
    """
    edits = [
        (event, field, event.before.get(field.attname), event.after[field.attname])
        for event in events
        if event.before
        for field in _named_fields(event.kind)
        if field.attname in event.after
    ]
    names = _names(edits)
    told: dict[str, list[dict]] = {}
    for event, field, *values in edits:
        before, after = (_in_words(field, value, names, currency) for value in values)
        label = capfirst(str(field.verbose_name))
        change = {"label": label, "before": before, "after": after}
        told.setdefault(event.pk, []).append(change)
    return told


def _named_fields(kind):
    model = model_of(kind)
    return [
        field
        for field in (model._meta.concrete_fields if model else ())
        if field._verbose_name and field.attname != "state"
    ]


def _names(edits) -> dict[tuple[type, str], str]:
    wanted: dict[type, set] = {}
    for _event, field, *values in edits:
        if field.is_relation:
            wanted.setdefault(field.related_model, set()).update(filter(None, values))
    return {
        (model, str(obj.pk)): str(obj)
        for model, ids in wanted.items()
        for obj in _records(model).filter(pk__in=ids)
    }


def _records(model):
    records = model._base_manager.all()
    return records.select_related("person") if model is Member else records


def _in_words(field, value, names, currency) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.related_model, str(value)), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.attname.endswith("_minor"):
        return say.money(value, currency)
    for kind, shown in _SHOWN:
        if isinstance(field, kind):
            return shown(value)
    return str(value)


def _plain(value) -> str:
    return f"{Decimal(str(value)).normalize():,f}"


# A moment is a day too: the narrower kinds come first.
_SHOWN = (
    (models.BooleanField, lambda value: _("yes") if value else _("no")),
    (models.DateTimeField, lambda value: say.moment(datetime.fromisoformat(value))),
    (models.DateField, lambda value: say.date(date.fromisoformat(value))),
    (models.DecimalField, _plain),
    (models.IntegerField, _plain),
)
