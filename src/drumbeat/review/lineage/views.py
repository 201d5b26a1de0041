from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door, visible
from drumbeat.review.lineage.page import drawing_of, thread_of
from drumbeat.review.lineage.prov import prov_document
from drumbeat.review.lineage.ribbon import steps_of
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.thread.registry import kind as kind_of_key
from drumbeat.thread.registry import known


def _object(request, key, pk):
    """The object of the thread that the address names, if its own view act allows it."""
    if key not in known():
        raise Http404
    kind = kind_of_key(key)
    obj = visible(request, kind.model_class, pk)
    request.member.must(kind.view, obj)
    return kind, obj


@door("home.view")
def lineage(request, key, pk):
    kind, obj = _object(request, key, pk)
    thread = thread_of(obj, request.member)
    drawing = drawing_of(thread)
    with_money = request.member.may("spend.view")
    context = {
        "kind": kind,
        "object": obj,
        "thread": thread,
        "drawing": drawing,
        "heads": [(_head(column), column) for column in drawing.columns],
        "ribbon": steps_of(thread),
        "with_money": with_money,
        "exchange": Exchange.of_brand(request.brand, timezone.localdate()) if with_money else None,
        "currency": request.brand.currency,
        "prov_url": reverse("review:lineage_prov", args=[key, pk]),
    }
    return render(request, "review/lineage/detail.html", context)


@door("home.view")
def ribbon(request, key, pk):
    _kind, obj = _object(request, key, pk)
    steps = steps_of(thread_of(obj, request.member))
    return render(request, "review/lineage/_ribbon.html", {"steps": steps})


@door("home.view")
def prov(request, key, pk):
    _kind, obj = _object(request, key, pk)
    thread = thread_of(obj, request.member)
    for objects in thread.line.objects.values():
        prefetch_related_objects(objects, "owner__person")
    namespace = f"{settings.BASE_URL}/b/{request.brand.slug}/thread/"
    document = prov_document(thread.seen, thread.line.links, namespace)
    headers = {"Content-Disposition": f'attachment; filename="{key}-{pk}.prov.json"'}
    return JsonResponse(
        document,
        headers=headers,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _head(column) -> str:
    if column.kinds == ("next",):
        return _("Next plan")
    present = [key for key in column.kinds if any(card.kind == key for card in column.cards)]
    return " · ".join(str(kind_of_key(key).plural) for key in present or column.kinds)
