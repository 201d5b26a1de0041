"""Identifiers: a prefix that says what the thing is, then a ULID (sorts by birth); and secret ones."""

import secrets

from django.utils.deconstruct import deconstructible
from ulid import ULID


@deconstructible
class prefixed_ulid:
    """Default for a primary key: `prefixed_ulid("brf")()` → `"brf_01J…"`."""

    def __init__(self, prefix):
        self.prefix = prefix

    def __call__(self):
        return f"{self.prefix}_{ULID()}"

    def __eq__(self, other):
        return isinstance(other, prefixed_ulid) and other.prefix == self.prefix

    def __hash__(self):
        return hash(self.prefix)


def unguessable():
    """The part of a public address that nobody finds by trying: 144 bits."""
    return secrets.token_urlsafe(18).replace("_", "x").replace("-", "z")
