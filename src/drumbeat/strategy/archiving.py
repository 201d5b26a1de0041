"""Putting records away: deleting is archiving (I-30)."""

from django.utils import timezone

from drumbeat.people.audit.trail import recorded


def archive(obj, act: str, *, by) -> None:
    """Put a record away; it stays readable on the thread. Raises NotAllowed."""
    by.must(act, obj)
    with recorded(by, "archived", obj):
        obj.archived_at = timezone.now()
        obj.row_version += 1
        obj.save(update_fields=["archived_at", "row_version", "updated_at"])
