"""Remarks on passages: made, taken over, declined, closed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Version
from drumbeat.content.studio import remarks
from drumbeat.content.studio.forms import DeclineForm, RemarkForm
from drumbeat.content.studio.models import Remark
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("asset.comment", Version, methods=["GET", "POST"])
def new_remark(request, version):
    form = RemarkForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: remarks.remark(version, by=request.member, **form.said),
        template="content/studio/remark.html",
        title=_("Remark on a passage"),
        back=version,
        version=version,
    )


@door("asset.edit", Remark, methods=["POST"])
def take(request, said):
    remarks.take(said, by=request.member)
    messages.success(request, _("The suggested words stand in the text now."))
    return redirect(said.version.asset.newest.get_absolute_url() + "#remarks")


@door("asset.edit", Remark, methods=["GET", "POST"])
def decline(request, said):
    form = DeclineForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: remarks.decline(said, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Decline the suggestion"),
        submit=_("Decline"),
        back=said.version,
    )


@door("asset.edit", Remark, methods=["POST"])
def close(request, said):
    remarks.close(said, by=request.member)
    if said.is_pin:
        # Where one settles it: on the version that does, not on the one that it was said of.
        return redirect(f"{reverse('content:proof', args=[said.ended_in_id])}#{said.pk}")
    return redirect(said)
