"""Writing the trail: every action does its work inside `recorded`."""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.errors import Overtaken

_NOISE = {"updated_at", "row_version", "password"}


@contextmanager
def recorded(by, verb, obj, *, reason="", brand=None):
    """One transaction around an action, ending in an audit event with what it changed.

    by: the Member who acts, or None for the system (then `obj` or `brand` names the brand).
    obj: the record acted upon; it may be created inside the block.
    """
    with transaction.atomic():
        before = {} if obj._state.adding else _facts(_stored(obj))
        yield
        after = _facts(obj)
        changed = {name for name in after if before.get(name) != after[name]}
        AuditEvent.objects.create(
            brand=brand or obj.brand,
            by=by,
            verb=verb,
            kind=obj._meta.model_name,
            object_id=obj.pk,
            object_label=str(obj)[:200],
            from_state=before.get("state", "") or "",
            to_state=after.get("state", "") or "",
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed},
            reason=reason,
        )


def overwritten(by, verb, obj, row_version: int, **values):
    """Write `values` onto a record that nobody wrote since `by` saw it as `row_version`.

    Raises Overtaken.
    """
    obj.row_version = row_version
    with recorded(by, verb, obj):
        values["updated_at"] = timezone.now()
        if not type(obj)._default_manager.overwrite(obj, **values):
            raise Overtaken


def _stored(obj):
    # A form has already written the new values onto the instance: read what the table holds.
    return type(obj)._base_manager.get(pk=obj.pk)


def _facts(obj):
    return {
        field.attname: field.value_to_string(obj)
        if field.get_internal_type() == "FileField"
        else getattr(obj, field.attname)
        for field in obj._meta.concrete_fields
        if field.attname not in _NOISE
    }


def trail_of_kind(brand, kind, limit=50):
    """The newest events about all objects of a kind, with their actors (one query)."""
    return AuditEvent.objects.filter(brand=brand, kind=kind).select_related("by__person")[:limit]


def trail_of(obj, limit=50):
    """The newest events about one object, with their actors (one query)."""
    return AuditEvent.objects.filter(
        brand=obj.brand, kind=obj._meta.model_name, object_id=obj.pk
    ).select_related("by__person")[:limit]
