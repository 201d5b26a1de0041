from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.placements.queries import placements_of
from drumbeat.channels.registry import queries
from drumbeat.channels.registry.forms import ChannelForm
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.queries import formats_of
from drumbeat.channels.spend.exchange import exchange_for
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_links


@door("channel.view")
def channels(request):
    return render(
        request,
        "channels/registry/list.html",
        {"groups": queries.channels_by_kind(request.brand)},
    )


@door("channel.view", Channel)
def channel(request, channel):
    placements = placements_of(channel)
    return render(
        request,
        "channels/registry/detail.html",
        {
            "channel": channel,
            "placements": placements,
            "exchange": exchange_for(placements, timezone.localdate()) if placements else None,
            "formats": formats_of([channel])[channel.pk],
            "format_exports": table_links("channels:formats_table", channel.pk),
        },
    )


@door("channel.create", methods=["GET", "POST"])
def new(request):
    blank = Channel(brand=request.brand, owner=request.member)
    form = ChannelForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="ui/form.html",
        title=_("New channel"),
    )


@door("channel.edit", Channel, methods=["GET", "POST"])
def edit(request, channel):
    form = ChannelForm(request.POST or None, instance=channel, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="ui/form.html",
        title=_("Edit channel"),
        back=channel,
    )
