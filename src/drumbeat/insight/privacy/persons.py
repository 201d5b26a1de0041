"""Who is meant: the ids under which a person may be kept, and what is held under them."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from drumbeat.formats.orders import read_orders
from drumbeat.formats.problems import FileRefused
from drumbeat.insight.lake import derive_brand, lake_of, load_all, the_lake
from drumbeat.insight.orders.events import person_id
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.results.intake import the_spool
from drumbeat.warehouse.erasure import Held, held, identity_of
from drumbeat.warehouse.mentions import Mentions

FILE_NOTE = "text/x-erased"  # media type of what stands in the place of a removed file

NOTE_BEGINS = b"Removed on "

_PHONE = re.compile(r"\+?[\d\s().-]{7,20}")


def names_of(brand, given: str) -> set[str]:
    """The ids that a user id, e-mail address, phone number or anonymous id may stand as.

    An e-mail address or phone number is sought as text, as the SHA-256 that senders use, and as
    the keyed hash under which order files keep it.
    """
    given = given.strip()
    found = {given}
    if "@" in given:
        found |= {given.lower(), _sha256(given.lower()), person_id(given, brand)}
    elif _PHONE.fullmatch(given):
        digits = re.sub(r"\D", "", given)
        found |= {form for plain in (digits, f"+{digits}") for form in (plain, _sha256(plain))}
    return found - {""}


def subject_of(brand, given: str) -> str:
    """A keyed hash: the same person's requests have the same, and nobody can lead it back."""
    key = f"request:{settings.SECRET_KEY}:{brand.pk}".encode()
    return hmac.new(key, given.strip().lower().encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class Person:
    """A person as the brand's data know them. ids: closed over identity and order files."""

    brand: object
    ids: frozenset[str]

    @cached_property
    def held(self) -> Held:
        return held(lake_of(self.brand), self.ids)

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.ids)

    @cached_property
    def order_imports(self) -> list[OrderImport]:
        """Order files that name the person, and those whose removal was begun."""
        return [one for one in _imports(self.brand) if names_person(one, self)]


def person_of(brand, given: str) -> Person:
    """The person, after everything that waited was loaded and derived."""
    with the_lake().loading():
        load_all(the_spool())
        derive_brand(brand)
        ids = identity_of(lake_of(brand), names_of(brand, given))
    customers = {
        customer
        for one in _imports(brand)
        for customer in _customers(one)
        if "@" in customer and person_id(customer, brand) in ids
    }
    return Person(brand, ids | customers)


def names_person(order_import: OrderImport, person: Person) -> bool:
    if order_import.file.media_type == FILE_NOTE:
        return not is_note(order_import.file)
    data = _bytes(order_import)
    if data is None:
        return False
    customers = _customers(order_import)
    kept = {person_id(customer, person.brand) for customer in customers} | set(customers)
    return not person.ids.isdisjoint(kept) or person.mentions.in_body(data)


def is_note(stored) -> bool:
    """Whether the file's bytes are the note that took their place."""
    try:
        return stored.media_type == FILE_NOTE and stored.read().startswith(NOTE_BEGINS)
    except FileNotFoundError:
        return False


def _imports(brand) -> list[OrderImport]:
    return list(OrderImport.objects.of(brand).select_related("file"))


def _customers(order_import: OrderImport) -> list[str]:
    data = _bytes(order_import) or b""
    try:
        orders = read_orders(data, order_import.file.name, currency=order_import.currency or None)
    except FileRefused:
        return []
    return list({row.customer_id for row in orders.rows if row.customer_id})


def _bytes(order_import: OrderImport) -> bytes | None:
    try:
        return order_import.file.read()
    except FileNotFoundError:
        return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
