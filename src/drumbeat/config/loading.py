"""What pages are made with, loaded before anybody asks for one."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

GARBAGE_AT_ONCE = 5_000
"""Objects that pages leave behind before they are looked through. At Python's own 700 all
that is not frozen is looked through every ten to thirty pages; so, every few hundred."""


def load_pages() -> None:
    """Load all addresses with their views, and all templates: they stay.

    Loaded when they are asked for, they would hold up the first visitors; looked through for
    garbage, they would hold up one visitor in a few hundred for half a second.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            _ = get_resolver().reverse_dict
    for name in our_templates():
        get_template(name)
    # The first array that is made of a list brings pandas along, where that is installed.
    pa.array([])
    gc.freeze()
    gc.set_threshold(GARBAGE_AT_ONCE)


def our_templates() -> Iterator[str]:
    for room in apps.get_app_configs():
        if room.name.startswith("drumbeat."):
            folder = Path(room.path) / "templates"
            yield from (str(path.relative_to(folder)) for path in folder.rglob("*.html"))
