from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.paths.queries import paths_of
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.people.access import door
from drumbeat.review.campaigns import figures, queries, rows
from drumbeat.review.campaigns.beat import beat_of
from drumbeat.review.campaigns.pulse import fingerprint
from drumbeat.review.campaigns.room import room_of
from drumbeat.strategy.models import Campaign
from drumbeat.ui.tables import file_answer, table_links
from drumbeat.work.queries import run_of

A_PAGE = 24
SHOWN = 100
"""Rows of a table on the page; files carry all."""


@door("campaign.view")
def campaigns(request):
    page = Paginator(queries.in_order(request.brand), A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    cards = queries.cards(page.object_list, request.brand, today)
    context = {
        "page": page,
        "cards": cards,
        "exchange": queries.exchange_of([card.campaign for card in cards], request.brand, today),
        "with_money": request.member.may("spend.view"),
    }
    return render(request, "review/campaigns/list.html", context)


@door("campaign.view", Campaign)
def glance(request, campaign):
    """Revenue, orders and the daily spark, for lists that must not wait for the lake."""
    context = {"campaign": campaign, "glance": queries.glance(campaign)}
    return render(request, "review/campaigns/_glance.html", context)


@door("campaign.view", Campaign)
def campaign(request, campaign):
    now = timezone.now()
    today = timezone.localtime(now).date()
    context = _live(request, campaign, now) | {
        "beat": beat_of(campaign, today),
        "day": queries.today_in(campaign, today),
        "days": (campaign.ends_on - campaign.starts_on).days + 1,
        "run": run_of(campaign),
        "is_frozen": campaign.is_frozen,
        "paths": list(paths_of(campaign)) if request.member.may("brief.view") else [],
    }
    return render(request, "review/campaigns/detail.html", context)


@door("campaign.view", Campaign)
def live(request, campaign):
    """The part that moves; 204 while nothing happened, so that nothing is swapped."""
    if request.GET.get("seen") == fingerprint(campaign):
        return HttpResponse(status=204)
    return render(request, "review/campaigns/_live.html", _live(request, campaign, timezone.now()))


def _live(request, campaign, now):
    seen = fingerprint(campaign)
    room = room_of(campaign, now)
    with_money = request.member.may("spend.view")
    return {
        "campaign": campaign,
        "room": room,
        "seen": seen,
        "with_money": with_money,
        "currency": room.board.currency,
        "figures": figures.figures(room, with_money=with_money),
        "period": figures.period_in_words(room),
    }


@door("campaign.view", Campaign)
def ask(request, campaign, name):
    """Where one number comes from."""
    if name not in figures.FIGURES:
        raise Http404
    if name not in figures.OPEN:
        request.member.must("spend.view")
    room = room_of(campaign, timezone.now())
    figure = figures.FIGURES[name](room)
    context = {
        "figure": figure,
        "period": figures.period_in_words(room),
        "freshness": figures.freshness_words(room.board),
        "rows_url": reverse("review:rows", args=[campaign.pk, figure.rows]),
        "sql": room.board.answer.sql if figure.rows == "outcomes" else "",
    }
    return render(request, "review/campaigns/_asked.html", context)


@door("campaign.view", Campaign)
def table(request, campaign, name):
    """The rows behind a number."""
    shown, found = _table(request, campaign, name, SHOWN + 1)
    context = {
        "campaign": campaign,
        "table": shown,
        "columns": shown.columns(campaign.brand.currency),
        "rows": found[:SHOWN],
        "is_all": len(found) <= SHOWN,
        "exports": table_links(
            "review:rows_table", campaign.pk, name, query=request.GET.urlencode()
        ),
    }
    return render(request, "review/campaigns/rows.html", context)


@door("campaign.view", Campaign)
def table_download(request, campaign, name, kind):
    shown, found = _table(request, campaign, name, rows.MOST)
    columns = shown.columns(campaign.brand.currency)
    if kind == "csv":
        body = write_csv(columns, found)
    else:
        sheet = Sheet(str(shown.title), columns, found, True, _("Total"))
        body = write_workbook([sheet], title=str(campaign))
    return file_answer(kind, f"{campaign.slug}-{name}", body)


def _table(request, campaign, name, most):
    if name not in rows.TABLES:
        raise Http404
    shown = rows.TABLES[name]
    if shown.needs_money:
        request.member.must("spend.view")
    return shown, shown.read(campaign, request.GET.get("placement", ""), most)
