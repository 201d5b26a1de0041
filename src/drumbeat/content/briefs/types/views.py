from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.briefs.kinds import BRIEF_KINDS
from drumbeat.content.briefs.types import actions
from drumbeat.content.briefs.types.forms import BriefTypeForm, field_name
from drumbeat.content.briefs.types.models import BriefType, as_kind
from drumbeat.content.briefs.types.queries import types_of
from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_file, table_links

# What the trail calls it.
KINDS = (gettext_noop("brief type"),)


@door("brief.view")
def types(request):
    context = {
        "own": [_row(as_kind(one, one.definition), one) for one in types_of(request.brand)],
        "shipped": [_row(kind) for kind in BRIEF_KINDS.values()],
        "exports": table_links("content:brief_types_table"),
    }
    return render(request, "content/briefs/types/list.html", context)


@door("brief.view")
def types_table(request, kind):
    columns = [
        Column("name", _("Type of brief")),
        Column("meaning", _("What it is for")),
        Column("asks", _("Must say")),
        Column("may", _("May say")),
        Column("mandatory", _("Mandatory lines")),
        Column("edition", _("Edition"), "integer"),
        Column("briefs", _("Briefs"), "integer"),
        Column("state", _("State")),
    ]
    rows = [_row(as_kind(one, one.definition), one) for one in types_of(request.brand)]
    rows += [_row(each) for each in BRIEF_KINDS.values()]
    return table_file(kind, _("Types of brief"), columns, [_in_file(row) for row in rows])


def _row(kind, own=None):
    return {
        "kind": kind,
        "own": own,
        "asks": [field_name(name) for name in kind.asks],
        "may": [field_name(name) for name in kind.may],
    }


def _in_file(row):
    kind, own = row["kind"], row["own"]
    if own is None:
        state = _("Everybody has it")
    else:
        state = _("Out of use") if own.archived_at else _("In use")
    return {
        "name": str(kind.label),
        "meaning": str(kind.meaning),
        "asks": "; ".join(row["asks"]),
        "may": "; ".join(row["may"]),
        "mandatory": "; ".join(kind.mandatory),
        "edition": own and own.edition,
        "briefs": own and own.brief_count,
        "state": state,
    }


@door("brief.approve", methods=["GET", "POST"])
def new_type(request):
    blank = BriefType(brand=request.brand, owner=request.member)
    return _form(request, blank, "created", _("New type of brief"))


@door("brief.approve", BriefType, methods=["GET", "POST"])
def edit_type(request, one):
    return _form(request, one, "edited", _("Edit the type"))


def _form(request, one, verb, title):
    form = BriefTypeForm(request.POST or None, instance=one, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="content/briefs/types/form.html",
        title=title,
        one=None if verb == "created" else one,
    )


@door("brief.approve", BriefType, methods=["POST"])
def type_end(request, one):
    actions.take_out_of_use(one, by=request.member)
    messages.success(request, _("No new brief is begun as it. Those that there are keep it."))
    return redirect("content:brief_types")


@door("brief.approve", BriefType, methods=["POST"])
def type_return(request, one):
    actions.bring_back(one, by=request.member)
    messages.success(request, _("It can be chosen again."))
    return redirect("content:brief_types")
