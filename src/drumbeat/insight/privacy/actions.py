"""Answering a person's request: look up, hand out, correct, erase; each leaves a record without ids."""

import asyncio
from contextlib import contextmanager
from datetime import date, datetime
from uuid import uuid4

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.collector import letters
from drumbeat.collector.scrub import count_aside
from drumbeat.collector.spool import SpoolFull
from drumbeat.insight.lake import lake_of
from drumbeat.insight.privacy.erasing import Erased, erase_person, foreign_sources, spool_file
from drumbeat.insight.privacy.models import PersonRequest
from drumbeat.insight.privacy.persons import Person, person_of, subject_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.warehouse.erasure import rows_of
from drumbeat.warehouse.events import Event

VERBS = (
    gettext_noop("received"),
    gettext_noop("answered"),
    gettext_noop("cleaned"),
    gettext_noop("set how long data are kept"),
)
KINDS = (gettext_noop("person request"), gettext_noop("retention"), gettext_noop("retention run"))


def look_up(given: str, *, by, received_on: date) -> tuple[PersonRequest, Person]:
    """Find the person and what is held. Raises NotAllowed."""
    by.must("personal_data_export.view")
    with _request("find", given, by, received_on) as (request, counts):
        person = person_of(by.brand, given)
        counts.update(counts_of(person))
    return request, person


def hand_out(given: str, *, by, received_on: date) -> tuple[PersonRequest, bytes]:
    """Everything held, as JSON for the person. Raises NotAllowed."""
    by.must("personal_data_export.approve")
    with _request("export", given, by, received_on) as (request, counts):
        person = person_of(by.brand, given)
        tables = rows_of(lake_of(by.brand), person.ids)
        counts.update({name: len(rows) for name, rows in tables.items() if rows})
        document = {
            "brand": by.brand.name,
            "made_at": timezone.now(),
            "ids": sorted(person.ids),
            "order_files": [str(one) for one in person.order_imports],
            **tables,
        }
    return request, msgspec.json.format(msgspec.json.encode(document), indent=1)


def correct(given: str, traits: dict[str, str], *, by, received_on: date) -> PersonRequest:
    """Record new values of the person's traits, as an identify event that counts from now on.

    Raises NotAllowed, Refused without a person or a trait, or while the spool is full.
    """
    by.must("personal_data_export.approve")
    if not traits:
        raise Refused(Problem(_("Say what is to be corrected."), "traits"))
    with _request("correct", given, by, received_on) as (_made, counts):
        person = person_of(by.brand, given)
        if person.held.is_nothing:
            raise Refused(Problem(_("Nothing is held under this id."), "given"))
        event = _correction(by.brand, _kept_as(person, given), traits, timezone.now())
        try:
            asyncio.run(the_spool().append(letters.of_events([event], event.received)))
        except SpoolFull:
            raise Refused(
                _("There is no room for more events just now. Try again in some minutes.")
            ) from None
        counts.update(traits=len(traits))
    return _made


def erase(given: str, *, by, received_on: date) -> tuple[PersonRequest, Erased]:
    """Remove the person everywhere; cannot be undone. Raises NotAllowed, StillBusy."""
    by.must("personal_data_export.approve")
    with _request("erase", given, by, received_on) as (request, counts):
        gone = erase_person(by.brand, given)
        counts.update(gone.counts)
    return request, gone


def counts_of(person: Person) -> dict:
    """What is held, by kind, without any id."""
    aside = count_aside(spool_file(), person.mentions.in_body, others=foreign_sources(person.brand))
    return Erased(person.held, aside, len(person.order_imports)).counts


@contextmanager
def _request(kind: str, given: str, by, received_on: date):
    """The request's record: made before the work, so that an interrupted one stays on the list."""
    made = PersonRequest(
        brand=by.brand,
        owner=by,
        kind=kind,
        subject=subject_of(by.brand, given),
        received_on=received_on,
    )
    with recorded(by, "received", made):
        made.save()
    counts: dict = {}
    try:
        yield made, counts
    except Refused:
        made.delete()
        raise
    with recorded(by, "answered", made):
        made.counts, made.done_at, made.done_by = counts, timezone.now(), by
        made.save()


def _kept_as(person: Person, given: str) -> str:
    """The id that new facts are to be told of: the one given where the lake knows it."""
    return given.strip() if given.strip() in person.ids else min(person.ids)


def _correction(brand, person_id: str, traits: dict[str, str], now: datetime) -> Event:
    micros = int(now.timestamp() * 1_000_000)
    return Event(
        brand=brand.pk,
        source="correction",
        message_id=f"correction-{uuid4().hex}",
        type="identify",
        ts=micros,
        received=micros,
        user_id=person_id,
        consent="granted",
        properties=msgspec.json.encode(traits).decode(),
    )
