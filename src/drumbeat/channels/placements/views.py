from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.freezes.holding import keeping
from drumbeat.channels.freezes.queries import last_hold
from drumbeat.channels.links.queries import short_url
from drumbeat.channels.links.seeing import look
from drumbeat.channels.placements import actions, exports, queries
from drumbeat.channels.placements.flightboard import board
from drumbeat.channels.placements.forms import (
    CampaignChoice,
    HandshakeForm,
    PlacementForm,
    SettlementForm,
)
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import as_armed, preflight
from drumbeat.channels.placements.reconciling import costs
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.spend.exchange import exchange_for
from drumbeat.channels.spend.pacing import pacing
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.strategy.models import Campaign
from drumbeat.ui.tables import table_links

A_PAGE = 25
ON_THE_BOARD = 100
CAMPAIGNS_TO_CHOOSE = 50


def _filters(request):
    return {name: request.GET.get(name, "") for name in ("state", "campaign", "channel", "sort")}


@door("placement.view")
def placements(request):
    chosen = _filters(request)
    found = queries.placements(request.brand, **chosen)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown, today = queries.in_full(page.object_list), timezone.localdate()
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "channels/placements/list.html",
        {
            "page": page,
            "rows": queries.rows(shown, today),
            "exchange": exchange_for(shown, today) if shown else None,
            "chosen": chosen,
            "query": f"&{query.urlencode()}" if query else "",
            "exports": table_links("channels:placements_table", query=query.urlencode()),
            "states": PLACEMENT.choices,
            "campaigns": _choices(request, chosen["campaign"]),
            "channels": Channel.objects.of(request.brand).current(),
        },
    )


@door("placement.view")
def placements_table(request, kind):
    every = queries.with_money(queries.placements(request.brand, **_filters(request)))
    return exports.placements_file(kind, every)


def _choices(request, chosen):
    """The newest campaigns, and the chosen one however old it is (2 queries)."""
    campaigns = Campaign.objects.of(request.brand).current().order_by("-starts_on", "id")
    newest = list(campaigns[:CAMPAIGNS_TO_CHOOSE])
    known = {campaign.pk for campaign in newest}
    return newest + ([] if chosen in known else list(campaigns.filter(pk=chosen)))


def _download(content, name):
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@door("placement.view")
def flights(request):
    campaigns = _choices(request, request.GET.get("campaign", ""))
    wanted = request.GET.get("campaign") or (campaigns[0].pk if campaigns else "")
    campaign = visible(request, Campaign, wanted) if wanted else None
    found = queries.placements(
        request.brand, state="all", campaign=campaign.pk if campaign else "", sort="start"
    )
    page = Paginator(found, ON_THE_BOARD).get_page(request.GET.get("page"))
    shown, today = queries.in_full(page.object_list) if campaign else [], timezone.localdate()
    return render(
        request,
        "channels/placements/flights.html",
        {
            "campaign": campaign,
            "campaigns": campaigns,
            "chart": board(shown, today),
            "rows": [queries.Row(p, [], pace) for p, pace in _paced(shown, today)],
            "exchange": exchange_for(shown, today) if shown else None,
            "page": page,
            "totals": queries.totals(campaign) if campaign else None,
        },
    )


def _paced(found, today):
    paces = pacing(found, today)
    return [(placement, paces[placement.pk]) for placement in found]


@door("placement.view", Placement)
def placement(request, placement):
    link = getattr(placement, "link", None)
    currency, today = placement.campaign.plan.currency, timezone.localdate()
    arming = placement.armings.select_related("by__person").first()
    return render(
        request,
        "channels/placements/detail.html",
        {
            "placement": placement,
            "currency": currency,
            "lights": _lights(request, placement, link),
            "link": link,
            "address": short_url(link) if link else "",
            "freezes": keeping([placement]).get(placement.pk, []),
            "hold": last_hold(placement),
            "pins": placement.pins.select_related("version__asset"),
            "hands": {
                hand.side: hand for hand in placement.handshakes.select_related("by__person")
            },
            "handshake": HandshakeForm(member=request.member),
            "pace": pacing([placement], today)[placement.pk],
            "costs": costs(placement),
            "exchange": exchange_for([placement], today),
            "arming": arming,
            "armed_lights": as_armed(arming) if arming else [],
        },
    )


def _lights(request, placement, link):
    if placement.state not in queries.BEFORE_LIVE:
        return []
    if link and placement.state != "planned" and look(request.brand, [link], timezone.now()):
        link.refresh_from_db()
    return preflight(placement)


@door("placement.create", methods=["GET", "POST"])
def new(request):
    wanted = request.GET.get("campaign")
    if not wanted:
        form = CampaignChoice(member=request.member)
        return render(request, "channels/placements/new.html", {"form": form})
    campaign = visible(request, Campaign, wanted)
    blank = Placement(
        brand=request.brand,
        owner=request.member,
        campaign=campaign,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
    )
    form = PlacementForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="channels/placements/form.html",
        title=_("New placement"),
        campaign=campaign,
    )


@door("placement.edit", Placement, methods=["GET", "POST"])
def edit(request, placement):
    actions.must_be_open_to_change(placement)
    form = PlacementForm(request.POST or None, instance=placement, member=request.member)

    def save():
        with transaction.atomic():
            saved = form.save_recorded(request.member, "edited")
            actions.keep_in_step(saved, by=request.member)
        return saved

    return edit_page(
        request,
        form,
        save,
        template="channels/placements/form.html",
        title=_("Edit placement"),
        back=placement,
        campaign=placement.campaign,
    )


@door("placement_handshake.approve", Placement, methods=["GET", "POST"])
def handshake(request, placement):
    form = HandshakeForm(request.POST or None, member=request.member)

    def save():
        shake(placement, by=request.member, **form.cleaned_data)
        return placement

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Agree on the assets"),
        back=placement,
        done=_("Agreed."),
        submit=_("Agree"),
    )


@door("placement_reconcile.edit", Placement, methods=["GET", "POST"])
def settlement(request, placement):
    form = SettlementForm(request.POST or None, currency=placement.campaign.plan.currency)

    def save():
        actions.settle(placement, by=request.member, **form.cleaned_data)
        return placement

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Settle the costs"),
        back=placement,
        done=_("Settled. An analyst confirms it."),
    )
