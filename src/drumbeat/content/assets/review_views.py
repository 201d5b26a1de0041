from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from drumbeat.content.assets import findings, review
from drumbeat.content.assets.files import handed_out
from drumbeat.content.assets.forms import (
    ApprovalForm,
    ChangesForm,
    FindingForm,
    ResolutionForm,
    RightForm,
    WaiverForm,
)
from drumbeat.content.assets.models import Asset, Finding, Version
from drumbeat.content.rights.models import Right
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("asset.edit", Version, methods=["POST"])
def send_to_review(request, version):
    review.send_to_review(version, by=request.member)
    return redirect(version)


@door("asset_approval.approve", Version, methods=["GET", "POST"])
def request_changes(request, version):
    form = ChangesForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: review.request_changes(version, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Request changes"),
        back=version,
        done=_("Sent back to its author."),
    )


@door("asset_approval.approve", Version, methods=["GET", "POST"])
def approve(request, version):
    form = ApprovalForm(
        request.POST if request.method == "POST" else None,
        needs_waiver=review.needs_waiver(version, request.member),
    )

    def save():
        typed = form.cleaned_data
        review.approve(
            version,
            by=request.member,
            note=typed["note"],
            waiver=typed.get("single_person_waiver", ""),
        )
        return version

    return edit_page(
        request,
        form,
        save,
        template="content/assets/approve.html",
        title=_("Approve version %(number)d") % {"number": version.number},
        back=version,
        version=version,
        submit=_("Approve these bytes"),
        done=_("Approved. These bytes will not change any more."),
    )


@door("asset.comment", Version, methods=["GET", "POST"])
def new_finding(request, version):
    form = FindingForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: findings.raise_finding(version, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("New finding"),
        back=version,
    )


@door("asset.edit", Finding, methods=["GET", "POST"])
def resolve_finding(request, finding):
    form = ResolutionForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: findings.resolve(finding, by=request.member, **form.cleaned_data),
        template="content/assets/finding.html",
        title=_("Resolve finding"),
        back=finding.version,
        finding=finding,
    )


@door("finding_waiver.approve", Finding, methods=["GET", "POST"])
def waive_finding(request, finding):
    return _waiver_page(request, finding, findings.waive, _("Waive finding"))


@door("finding_clearance.approve", Finding, methods=["GET", "POST"])
def clear_finding(request, finding):
    return _waiver_page(request, finding, findings.clear, _("Clear finding"))


def _waiver_page(request, finding, act, title):
    form = WaiverForm(request.POST or None, request.FILES or None, finding=finding)

    def save():
        typed = dict(form.cleaned_data)
        with transaction.atomic():
            if upload := typed.get("proof"):
                typed["proof"] = upload.keep(request.member)
            return act(finding, by=request.member, reason=typed.pop("resolution"), **typed)

    return edit_page(
        request,
        form,
        save,
        template="content/assets/finding.html",
        title=title,
        back=finding.version,
        finding=finding,
    )


@door("asset.edit", Finding, methods=["GET", "POST"])
def false_alarm(request, finding):
    form = ResolutionForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: findings.call_false(
            finding, by=request.member, reason=form.cleaned_data["resolution"]
        ),
        template="content/assets/finding.html",
        title=_("False alarm"),
        back=finding.version,
        finding=finding,
    )


@door("asset.view", Finding)
def finding_proof(request, finding):
    if finding.proof is None:
        raise Http404
    return handed_out(request, finding.proof)


@door("asset.edit", Version, methods=["POST"])
def confirm_warnings(request, version):
    findings.confirm_warnings(version, by=request.member)
    return redirect(version)


@door("asset.edit", Asset, methods=["GET", "POST"])
def new_right(request, asset):
    blank = Right(brand=request.brand, owner=request.member, asset=asset)
    return _right_page(request, blank, "created", _("New right"))


@door("asset.edit", Right, methods=["GET", "POST"])
def edit_right(request, right):
    return _right_page(request, right, "edited", _("Edit right"))


def _right_page(request, right, verb, title):
    form = RightForm(
        request.POST or None, request.FILES or None, instance=right, member=request.member
    )

    def save():
        with transaction.atomic():
            if upload := form.cleaned_data["contract"]:
                right.paper = upload.keep(request.member)
            return form.save_recorded(request.member, verb)

    return edit_page(request, form, save, template="ui/form.html", title=title, back=right.asset)


@door("asset.view", Right)
def right_paper(request, right):
    if right.paper is None:
        raise Http404
    return handed_out(request, right.paper)
