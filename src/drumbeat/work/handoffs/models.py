"""Handoffs: one module passes an object to another and the clock runs until it is answered."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.matrix import MODULES
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.work.handoffs.states import HANDOFF
from drumbeat.work.tasks.models import Task


class Handoff(Record):
    """A baton: from one module to another, `ref` names the object that changes hands."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("hnd"))
    from_module = models.CharField(
        pgettext_lazy("handoff", "from"), max_length=10, choices=list(MODULES.items())
    )
    to_module = models.CharField(
        pgettext_lazy("handoff", "to"), max_length=10, choices=list(MODULES.items())
    )
    receiver = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("receiver"),
    )
    ref = models.CharField(_("what"), max_length=60, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="handoffs"
    )
    note = models.TextField(_("what the receiver should know"), blank=True)
    answer_within_hours = models.DecimalField(
        _("answer within (working hours)"), max_digits=5, decimal_places=1, default=8
    )
    offered_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=20, choices=HANDOFF.choices, default="offered", editable=False
    )

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.CheckConstraint(condition=named(), name="handoff_named"),
            models.CheckConstraint(
                condition=~Q(from_module=F("to_module")), name="handoff_crosses_a_border"
            ),
        ]
        indexes = [models.Index(fields=["brand", "state", "to_module"])]

    def get_absolute_url(self):
        return reverse("work:handoff", args=[self.pk])


class HandoffAnswer(Owned):
    """Accepted with a playback in the receiver's own words, or returned with a reason."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("hna"))
    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_accepted = models.BooleanField()
    words = models.TextField(_("in your own words"))
    working_hours = models.DecimalField(max_digits=7, decimal_places=2, default=0)

    class Meta:
        ordering = ["at"]
