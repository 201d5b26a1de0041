"""Several pieces at once, as they were ticked in the library."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.content.assets.models import Asset
from drumbeat.content.collections import actions
from drumbeat.content.collections.forms import NEW
from drumbeat.content.collections.models import Collection
from drumbeat.content.tags.actions import tag


def chosen_assets(brand, keys) -> list[Asset]:
    """The current assets of the brand among these, in the order given (1 query)."""
    known = Asset.objects.of(brand).current().in_bulk(keys[: actions.MOST])
    return [known[key] for key in dict.fromkeys(keys) if key in known]


def do_with_chosen(request):
    """Put words on them, or put them into a collection; then back to where they were ticked."""
    found = chosen_assets(request.brand, request.POST.getlist("asset"))
    words, into = request.POST.get("words", "").strip(), request.POST.get("collection", "")
    if not found:
        messages.error(request, _("Tick some assets first."))
    elif not words and not into:
        messages.error(request, _("Choose a collection, or write tags."))
    else:
        if words:
            tag(found, words, by=request.member)
            told = ngettext("%(n)d asset is tagged.", "%(n)d assets are tagged.", len(found))
            messages.success(request, told % {"n": len(found)})
        if into == NEW:
            asked = urlencode({"asset": [asset.pk for asset in found]}, doseq=True)
            return redirect(f"{reverse('content:new_collection')}?{asked}")
        if into:
            _put(request, into, found)
    return redirect(_back(request))


def _put(request, into, found):
    collection = Collection.objects.of(request.brand).current().filter(pk=into).first()
    if collection is None:
        messages.error(request, _("This collection was put away."))
        return
    came = actions.put_in(collection, found, by=request.member)
    told = ngettext("%(n)d asset came into “%(name)s”.", "%(n)d assets came into “%(name)s”.", came)
    messages.success(request, told % {"n": came, "name": collection})


def _back(request):
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return reverse("content:assets")
