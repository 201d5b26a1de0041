"""Persons, brands and who works where in which role."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people import matrix
from drumbeat.people.errors import NotAllowed
from drumbeat.people.identity import prefixed_ulid

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
CURRENCIES = [
    ("CNY", "CNY ¥"),
    ("USD", "USD $"),
    ("EUR", "EUR €"),
    ("GBP", "GBP £"),
    ("HKD", "HKD $"),
    ("JPY", "JPY ¥"),
    ("SGD", "SGD $"),
]
CALENDARS = [
    ("CN", _("China: weekdays, public holidays and make-up days")),
    ("weekdays", _("Monday to Friday")),
]


class PersonManager(BaseUserManager):
    """People sign in with their e-mail address, compared without case."""

    def create_user(self, email, password=None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do depends on the brand: see Member."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("prs"))
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    def __str__(self):
        return self.name


class Brand(models.Model):
    """One walled garden: its members, its objects, its lake. Nothing crosses the wall."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("brd"))
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("brand name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    calendar = models.CharField(
        _("working calendar"), max_length=10, choices=CALENDARS, default="CN"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(left_at=None, person__is_active=True)

    def in_role(self, role):
        return self.active().filter(grants__role=role)

    def with_roles(self):
        """What `roles` reads comes along, in two queries however many the members."""
        loans = Delegation.objects.in_force(timezone.localdate())
        return self.prefetch_related(
            "grants", models.Prefetch("delegations_in", loans, to_attr="loans")
        )


class Member(models.Model):
    """A person in a brand, with roles. All permission questions are asked here."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("mem"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="members")
    is_admin = models.BooleanField(_("technical administrator"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(
        _("e-mail"),
        max_length=10,
        choices=[("each", _("Each notice")), ("daily", _("Daily digest")), ("never", _("Never"))],
        default="daily",
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "brand"], name="member_once")]

    def __str__(self):
        return self.person.name

    @property
    def roles(self):
        """Own roles, plus those delegated to this member today (asked once per instance)."""
        if not hasattr(self, "_roles"):
            if not hasattr(self, "loans"):
                self.loans = list(self.delegations_in.in_force(timezone.localdate()))
            held = (*self.grants.all(), *self.loans)
            self._roles = frozenset(each.role for each in held)
        return self._roles

    @property
    def module(self):
        """The module this member mostly stands in: that of the first role granted."""
        grants = list(self.grants.all())
        return matrix.MODULE_OF_ROLE[grants[0].role] if grants else "strategy"

    @property
    def name(self):
        return self.person.name

    @property
    def role(self):
        """The member's roles as one line of text."""
        return " · ".join(str(matrix.ROLES[grant.role]) for grant in self.grants.all())

    def belongs_to(self, member):
        return self.pk == member.pk

    def may(self, act, obj=None):
        """Does one of the member's roles carry `act` on `obj` (or in general, without one)?"""
        if self.left_at is not None:
            return False
        if obj is not None and obj.brand_id != self.brand_id:
            return False
        own = obj is None or obj.belongs_to(self)
        return matrix.carries(self.roles, act, own=own, is_admin=self.is_admin)

    def must(self, act, obj=None):
        """Raise NotAllowed unless the member may."""
        if not self.may(act, obj):
            raise NotAllowed


class RoleGrant(models.Model):
    """One role that a member holds."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=10, choices=list(matrix.ROLES.items()))
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["member", "role"], name="role_once")]


class DelegationQuerySet(models.QuerySet):
    def in_force(self, day):
        """Those that count on a day: nobody lends what is not, or not any more, theirs."""
        return self.filter(
            starts_on__lte=day,
            ends_on__gte=day,
            withdrawn_at=None,
            lender__left_at=None,
            lender__person__is_active=True,
            lender__grants__role=models.F("role"),
        )


class Delegation(models.Model):
    """A role lent to a colleague between two dates; four-eyes still compares persons."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("dlg"))
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT)
    lender = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="delegations_out")
    delegate = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="delegations_in", verbose_name=_("delegate")
    )
    role = models.CharField(_("role"), max_length=10, choices=list(matrix.ROLES.items()))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="delegation_forward"
            ),
            models.CheckConstraint(
                condition=~models.Q(lender=models.F("delegate")), name="delegation_to_another"
            ),
        ]

    def belongs_to(self, member):
        return self.lender_id == member.pk


def _invitation_expiry():
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """A seat kept for an address. Only the token's hash is stored; the mail carries the token."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("inv"))
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_invitation_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    @staticmethod
    def new_token():
        """A fresh secret and the hash under which it is stored."""
        token = secrets.token_urlsafe(32)
        return token, Invitation.hash_of(token)

    @staticmethod
    def hash_of(token):
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_open(self):
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > timezone.now()

    def belongs_to(self, member):
        return self.invited_by_id == member.pk
