"""What a freeze reaches: how people choose it, and how it reads."""

from django.utils.translation import gettext_lazy as _

from drumbeat.channels.registry.models import Channel
from drumbeat.strategy.models import Audience, Campaign, Freeze, KeyMessage

# What people choose by: the column that narrows the freeze, its name, the records to choose from.
KINDS = {
    "campaign_id": (_("Campaigns"), Campaign),
    "channel_id": (_("Channels"), Channel),
    "message_id": (_("Messages"), KeyMessage),
    "audience_id": (_("Audiences"), Audience),
}
EVERYTHING = _("everything of the brand")


def choosable(brand, column):
    """What can be frozen by this column: that which has placements (one query)."""
    found = KINDS[column][1].objects.of(brand).current()
    return found.filter(placements__isnull=False).distinct()


def names(freezes) -> dict[str, str]:
    """The scope of each freeze in words, by its id (at most 4 queries)."""
    freezes = list(freezes)
    known = {
        column: {
            one.pk: str(one)
            for one in KINDS[column][1].objects.filter(
                pk__in={getattr(freeze, column) for freeze in freezes} - {None, ""}
            )
        }
        for column in Freeze.SCOPE
        if any(getattr(freeze, column) for freeze in freezes)
    }
    return {
        freeze.pk: " · ".join(known[column][wanted] for column, wanted in freeze.scope.items())
        or str(EVERYTHING)
        for freeze in freezes
    }


class in_words:
    """The scopes of some freezes as one line, in the language in which it is read."""

    def __init__(self, freezes):
        self._freezes = freezes

    def __str__(self):
        return ", ".join(names(self._freezes).values())
