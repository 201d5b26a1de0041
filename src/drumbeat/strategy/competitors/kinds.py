"""What is observed about competitors, as tables: kinds, how long each holds, what a share is of."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Kind:
    """holds_days: after that many days without being seen again, it counts as stale.

    has_value: a number belongs to it. needs_words: what was said belongs to it.
    """

    label: str | Promise
    holds_days: int
    has_value: bool = False
    needs_words: bool = False


OBSERVED = {
    "price": Kind(_("Price"), 30, has_value=True),
    "claim": Kind(pgettext_lazy("competitor", "Claim"), 90, needs_words=True),
    "launch": Kind(_("Launch"), 180, needs_words=True),
    "spend": Kind(_("Spend"), 45, has_value=True),
    "share": Kind(_("Market share"), 120, has_value=True),
}

VOICES = {
    "spend": _("Share of spend"),
    "mentions": _("Share of mentions"),
    "search": _("Share of search"),
}
"""Three numbers of three markets; they are never added or averaged."""

OBSERVED_CHOICES = [(key, kind.label) for key, kind in OBSERVED.items()]
VOICE_CHOICES = list(VOICES.items())
