"""Erasing a person everywhere: spool, order files, trail, lake, old versions, freed pages."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from drumbeat.collector.scrub import forget_aside, overwrite_freed
from drumbeat.insight.lake import lake_of, rules_of, the_lake
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.privacy.persons import FILE_NOTE, NOTE_BEGINS, Person, is_note, person_of
from drumbeat.insight.sources.models import Source
from drumbeat.people.models import AuditEvent
from drumbeat.warehouse.erasure import Held, erase
from drumbeat.work.files.models import StoredFile


@dataclass(frozen=True)
class Erased:
    """What went. held: from the lake; set_aside: messages emptied; files: order files removed."""

    held: Held
    set_aside: int = 0
    files: int = 0

    @property
    def counts(self) -> dict:
        """By kind, without any id: fit for a record. revenue: minor units by currency."""
        return {
            "ids": len(self.held.ids),
            "events": sum(self.held.events.values()),
            "orders": self.held.outcomes,
            "revenue": self.held.revenue,
            "mentions": self.held.mentions,
            "set_aside": self.set_aside,
            "files": self.files,
            **{name: rows for name, rows in self.held.tables.items() if rows},
        }


def erase_person(brand, given: str) -> Erased:
    """Remove the person from everything the product keeps in files. Returns what went.

    Cannot be undone. Interrupted at any point, calling it again completes it. Raises StillBusy
    when the spool's or the product's file stayed in use: everything is erased then but for copies
    in freed pages, and calling it again completes that too.
    """
    with the_lake().loading():
        person = person_of(brand, given)
        # While the events still tell which ids are one person's: what is found by them goes first.
        aside = forget_aside(spool_file(), person.mentions.in_body, others=foreign_sources(brand))
        files = [_remove(one, person) for one in person.order_imports]
        gone = erase(lake_of(brand), person.ids, settings=rules_of(brand))
    overwrite_freed(spool_file())
    if files:
        _overwrite_database()
    return Erased(gone, aside, len(files))


def _remove(order_import: OrderImport, person: Person) -> None:
    """Replace the file's bytes by a note, and forget what reading it said about its cells."""
    leave_note(order_import.file, "a person named in this file asked for erasure")
    with transaction.atomic():
        OrderImport.objects.filter(pk=order_import.pk).update(problems=[])
        _forget_in_trail(order_import, person)


def leave_note(stored: StoredFile, why: str) -> None:
    """Put a note in the place of the file's bytes. Interrupted, calling it again completes it."""
    if stored.media_type != FILE_NOTE:
        # Said before it is done: killed in between, the next run sees what it has to finish.
        stored.media_type, stored.name = FILE_NOTE, f"erased-{stored.created_at:%Y-%m-%d}.txt"
        stored.save()
    if is_note(stored):
        return
    stored.content.storage.delete(stored.content.name)
    note = (
        NOTE_BEGINS
        + (
            f"{timezone.localdate()}: {why}.\n"
            f"The file had {stored.size_bytes} bytes with the SHA-256 {stored.sha256}.\n"
        ).encode()
    )
    stored.size_bytes, stored.sha256 = len(note), hashlib.sha256(note).hexdigest()
    stored.content.save(stored.name, ContentFile(note), save=False)
    stored.save()


def _forget_in_trail(order_import: OrderImport, person: Person) -> None:
    told = AuditEvent.objects.filter(
        brand=person.brand, object_id__in=[order_import.pk, order_import.file_id]
    )
    for event in told:
        event.object_label = order_import.file.name
        for facts in (event.before, event.after):
            facts.pop("problems", None)
            for name, value in facts.items():
                if person.mentions.within(json.dumps(value, ensure_ascii=False, default=str)):
                    facts[name] = ""
        event.save(update_fields=["object_label", "before", "after"])


def foreign_sources(brand) -> set[str]:
    """Sources of the installation's other brands."""
    return set(Source.objects.exclude(brand=brand).values_list("pk", flat=True))


def spool_file() -> Path:
    """The spool's file; where a broker is the spool, a path at which there is none."""
    return Path(settings.SPOOL_PATH)


def _overwrite_database() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        overwrite_freed(Path(connection.settings_dict["NAME"]))
