from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people import matrix
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.people.members import actions
from drumbeat.people.members.forms import DelegationForm, InvitationForm, RolesForm
from drumbeat.people.models import Delegation, Invitation, Member


@door("home.view")
def members(request):
    """Everybody in the brand; who manages members also sees open invitations."""
    brand = request.brand
    people = (
        Member.objects.active()
        .filter(brand=brand)
        .select_related("person")
        .prefetch_related("grants")
        .order_by("person__name")
    )
    invitations = Invitation.objects.filter(
        brand=brand, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    loans = Delegation.objects.filter(
        brand=brand, withdrawn_at=None, ends_on__gte=timezone.localdate()
    ).select_related("lender__person", "delegate__person")
    context = {
        "people": people,
        "invitations": invitations,
        "loans": loans,
        "role_names": matrix.ROLES,
    }
    return render(request, "people/members/list.html", context)


@door("users.approve", methods=["GET", "POST"])
def invite(request):
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = attempt(form, lambda: actions.invite(request.member, **form.cleaned_data))
        if sent:
            messages.success(
                request, _("An invitation is on its way to %(email)s.") % {"email": sent.email}
            )
            return redirect("people:members")
    return _form(request, form, _("Invite a colleague"), _("Send the invitation"))


@door("users.approve", Member, methods=["GET", "POST"], own_check=False)
def roles(request, member):
    initial = {"roles": [grant.role for grant in member.grants.all()], "is_admin": member.is_admin}
    form = RolesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: (
                actions.set_roles(
                    member,
                    form.cleaned_data["roles"],
                    by=request.member,
                    is_admin=form.cleaned_data["is_admin"],
                )
                or member
            ),
        )
        if done:
            messages.success(request, _("Roles changed."))
            return redirect("people:members")
    return _form(request, form, _("Roles of %(name)s") % {"name": member}, _("Save"))


@door("users.approve", Member, methods=["POST"], own_check=False)
def removal(request, member):
    actions.remove(member, by=request.member)
    messages.success(request, _("%(name)s has left the brand.") % {"name": member})
    return redirect("people:members")


@door("home.view", methods=["GET", "POST"])
def new_delegation(request):
    form = DelegationForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        lent = attempt(form, lambda: actions.delegate(request.member, **form.cleaned_data))
        if lent:
            messages.success(request, _("%(name)s stands in for you.") % {"name": lent.delegate})
            return redirect("people:members")
    return _form(request, form, _("Lend a role"), _("Lend"))


@door("home.view", Delegation, methods=["POST"], own_check=False)
def delegation_end(request, delegation):
    actions.withdraw_delegation(delegation, by=request.member)
    return redirect("people:members")


def _form(request, form, title, submit):
    return render(
        request,
        "ui/form.html",
        {"form": form, "title": title, "submit": submit},
        status=422 if form.is_bound else 200,
    )
