"""Tasks: one owner, one due date, one deliverable, one acceptance rule (F3, I-02)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.matrix import MODULES
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, in_language, named
from drumbeat.work.files.models import StoredFile
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.states import CLOSED, TASK


class Task(Record):
    """A step of a run, or a single task. `accountable` accepts what the owner delivers."""

    KINDS = [("task", _("Task")), ("gate", _("Gate")), ("milestone", _("Milestone"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("tsk"))
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    key = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="task")
    phase = models.CharField(max_length=12, blank=True)
    module = models.CharField(_("module"), max_length=10, choices=list(MODULES.items()))
    role = models.CharField(max_length=12, blank=True)
    accountable = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    subject = models.CharField(max_length=60, blank=True)
    duration = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    start_at = models.DateTimeField(_("start"))
    due_at = models.DateTimeField(_("due"))
    baseline_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    slack = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    is_critical = models.BooleanField(default=False)
    deliverable_en = models.TextField(_("deliverable (English)"), blank=True)
    deliverable_zh = models.TextField(_("deliverable (Chinese)"), blank=True)
    acceptance_en = models.TextField(_("accepted when (English)"), blank=True)
    acceptance_zh = models.TextField(_("accepted when (Chinese)"), blank=True)
    raci = models.JSONField(default=dict, blank=True)
    gate_rule = models.JSONField(default=dict, blank=True)
    delivered_ref = models.CharField(max_length=60, blank=True)
    delivered_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_note = models.TextField(_("note to the acceptor"), blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=TASK.choices, default="ready", editable=False)

    class Meta:
        ordering = ["start_at", "key", "id"]
        constraints = [
            models.CheckConstraint(condition=named(), name="task_named"),
            models.CheckConstraint(
                condition=~Q(deliverable_en="", deliverable_zh=""), name="task_has_deliverable"
            ),
            models.CheckConstraint(
                condition=~Q(acceptance_en="", acceptance_zh=""), name="task_has_acceptance"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("start_at")), name="task_forward"),
            models.UniqueConstraint(
                fields=["run", "key"], condition=Q(run__isnull=False), name="task_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "owner", "state", "due_at"]),
            models.Index(fields=["run", "state"]),
            models.Index(fields=["brand", "subject"]),
            models.Index(fields=["brand", "state", "due_at"]),
            # The list of all tasks: counted, and walked to its last page, in the index alone.
            models.Index(
                fields=["brand", "due_at", "key", "id", "run"],
                condition=Q(archived_at=None),
                name="current_tasks_by_due_date",
            ),
            # Finding looks at the newest of a brand; identifiers sort by birth.
            models.Index(
                fields=["brand", "id", "run"],
                condition=Q(archived_at=None),
                name="current_tasks_by_birth",
            ),
        ]

    @property
    def deliverable(self):
        return in_language(self.deliverable_en, self.deliverable_zh)

    @property
    def acceptance(self):
        return in_language(self.acceptance_en, self.acceptance_zh)

    @property
    def is_open(self):
        return self.state not in CLOSED

    @property
    def is_overdue(self):
        return self.is_open and self.due_at < timezone.now()

    @property
    def is_delivered(self):
        return bool(self.delivered_ref or self.delivered_file_id)

    def get_absolute_url(self):
        return reverse("work:task", args=[self.pk])


class Dependency(models.Model):
    """`task` may start `lag` units after `needs` is accepted; a waived one is red for ever."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="dependants")
    lag = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    waived_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "needs"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(task=F("needs")), name="dependency_on_another"),
        ]


class Delivery(Owned):
    """One hand-in and its answer: accepted, or returned with a reason.

    is_single_person: accepted by the one who handed it in, because nobody else could.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("dlv"))
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deliveries")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ref = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True)
    is_single_person = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
