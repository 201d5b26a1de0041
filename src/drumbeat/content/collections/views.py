from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.content.assets.models import Asset
from drumbeat.content.assets.queries import with_newest
from drumbeat.content.collections import actions, queries
from drumbeat.content.collections.choosing import chosen_assets, do_with_chosen
from drumbeat.content.collections.export import collections_file
from drumbeat.content.collections.forms import CollectionForm
from drumbeat.content.collections.handing import handed
from drumbeat.content.collections.models import Collection
from drumbeat.content.collections.zipping import zip_answer
from drumbeat.content.library.export import library_file
from drumbeat.content.library.queries import pieces_of
from drumbeat.content.sharing.actions import ACT as SHARING
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_links

A_PAGE = 48


@door("asset.view")
def collections_page(request):
    page = Paginator(queries.collections_of(request.brand), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "exports": table_links("content:collections_table")}
    return render(request, "content/collections/list.html", context)


@door("asset.view")
def collections_table(request, kind):
    return collections_file(kind, queries.collections_of(request.brand))


@door("asset.view", Collection)
def collection(request, collection):
    today = timezone.localdate()
    inside = queries.assets_in(collection)
    page = Paginator(inside.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    in_order = list(page.object_list)
    assets = {one.pk: one for one in with_newest(Asset.objects.filter(pk__in=in_order))}
    found = handed(list(inside), today)
    context = {
        "collection": collection,
        "page": page,
        "pieces": pieces_of([assets[pk] for pk in in_order], today),
        "out": sum(one.is_out for one in found),
        "left_out": [one for one in found if one.why],
        "can_edit": request.member.may("asset.edit", collection),
        "can_share": request.member.may(SHARING),
        "exports": table_links("content:collection_table", collection.pk),
    }
    return render(request, "content/collections/detail.html", context)


@door("asset.view", Collection)
def collection_table(request, collection, kind):
    return library_file(kind, with_newest(queries.assets_in(collection)))


@door("asset.view", Collection)
def collection_zip(request, collection):
    found = handed(list(queries.assets_in(collection)), timezone.localdate())
    return zip_answer(str(collection), found)


@door("asset.create", methods=["GET", "POST"])
def new_collection(request):
    """With pieces in the address (`?asset=…`), they go in at once."""
    blank = Collection(brand=request.brand, owner=request.member)
    form = CollectionForm(request.POST or None, instance=blank, member=request.member)

    def save():
        made = actions.make(form.save(commit=False), by=request.member)
        if chosen := chosen_assets(request.brand, request.GET.getlist("asset")):
            actions.put_in(made, chosen, by=request.member)
        return made

    return edit_page(request, form, save, template="ui/form.html", title=_("New collection"))


@door("asset.edit", Collection, methods=["GET", "POST"])
def edit_collection(request, collection):
    form = CollectionForm(request.POST or None, instance=collection, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="ui/form.html",
        title=_("Edit the collection"),
        back=collection,
    )


@door("asset.archive", Collection, methods=["POST"])
def archive_collection(request, collection):
    actions.archive(collection, by=request.member)
    messages.success(request, _("“%(name)s” is put away; its assets stay.") % {"name": collection})
    return redirect("content:collections")


@door("asset.create", methods=["POST"])
def chosen(request):
    """What was ticked in the library: words onto it, or into a collection."""
    return do_with_chosen(request)


@door("asset.edit", Collection, methods=["POST"])
def put_in(request, collection):
    """Back in again, after it was taken out: the address names what."""
    found = chosen_assets(request.brand, request.GET.getlist("asset"))
    actions.put_in(collection, found, by=request.member)
    return redirect(collection)


@door("asset.edit", Collection, methods=["POST"])
def take_out(request, collection):
    found = chosen_assets(request.brand, request.POST.getlist("asset"))
    actions.take_out(collection, found, by=request.member)
    asked = urlencode({"asset": [asset.pk for asset in found]}, doseq=True)
    back = f"{reverse('content:put_in_collection', args=[collection.pk])}?{asked}"
    taken = ngettext("%(n)d asset is taken out.", "%(n)d assets are taken out.", len(found))
    messages.success(request, taken % {"n": len(found)}, extra_tags=f"undo={back}" if found else "")
    return redirect(collection)


@door("asset.edit", Collection, methods=["POST"])
def move(request, collection):
    asset = next(iter(chosen_assets(request.brand, [request.POST.get("asset", "")])), None)
    to = request.POST.get("to", "")
    if asset is None or not to.isdecimal():
        raise Http404
    actions.move(collection, asset, int(to[:6]), by=request.member)
    return redirect(collection)
