from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.channels.models import Channel, Placement
from drumbeat.channels.placements import actions as placements
from drumbeat.content.briefs import actions as briefs
from drumbeat.content.models import Brief
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.people.errors import DomainError
from drumbeat.people.models import Member
from drumbeat.review.calendar.drawing import drawn
from drumbeat.review.calendar.entries import KINDS, Filters, kinds_for
from drumbeat.review.calendar.exports import calendar_file
from drumbeat.review.calendar.forms import DayForm
from drumbeat.review.calendar.page import calendar_page
from drumbeat.review.calendar.sharing_views import kept_views
from drumbeat.review.calendar.window import VIEWS, Window, asked_day, weekday_names, window_of
from drumbeat.strategy.models import Audience
from drumbeat.ui.tables import table_links
from drumbeat.ui.templatetags.format import date as day_words

CONFLICTS_SHOWN = 12


@door("campaign.view")
def calendar(request):
    page = _page(request)
    return render(
        request,
        "review/calendar/page.html",
        {
            "page": page,
            "weekdays": weekday_names(),
            "chart": drawn(page) if page.window.view == "timeline" else None,
            "conflicts": page.conflicts[:CONFLICTS_SHOWN],
            "more_conflicts": max(0, len(page.conflicts) - CONFLICTS_SHOWN),
            "tabs": _tabs(page.window, page.filters),
            "kept": f"&{urlencode(chosen)}" if (chosen := page.filters.chosen()) else "",
            "views_kept": kept_views(request.brand),
            "here": _query(page.window, page.filters),
            "turns": _turns(page.window, page.filters, page.today),
            "choices": _choices(request, page.filters),
            "exports": table_links(
                "review:calendar_table", query=_query(page.window, page.filters)
            ),
        },
    )


@door("campaign.view")
def calendar_table(request, kind):
    return calendar_file(kind, _page(request))


def _page(request):
    today = timezone.localdate()
    window = window_of(request.GET.get("view", ""), asked_day(request.GET, today))
    filters = Filters.of(request.GET)
    return calendar_page(request.brand, window, filters, kinds_for(request.member), today)


def _query(window: Window, filters: Filters, **other) -> str:
    asked = {"view": window.view, "day": window.day.isoformat()} | filters.chosen() | other
    return urlencode(asked)


def _tabs(window, filters):
    return [
        {
            "label": label,
            "url": f"?{_query(window, filters, view=view)}",
            "current": view == window.view,
        }
        for view, label in VIEWS.items()
    ]


def _turns(window, filters, today):
    days = {"before": window.before, "today": today, "after": window.after}
    return {name: f"?{_query(window, filters, day=day.isoformat())}" for name, day in days.items()}


def _choices(request, filters):
    """What the calendar can be narrowed to (3 queries)."""
    members = Member.objects.active().filter(brand=request.brand).select_related("person")
    choices = [
        ("kind", _("Kind"), _("Everything"), [(k, KINDS[k]) for k in kinds_for(request.member)]),
        (
            "channel",
            _("Channel"),
            _("All channels"),
            [(one.pk, one) for one in Channel.objects.of(request.brand).current()],
        ),
        (
            "audience",
            _("Audience"),
            _("All audiences"),
            [(one.pk, one) for one in Audience.objects.of(request.brand).current()],
        ),
        (
            "owner",
            _("Owner"),
            pgettext("owners", "Everybody"),
            [(one.pk, one) for one in members.order_by("person__name")],
        ),
    ]
    return [(*choice, getattr(filters, choice[0])) for choice in choices]


@door("brief.edit", Brief, methods=["GET", "POST"])
def move_brief(request, brief):
    return _move(request, brief, brief.due_on, briefs.reschedule)


@door("placement.edit", Placement, methods=["GET", "POST"])
def move_placement(request, placement):
    return _move(request, placement, placement.starts_on, placements.reschedule)


def _move(request, obj, was, reschedule):
    """By drag or arrow key: 204, or why not in a line of text. By the form: a page, as ever."""
    seen = {"to": was, "row_version": obj.row_version}
    # The button that takes a move back posts nothing: the day stands in its address.
    posted = (request.POST if "to" in request.POST else request.GET) or None
    form = DayForm(posted if request.method == "POST" else None, initial=seen)
    if request.method == "POST" and form.is_valid():

        def move():
            return reschedule(obj, by=request.member, **form.cleaned_data)

        if request.htmx:
            return _moved_in_place(request, obj, was, move)
        if attempt(form, move):
            _say(request, obj, was, form.cleaned_data["to"])
            return redirect(_calendar_at(form.cleaned_data["to"]))
    return render(
        request,
        "review/calendar/move.html",
        {"form": form, "object": obj, "was": was, "calendar_url": _calendar_at(was)},
        status=422 if request.method == "POST" else 200,
    )


def _moved_in_place(request, obj, was, move):
    try:
        moved = move()
    except DomainError as refusal:
        return HttpResponse(
            str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8"
        )
    _say(request, obj, was, moved.due_on if isinstance(moved, Brief) else moved.starts_on)
    return HttpResponse(status=204)


def _say(request, obj, was, now):
    words = {"name": obj, "was": day_words(was), "now": day_words(now)}
    text = _("“%(name)s” moved from %(was)s to %(now)s.") % words
    back = urlencode({"to": was.isoformat(), "row_version": obj.row_version}) if was else ""
    messages.success(request, text, extra_tags=f"undo={request.path}?{back}" if back else "")


def _calendar_at(day):
    at = f"?{urlencode({'day': day.isoformat()})}" if day else ""
    return f"{reverse('review:calendar')}{at}"
