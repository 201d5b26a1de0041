from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset
from drumbeat.content.tags import actions
from drumbeat.content.tags.forms import RenameForm
from drumbeat.content.tags.models import Tag
from drumbeat.content.tags.queries import suggested, tags_of
from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_file, table_links

A_PAGE = 100


@door("asset.view")
def tags_page(request):
    page = Paginator(tags_of(request.brand), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "exports": table_links("content:tags_table")}
    return render(request, "content/tags/list.html", context)


@door("asset.view")
def known_tags(request):
    """Fragment: what may be typed. Counting who uses each word takes longer the more there is, so
    it is asked for when somebody is about to type one, not with every page."""
    return render(request, "content/tags/_options.html", {"suggested": suggested(request.brand)})


@door("asset.view")
def tags_table(request, kind):
    columns = [
        Column("name", _("Tag")),
        Column("uses", _("Assets"), "integer"),
        Column("owner", _("Owner")),
    ]
    rows = (
        {"name": tag.name, "uses": tag.uses, "owner": str(tag.owner)}
        for tag in tags_of(request.brand)
    )
    return table_file(kind, _("Tags"), columns, rows)


@door("asset.create", Asset, methods=["POST"], own_check=False)
def tag_asset(request, asset):
    """What is typed; an undo brings its word in the address."""
    typed = request.POST.get("words") or request.GET.get("words", "")
    actions.tag([asset], typed, by=request.member)
    return redirect(asset)


@door("asset.create", Asset, methods=["POST"], own_check=False)
def untag_asset(request, asset):
    tag = Tag.objects.of(request.brand).filter(pk=request.POST.get("tag", "")).first()
    if tag is None:
        raise Http404
    actions.untag(asset, tag, by=request.member)
    back = f"{reverse('content:tag_asset', args=[asset.pk])}?{urlencode({'words': tag.name})}"
    taken = _("“%(tag)s” is taken off.") % {"tag": tag}
    messages.success(request, taken, extra_tags=f"undo={back}")
    return redirect(asset)


@door("asset.edit", Tag, methods=["GET", "POST"])
def rename_tag(request, tag) -> HttpResponse:
    form = RenameForm(request.POST or None, initial={"name": tag.name})
    return edit_page(
        request,
        form,
        lambda: actions.rename(tag, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Rename or merge “%(tag)s”") % {"tag": tag},
        back=tag,
    )


@door("asset.archive", Tag, methods=["POST"])
def remove_tag(request, tag):
    actions.remove(tag, by=request.member)
    messages.success(request, _("“%(tag)s” is taken off everything.") % {"tag": tag})
    return redirect("content:tags")
