from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset
from drumbeat.content.collections.models import Collection
from drumbeat.content.sharing import actions
from drumbeat.content.sharing.forms import ShareForm
from drumbeat.content.sharing.models import Share
from drumbeat.content.sharing.queries import address_of, shares_of
from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_file, table_links

A_PAGE = 50


@door(actions.ACT)
def shares_page(request):
    today = timezone.localdate()
    page = Paginator(shares_of(request.brand), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, one.stands(today), address_of(one)) for one in page.object_list],
        "exports": table_links("content:shares_table"),
    }
    return render(request, "content/sharing/list.html", context)


@door(actions.ACT)
def shares_table(request, kind):
    """Without the addresses: a file goes further than a page."""
    columns = [
        Column("shown", _("What is shared")),
        Column("recipient", _("For whom")),
        Column("mode", _("What they may do")),
        Column("ends_on", _("Works until"), "date"),
        Column("stands", _("Stands")),
        Column("opened", _("Opened"), "integer"),
        Column("opened_on", _("Last opened on"), "date"),
        Column("owner", _("Owner")),
    ]
    today = timezone.localdate()
    said = {"open": _("Works"), "ended": _("Ended"), "off": _("Switched off")}
    rows = (
        {
            "shown": str(one.shown),
            "recipient": one.recipient,
            "mode": str(one.get_mode_display()),
            "ends_on": one.ends_on,
            "stands": said[one.stands(today)],
            "opened": one.opened,
            "opened_on": one.opened_on,
            "owner": str(one.owner),
        }
        for one in shares_of(request.brand)
    )
    return table_file(kind, _("Shares"), columns, rows)


@door(actions.ACT, Collection, methods=["GET", "POST"], own_check=False)
def share_collection(request, collection):
    return _new(request, collection, collection=collection)


@door(actions.ACT, Asset, methods=["GET", "POST"], own_check=False)
def share_asset(request, asset):
    return _new(request, asset, asset=asset)


def _new(request, shown, **what):
    blank = Share(brand=request.brand, owner=request.member, **what)
    form = ShareForm(request.POST or None, instance=blank)

    def save():
        password = form.cleaned_data["password"]
        return actions.share(form.save(commit=False), by=request.member, password=password)

    return edit_page(
        request,
        form,
        save,
        template="content/sharing/new.html",
        title=_("Share “%(name)s”") % {"name": shown},
        done=_("The address works from now on. Give it only to whom it is for."),
        back=shown,
    )


@door(actions.ACT, Share, methods=["POST"], own_check=False)
def share_end(request, share):
    actions.switch_off(share, by=request.member)
    messages.success(request, _("Switched off: the address answers nobody any more."))
    return redirect("content:shares")
