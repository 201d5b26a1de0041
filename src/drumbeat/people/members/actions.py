"""Who joins, in which roles, and who stands in for whom."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.accounts.mails import send_invitation
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.models import AuditEvent, Brand, Delegation, Invitation, Member


def invite(by: Member, *, email, roles, name="") -> Invitation:
    """Keep a seat and mail the link. Raises NotAllowed, Refused."""
    by.must("users.approve")
    email = email.lower()
    if Member.objects.active().filter(brand=by.brand, person__email=email).exists():
        raise Refused(Problem(_("%(email)s is a member already.") % {"email": email}, "email"))
    if not roles:
        raise Refused(Problem(_("Choose at least one role."), "roles"))
    token, token_hash = Invitation.new_token()
    invitation = Invitation(
        brand=by.brand,
        email=email,
        name=name,
        roles=list(roles),
        token_hash=token_hash,
        invited_by=by,
    )
    with recorded(by, "invited", invitation):
        Invitation.objects.filter(
            brand=by.brand, email=email, accepted_at=None, withdrawn_at=None
        ).update(withdrawn_at=timezone.now())
        invitation.save()
        transaction.on_commit(lambda: send_invitation(invitation, token))
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, who) -> Member:
    """Take the seat; somebody who had left comes back under the same membership.

    who: gives the person once the seat is surely free. Raises WrongState when it was taken or withdrawn meanwhile.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise WrongState(_("This invitation is not open any more."))
    member, _new = Member.objects.get_or_create(person=who(), brand=invitation.brand)
    with recorded(member, "joined", invitation):
        member.left_at = None
        member.save(update_fields=["left_at"])
        for role in invitation.roles:
            member.grants.get_or_create(role=role)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return member


@transaction.atomic
def set_roles(member: Member, roles, *, by: Member, is_admin: bool) -> None:
    """Change what a member may do. A brand always keeps one lead and one administrator."""
    by.must("users.approve")
    _hold(member.brand)
    before = sorted(grant.role for grant in member.grants.all())
    member.grants.exclude(role__in=roles).delete()
    for role in roles:
        member.grants.get_or_create(role=role)
    Member.objects.filter(pk=member.pk).update(is_admin=is_admin)
    _keep_somebody_in_charge(member.brand)
    AuditEvent.objects.create(
        brand=by.brand,
        by=by,
        verb="set roles",
        kind="member",
        object_id=member.pk,
        object_label=str(member),
        before={"roles": before},
        after={"roles": sorted(roles)},
    )


@transaction.atomic
def remove(member: Member, *, by: Member) -> None:
    """Leave the brand: the record of all they did stays, the door closes."""
    by.must("users.approve")
    _hold(member.brand)
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now())
    _keep_somebody_in_charge(member.brand)
    AuditEvent.objects.create(
        brand=by.brand,
        by=by,
        verb="removed",
        kind="member",
        object_id=member.pk,
        object_label=str(member),
    )


def _hold(brand):
    """One change of members at a time, or two leads could remove each other."""
    Brand.objects.select_for_update().get(pk=brand.pk)


def _keep_somebody_in_charge(brand):
    active = Member.objects.active().filter(brand=brand)
    if not active.filter(grants__role="lead").exists():
        raise Refused(Problem(_("The brand would be left without a marketing lead."), "roles"))
    if not active.filter(is_admin=True).exists():
        raise Refused(Problem(_("The brand would be left without an administrator."), "is_admin"))


def delegate(by: Member, *, delegate: Member, role, starts_on, ends_on, reason="") -> Delegation:
    """Lend one of one's own roles to a colleague for a while. Raises Refused."""
    if role not in {grant.role for grant in by.grants.all()}:
        raise Refused(Problem(_("Only a role of your own can be lent."), "role"))
    if delegate.brand_id != by.brand_id or delegate.pk == by.pk:
        raise Refused(Problem(_("Choose a colleague of this brand."), "delegate"))
    if ends_on < starts_on:
        raise Refused(Problem(_("The end lies before the start."), "ends_on"))
    lent = Delegation(
        brand=by.brand,
        lender=by,
        delegate=delegate,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    with recorded(by, "lent a role", lent):
        lent.save()
    return lent


def withdraw_delegation(delegation: Delegation, *, by: Member) -> None:
    """End a loan early: the lender, or who manages members."""
    if delegation.lender_id != by.pk:
        by.must("users.approve")
    with recorded(by, "took a role back", delegation):
        delegation.withdrawn_at = timezone.now()
        delegation.save(update_fields=["withdrawn_at"])
