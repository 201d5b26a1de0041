"""One page for kept views, one's own feeds, and read-only pages for people outside."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.review.calendar import actions
from drumbeat.review.calendar.entries import Filters
from drumbeat.review.calendar.forms import LinkForm, ViewForm
from drumbeat.review.calendar.models import CalendarLink, CalendarView
from drumbeat.review.calendar.window import VIEWS


@door("campaign.view")
def sharing(request):
    return _page(request, _view_form(request))


@door("campaign.view", methods=["POST"])
def new_view(request):
    form = _view_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    kept = actions.keep(form.save(commit=False), by=request.member)
    messages.success(request, _("Kept. The whole team finds it here and beside the calendar."))
    return redirect(kept.get_absolute_url())


@door("campaign.view", CalendarView, methods=["POST"])
def view_end(request, view):
    actions.put_away(view, by=request.member)
    messages.success(request, _("Put away; its addresses answer nobody any more."))
    return redirect("review:sharing")


@door("campaign.view", methods=["POST"])
def new_link(request):
    form = LinkForm(request.POST, brand=request.brand)
    if form.is_valid():
        actions.switch_on(by=request.member, **form.cleaned_data)
        messages.success(
            request, _("The address works from now on. Give it only to whom it is for.")
        )
    return redirect("review:sharing")


@door("campaign.view", CalendarLink, methods=["POST"])
def link_end(request, link):
    actions.switch_off(link, by=request.member)
    messages.success(request, _("Switched off: the address answers nobody any more."))
    return redirect("review:sharing")


def _view_form(request, posted=None):
    asked = request.GET.get("view", "")
    view = asked if asked in VIEWS else "month"
    blank = CalendarView(
        brand=request.brand,
        owner=request.member,
        view=view,
        filters=Filters.of(request.GET).chosen(),
    )
    return ViewForm(posted, instance=blank, member=request.member)


def _page(request, form, status=200):
    links = CalendarLink.objects.of(request.brand).current()
    links = links.select_related("kept_view", "owner__person")
    mine = [_Address(link) for link in links.filter(kind="feed", owner=request.member)]
    pages = links.filter(kind="page")
    if not request.member.may("campaign.approve"):
        pages = pages.filter(owner=request.member)
    context = {
        "form": form,
        "kept": kept_views(request.brand),
        "feeds": mine,
        "pages": [_Address(link) for link in pages],
        "may_share": request.member.may(actions.ACTS["page"]),
        "new_feed": LinkForm(brand=request.brand, initial={"kind": "feed"}, auto_id="feed_%s"),
        "new_page": LinkForm(brand=request.brand, initial={"kind": "page"}, auto_id="page_%s"),
    }
    return render(request, "review/calendar/sharing.html", context, status=status)


class _Address:
    """A link with the address that whoever has it opens."""

    def __init__(self, link):
        self.link = link
        ending = ".ics" if link.kind == "feed" else "/"
        self.url = f"{settings.BASE_URL}/c/{link.code}{ending}"
        self.subscribe = self.url.replace("https://", "webcal://").replace("http://", "webcal://")


def kept_views(brand) -> list[tuple[CalendarView, str]]:
    """The brand's kept views, each with its query string for today (one query)."""
    today = timezone.localdate().isoformat()
    found = CalendarView.objects.of(brand).current().select_related("owner__person")
    return [
        (kept, urlencode({"view": kept.view, "day": today} | Filters.of(kept.filters).chosen()))
        for kept in found
    ]
