from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.strategy.market import actions, queries
from drumbeat.strategy.market.export import opml_file, wall_file
from drumbeat.strategy.market.forms import OpmlForm, TagForm, WallForm
from drumbeat.strategy.market.models import Signal, SignalTag
from drumbeat.strategy.register.queries import resting_on
from drumbeat.thread.registry import ref
from drumbeat.ui.tables import table_links

A_PAGE = 30


@door("research.view")
def wall(request):
    now = timezone.now()
    form = _form(request)
    page = Paginator(_narrowed(request, form, now), A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "stories": queries.on_page(page.object_list, now),
        "lists": queries.lists(request.brand),
        "is_narrowed": any(asked.values()),
        "query": f"&{asked.urlencode()}" if asked else "",
        "exports": [
            *table_links("strategy:wall_table", query=asked.urlencode()),
            {"label": "OPML", "url": reverse("strategy:opml")},
        ],
    }
    return render(request, "strategy/market/wall.html", context)


@door("research.view")
def wall_table(request, kind):
    now = timezone.now()
    return wall_file(kind, _narrowed(request, _form(request), now), now)


def _form(request):
    return WallForm(request.GET or None, brand=request.brand, tags=queries.tags_of(request.brand))


def _narrowed(request, form, now):
    return queries.wall(request.brand, now, **(form.cleaned_data if form.is_valid() else {}))


@door("research.view")
def opml(request):
    return opml_file(request.brand)


@door("research.create", methods=["GET", "POST"])
def import_opml(request):
    form = OpmlForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        counted = attempt(form, lambda: actions.import_opml(data, by=request.member))
        if counted:
            messages.success(
                request,
                _("New sources: %(new)s. Known already: %(known)s.")
                % {"new": counted[0], "known": counted[1]},
            )
            return redirect("strategy:wall")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Import sources"), "submit": _("Import")}
    return render(request, "ui/form.html", context, status=status)


@door("research.create", methods=["POST"])
def asking(request):
    count = actions.ask_soon(request.brand, by=request.member)
    messages.success(request, _("%(n)s sources are asked within half a minute.") % {"n": count})
    return redirect("strategy:wall")


@door("research.view", Signal)
def signal(request, signal):
    context = {
        "one": queries.weighed(signal, timezone.now()),
        "signal": signal,
        "tellings": queries.tellings(signal),
        "tags": list(signal.tags.all()),
        "form": TagForm(),
        "items": resting_on(request.brand, ref(signal)),
        "new_topic_url": fragment("content/topics/new/"),
        "topics_url": fragment(f"content/signals/{signal.pk}/topics/"),
    }
    return render(request, "strategy/market/signal.html", context)


@door("research.create", Signal, methods=["POST"])
def tagging(request, signal):
    actions.tag(signal, by=request.member, name=request.POST.get("name", ""))
    return redirect(signal)


@door("research.edit", SignalTag, methods=["POST"])
def untagging(request, mark):
    signal = mark.signal
    actions.untag(mark, by=request.member)
    return redirect(signal)


@door("research.create", Signal, methods=["POST"])
def unfolding(request, signal):
    actions.unfold(signal, by=request.member)
    messages.success(request, _("It stands on the wall by itself now."))
    return redirect(signal)


@door("research.create", Signal, methods=["POST"])
def away(request, signal):
    actions.put_away(signal, by=request.member)
    undo = reverse("strategy:signal_back", args=[signal.pk])
    messages.success(request, _("Put away."), extra_tags=f"undo={undo}")
    return redirect("strategy:wall")


@door("research.create", Signal, methods=["POST"])
def back(request, signal):
    actions.put_back(signal, by=request.member)
    return redirect(signal)


@door("learning.create", Signal, methods=["POST"], own_check=False)
def learning(request, signal):
    draft = actions.into_learning(signal, by=request.member)
    messages.success(request, _("A draft with the signal as its evidence."))
    return redirect(draft)
