"""The calendar at a secret address: as a feed, or as a page to read. No sign-in.

It shows what the owner of the address may see today, and nothing once they have left.
"""

from functools import wraps
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drumbeat.people.access import public
from drumbeat.people.members.models import Member
from drumbeat.people.outside import too_often
from drumbeat.review.calendar.drawing import drawn
from drumbeat.review.calendar.entries import Filters, kinds_for
from drumbeat.review.calendar.feed import feed, feed_entries, newest
from drumbeat.review.calendar.models import CalendarLink
from drumbeat.review.calendar.page import calendar_page
from drumbeat.review.calendar.window import asked_day, weekday_names, window_of

READS_A_MINUTE = 30


def at_its_address(kind):
    """The view of one kind of link: found by its code, in its brand's time, its owner's language."""

    def guard(view):
        @public
        @require_safe
        @wraps(view)
        def guarded(request, code):
            link = _the_link(kind, code)
            if too_often(f"calendar-link:{link.pk}", READS_A_MINUTE):
                return HttpResponse(status=429, headers={"Retry-After": "60"})
            language = link.owner.person.language
            with translation.override(language), timezone.override(link.brand.time_zone):
                answer = view(request, link)
            answer["Content-Language"] = language
            answer["X-Robots-Tag"] = "noindex"
            answer["Referrer-Policy"] = "no-referrer"
            return answer

        guarded.act = None
        return guarded

    return guard


def _the_link(kind, code) -> CalendarLink:
    links = CalendarLink.objects.current().filter(kind=kind, code=code)
    link = links.select_related("brand", "owner__person", "kept_view").first()
    if link is None or not Member.objects.active().filter(pk=link.owner_id).exists():
        raise Http404
    if not link.owner.may("campaign.view"):
        raise Http404
    return link


def _filters(link) -> Filters:
    return Filters.of(link.kept_view.filters if link.kept_view else {})


def _name(link) -> str:
    return f"{link.brand.name} · {link.kept_view or _('Calendar')}"


@at_its_address("feed")
def calendar_feed(request, link):
    found = feed_entries(link.brand, _filters(link), kinds_for(link.owner), timezone.localdate())
    body = feed(link.brand, _name(link), found)
    changed = newest(found)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    if changed:
        answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Content-Disposition"] = 'inline; filename="drumbeat.ics"'
    patch_cache_control(answer, private=True, no_cache=True)
    # By the bytes, not by the hour: what leaves the window changes the feed and no record.
    return get_conditional_response(request, etag=etag, response=answer)


@at_its_address("page")
def calendar_shared(request, link):
    today = timezone.localdate()
    view = request.GET.get("view") or (link.kept_view.view if link.kept_view else "month")
    window = window_of(view, asked_day(request.GET, today))
    page = calendar_page(link.brand, window, _filters(link), kinds_for(link.owner), today)
    turns = {"before": window.before, "today": today, "after": window.after}
    context = {
        "name": _name(link),
        "page": page,
        "weekdays": weekday_names(),
        "chart": drawn(page, linked=False) if window.view == "timeline" else None,
        "turns": {k: f"?view={window.view}&day={day.isoformat()}" for k, day in turns.items()},
    }
    answer = render(request, "review/calendar/shared.html", context)
    # Once switched off it is gone: neither a proxy nor a browser may keep it.
    patch_cache_control(answer, private=True, no_store=True)
    return answer
