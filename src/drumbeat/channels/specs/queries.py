"""The formats of channels, the brand's own in the place of those they replace."""

from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.book import Format, shipped
from drumbeat.channels.specs.models import OwnFormat


def formats_of(channels) -> dict[str, list[Format]]:
    """Channel id → its formats (1 query for any number of channels)."""
    channels = list(channels)
    own: dict[str, list[OwnFormat]] = {}
    for one in OwnFormat.objects.current().filter(channel__in={c.pk for c in channels}):
        own.setdefault(one.channel_id, []).append(one)
    return {channel.pk: _merged(channel, own.get(channel.pk, ())) for channel in channels}


def _merged(channel, own):
    found = {one.key: one for one in shipped() if one.is_for(channel)}
    known = dict(found)
    for one in own:
        if one.is_off:
            found.pop(one.key, None)
        else:
            found[one.key] = one.as_format(known.get(one.key))
    return list(found.values())


def formats_by_channel(brand) -> list[tuple[Channel, list[Format]]]:
    """The brand's channels that say what they take (2 queries)."""
    channels = list(Channel.objects.of(brand).current())
    formats = formats_of(channels)
    return [(channel, formats[channel.pk]) for channel in channels if formats[channel.pk]]
