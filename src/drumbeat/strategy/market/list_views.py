"""Watch-lists and their sources."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.market import actions, queries
from drumbeat.strategy.market.asking import ask
from drumbeat.strategy.market.forms import FeedForm, HotListForm, WatchListForm
from drumbeat.strategy.market.listening import loudness
from drumbeat.strategy.market.models import Feed, WatchList
from drumbeat.strategy.market.words import sentence


@door("research.view", WatchList)
def watch_list(request, watch_list):
    trend = queries.trend(watch_list, timezone.localdate())
    context = {
        "watch_list": watch_list,
        "feeds": [
            (feed, sentence(feed.problem, feed.problem_params) if feed.problem else "")
            for feed in queries.feeds(watch_list)
        ],
        "trend": trend,
        "week": sum(trend[-7:]),
        "before": sum(trend[:-7]) / 3,
        "loud": loudness(watch_list, timezone.now()) if watch_list.risk_words else None,
        "reports": list(watch_list.risk_reports.select_related("crisis")[:10]),
    }
    return render(request, "strategy/market/watch_list.html", context)


@door("research.create", methods=["GET", "POST"])
def new_list(request):
    blank = WatchList(brand=request.brand, owner=request.member)
    form = WatchListForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New watch-list"))


@door("research.edit", WatchList, methods=["GET", "POST"])
def edit_list(request, watch_list):
    form = WatchListForm(request.POST or None, instance=watch_list, member=request.member)
    return _edited(request, form, "edited", _("Edit watch-list"), watch_list)


@door("research.archive", WatchList, methods=["POST"])
def archive_list(request, watch_list):
    archiving.archive(watch_list, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:wall")


@door("research.edit", WatchList, methods=["GET", "POST"])
def new_feed(request, watch_list):
    blank = Feed(brand=request.brand, owner=request.member, watch_list=watch_list)
    form = FeedForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New source"), watch_list)


@door("research.edit", Feed, methods=["GET", "POST"])
def edit_feed(request, feed):
    form = FeedForm(request.POST or None, instance=feed, member=request.member)
    return _edited(request, form, "edited", _("Edit source"), feed.watch_list)


@door("research.archive", Feed, methods=["POST"])
def archive_feed(request, feed):
    archiving.archive(feed, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect(feed)


@door("research.edit", Feed, methods=["POST"])
def asking(request, feed):
    """Ask the source now, and say what came of it."""
    before = feed.signals.count()
    if feed.url and ask(feed, timezone.now()):
        new = feed.signals.count() - before
        messages.success(request, _("It answered. New: %(n)s.") % {"n": new})
    elif feed.url:
        messages.error(request, sentence(feed.problem, feed.problem_params))
    return redirect(feed)


@door("research.edit", Feed, methods=["GET", "POST"])
def hot_list(request, feed):
    form = HotListForm(request.POST or None, request.FILES or None)

    def save():
        file = form.cleaned_data["file"]
        taken = actions.upload_hot_list(feed, file.read(), file.name, by=request.member)
        messages.success(request, _("New on the wall: %(n)s.") % {"n": len(taken)})
        return feed

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Upload a hot-list"),
        back=feed.watch_list,
        submit=_("Upload"),
    )


def _edited(request, form, verb, title, back=None):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=back,
    )
