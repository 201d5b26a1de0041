"""What people do with channels."""

from django.db import transaction

from drumbeat.channels.registry.defaults import DEFAULTS
from drumbeat.channels.registry.kinds import KINDS
from drumbeat.channels.registry.models import Channel
from drumbeat.people.audit.trail import recorded


@transaction.atomic
def install_channels(brand, by) -> list[Channel]:
    """Give the brand the usual channels it does not have yet; returns what was added."""
    known = set(Channel.objects.of(brand).values_list("key", flat=True))
    return [_installed(brand, by, row) for row in DEFAULTS if row[0] not in known]


def _installed(brand, by, row):
    key, english, chinese, kind, platform, source = row
    _name, peso, medium, _offline = KINDS[kind]
    channel = Channel(
        brand=brand,
        owner=by,
        key=key,
        title_en=english,
        title_zh=chinese,
        kind=kind,
        peso=peso,
        platform=platform,
        utm_source=source,
        utm_medium=medium,
    )
    with recorded(by, "created", channel):
        channel.save()
    return channel
