"""Trackers: the list, one with its course over waves, what it asks about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.trackers import actions, chart, queries
from drumbeat.strategy.trackers.beside import beside
from drumbeat.strategy.trackers.core import INDICES, MEANING
from drumbeat.strategy.trackers.export import course_file, trackers_file
from drumbeat.strategy.trackers.forms import TrackedBrandForm, TrackerForm
from drumbeat.strategy.trackers.models import TrackedBrand, Tracker
from drumbeat.ui.tables import table_links

A_PAGE = 25
FIRST_CLASS = ("aided", "reputation", "loyalty")
"""What a brand is tracked for."""


@door("research.view")
def trackers(request):
    page = Paginator(queries.trackers(request.brand), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.with_newest(page.object_list),
        "exports": table_links("strategy:trackers_table"),
    }
    return render(request, "strategy/trackers/list.html", context)


@door("research.view")
def trackers_table(request, kind):
    return trackers_file(kind, queries.trackers(request.brand))


@door("research.view", Tracker)
def tracker(request, tracker):
    rounds = queries.rounds(tracker)
    index = request.GET.get("index")
    index = index if index in INDICES else "aided"
    last = rounds[-1] if rounds else None
    moved = queries.Comparison(*rounds[-2:]) if len(rounds) > 1 else None
    waves = Paginator(queries.waves(tracker), A_PAGE).get_page(request.GET.get("page"))
    brands = list(tracker.brands.current())
    context = {
        "tracker": tracker,
        "asked_about": brands,
        "lacks": actions.lacks(brands),
        "rounds": rounds,
        "last": last,
        "moved": moved,
        "figures": _first_class(last, moved),
        "names": INDICES,
        "index": index,
        "index_name": INDICES[index],
        "meaning": MEANING[index],
        "tabs": [
            {"label": name, "url": f"?index={key}#course", "current": key == index}
            for key, name in INDICES.items()
        ],
        "picture": chart.picture(rounds, index) if rounds else None,
        "beside": beside(request.brand, last.figures.brands, last.wave.ends_on) if last else [],
        "page": waves,
        "open": next((one for one in waves.object_list if not one.is_computed), None),
        "exports": table_links("strategy:tracker_course", tracker.pk),
    }
    return render(request, "strategy/trackers/detail.html", context)


def _first_class(last, moved) -> list[tuple]:
    """(name, score, change since the wave before or None, what it means) of our own brand."""
    if last is None:
        return []
    us = last.figures.us
    changed = moved.of(us.key) if moved else {}
    names = (*FIRST_CLASS, "equity")
    return [(name, us.indices[name], changed.get(name), MEANING[name]) for name in names]


@door("research.view", Tracker)
def tracker_course(request, tracker, kind):
    return course_file(kind, tracker, queries.rounds(tracker))


@door("research.create", methods=["GET", "POST"])
def new(request):
    blank = Tracker(brand=request.brand, owner=request.member)
    form = TrackerForm(request.POST or None, instance=blank, member=request.member)

    def save():
        with transaction.atomic():
            saved = form.save_recorded(request.member, "created")
            actions.meet_the_register(saved, by=request.member)
        return saved

    return _tracker_page(request, form, save, _("New tracker"))


@door("research.edit", Tracker, methods=["GET", "POST"])
def edit(request, tracker):
    form = TrackerForm(request.POST or None, instance=tracker, member=request.member)
    save = lambda: form.save_recorded(request.member, "edited")  # noqa: E731
    return _tracker_page(request, form, save, _("Edit tracker"), tracker)


def _tracker_page(request, form, save, title, back=None):
    return edit_page(
        request, form, save, template="strategy/trackers/edit.html", title=title, back=back
    )


@door("research.archive", Tracker, methods=["POST"])
def archive(request, tracker):
    actions.archive(tracker, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:trackers")


@door("research.edit", Tracker, methods=["GET", "POST"])
def new_brand(request, tracker):
    blank = TrackedBrand(
        brand=request.brand,
        owner=request.member,
        tracker=tracker,
        key=actions.next_key(tracker),
    )
    form = TrackedBrandForm(request.POST or None, instance=blank, member=request.member)
    form.initial["role"] = request.GET.get("role") or "rival"
    return _brand_page(request, form, "created", _("A brand to ask about"), tracker)


@door("research.edit", TrackedBrand, methods=["GET", "POST"])
def edit_brand(request, brand):
    form = TrackedBrandForm(request.POST or None, instance=brand, member=request.member)
    return _brand_page(request, form, "edited", _("A brand to ask about"), brand.tracker)


def _brand_page(request, form, verb, title, tracker):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=tracker,
    )


@door("research.edit", TrackedBrand, methods=["POST"])
def brand_removal(request, brand):
    actions.drop_brand(brand, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(brand.tracker)
