from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from drumbeat.content.briefs import assigning
from drumbeat.content.briefs.forms import AssignmentForm
from drumbeat.content.briefs.models import Brief
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("brief_acknowledgement.approve", Brief, methods=["GET", "POST"])
def assign(request, brief):
    form = AssignmentForm(request.POST or None, brief=brief)
    return edit_page(
        request,
        form,
        lambda: assigning.assign(brief, by=request.member, to=form.chosen()),
        template="ui/form.html",
        title=_("Who works on it"),
        back=brief,
    )


@door("asset.create", Brief, methods=["POST"], own_check=False)
def take(request, brief):
    assigning.take(brief, by=request.member)
    messages.success(request, _("It is yours. It stands on the desk under “My briefs”."))
    return redirect(brief)


@door("asset.create", Brief, methods=["POST"], own_check=False)
def give_back(request, brief):
    assigning.give_back(brief, by=request.member)
    messages.success(request, _("It is nobody’s again. The content lead is told."))
    return redirect(brief)
