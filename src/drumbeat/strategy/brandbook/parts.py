"""The parts of a brand platform that are lists: what a row holds, and how many there may be.

A row is a dict of texts by key, kept as typed in both languages: {"name_en": "Calm", …}.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.records import in_language


@dataclass(frozen=True)
class Part:
    """most: rows at most. columns: key → (label, longest). advice: what belongs here."""

    label: str | Promise
    advice: str | Promise
    most: int
    columns: dict[str, tuple[str | Promise, int]]


_NAMES = {
    "name_en": (pgettext_lazy("brand", "In English"), 60),
    "name_zh": (pgettext_lazy("brand", "In Chinese"), 60),
}

PARTS = {
    "values": Part(
        _("Core values"),
        _("Five at most: what we hold to when it costs us something, and how one sees it."),
        5,
        _NAMES
        | {
            "means_en": (_("What it means in behaviour (English)"), 240),
            "means_zh": (_("What it means in behaviour (Chinese)"), 240),
        },
    ),
    "personality": Part(
        _("Personality"), _("Five at most: how we would be as a person, in a word each."), 5, _NAMES
    ),
    "tone": Part(
        _("Tone of voice"),
        _("A trait of how we speak, with a sentence that we say and one that we do not."),
        12,
        _NAMES
        | {
            "do_en": (_("So (English)"), 240),
            "do_zh": (_("So (Chinese)"), 240),
            "dont_en": (_("Not so (English)"), 240),
            "dont_zh": (_("Not so (Chinese)"), 240),
        },
    ),
    "colours": Part(
        _("Colours"),
        _("The palette; how well each reads on white and on black is worked out."),
        12,
        _NAMES | {"hex": (_("Hex value"), 7)},
    ),
    "fonts": Part(
        _("Typefaces"),
        _("Which face is used for what."),
        6,
        {
            "family": (_("Typeface"), 80),
            "use_en": (_("Used for (English)"), 120),
            "use_zh": (_("Used for (Chinese)"), 120),
        },
    ),
}

SLOTS = {
    "whom": pgettext_lazy("positioning", "For"),
    "need": pgettext_lazy("positioning", "Who"),
    "frame": pgettext_lazy("positioning", "Is a"),
    "benefit": pgettext_lazy("positioning", "That"),
    "unlike": pgettext_lazy("positioning", "Unlike"),
    "because": pgettext_lazy("positioning", "Because"),
}
"""The six slots of a position, in the order in which they are read."""


def spoken(row: dict) -> dict:
    """The row in the language of the page: “name” for “name_en” and “name_zh”."""
    said = {key: text for key, text in row.items() if not key.endswith(("_en", "_zh"))}
    for key in row:
        if key.endswith("_en"):
            stem = key.removesuffix("_en")
            said[stem] = in_language(row[key], row.get(f"{stem}_zh", ""))
    return said
