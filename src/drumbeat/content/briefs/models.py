"""Briefs: the order from strategy to content, acknowledged in content's own words (L10)."""

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.kinds import BRIEF_KINDS, CHOICES, OWN, BriefKind
from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.briefs.types.models import BriefType, as_kind
from drumbeat.content.planning.models import Angle
from drumbeat.people.identity import prefixed_ulid
from drumbeat.people.members.models import Member
from drumbeat.people.records import Owned, Record, named
from drumbeat.strategy.models import Audience, Campaign, Insight, KeyMessage, Plan


class Brief(Record):
    """What is wanted, for whom, saying what, and how we will know that it worked.

    kind: its type, which asks for some fields more (see `kinds`); own_type: which one where it is
    the brand's own. definition: what that type asked for when the brief was submitted first.
    assignee: who of content works on it.
    late_told_at: when those concerned last heard that an answer is overdue.
    """

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("brf"))
    kind = models.CharField(
        _("type"), max_length=10, choices=[*CHOICES, (OWN, _("Own type"))], default="piece"
    )
    own_type = models.ForeignKey(
        BriefType,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="briefs",
        verbose_name=_("own type"),
    )
    definition = models.JSONField(null=True, editable=False)
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="briefs", verbose_name=_("plan")
    )
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="briefs",
        verbose_name=_("campaign"),
    )
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="briefs", verbose_name=_("audiences")
    )
    messages = models.ManyToManyField(
        KeyMessage, blank=True, related_name="briefs", verbose_name=_("key messages")
    )
    insights = models.ManyToManyField(
        Insight, blank=True, related_name="briefs", verbose_name=_("insights")
    )
    angle = models.ForeignKey(
        Angle,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="briefs",
        verbose_name=_("angle"),
    )
    objective = models.TextField(_("objective"), blank=True)
    insight = models.TextField(_("insight"), blank=True, help_text=_("“X because Y, so Z”"))
    proposition = models.TextField(_("single-minded proposition"), blank=True)
    tone = models.CharField(_("tone"), max_length=200, blank=True)
    mandatories = models.TextField(_("mandatories"), blank=True)
    do_not = models.TextField(_("do not"), blank=True)
    formats = models.CharField(_("formats"), max_length=300, blank=True)
    success_metric = models.CharField(_("success metric"), max_length=200, blank=True)
    length = models.CharField(_("length"), max_length=120, blank=True, default="")
    runs_on = models.CharField(_("where it runs"), max_length=200, blank=True, default="")
    claims = models.TextField(_("claims allowed"), blank=True, default="")
    disclosure = models.CharField(_("how it is marked"), max_length=120, blank=True, default="")
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    happens_on = models.DateField(_("day of the event"), null=True, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=120, blank=True, default="")
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=BRIEF.choices, default="draft", editable=False)
    late_told_at = models.DateTimeField(null=True, editable=False)
    assignee = models.ForeignKey(
        Member,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("assigned to"),
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=named(), name="brief_named"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[*BRIEF_KINDS, OWN]), name="brief_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=OWN, own_type__isnull=False)
                | ~models.Q(kind=OWN) & models.Q(own_type=None),
                name="brief_own_type_named",
            ),
        ]

    @property
    def asked_by(self) -> BriefKind:
        """What its type asks for: a type of the brand's own as the brief was submitted by it."""
        if self.kind != OWN:
            return BRIEF_KINDS[self.kind]
        return as_kind(self.own_type, self.definition or self.own_type.definition)

    @property
    def type_name(self) -> str:
        return str(self.own_type if self.kind == OWN else self.get_kind_display())

    @property
    def is_acknowledged(self):
        """Content restated the intent and strategy confirmed that restatement."""
        return Confirmation.objects.filter(acknowledgement__brief=self).exists()

    def get_absolute_url(self):
        return reverse("content:brief", args=[self.pk])


class Acknowledgement(Owned):
    """Content takes the brief on, in its own words."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("ack"))
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="acknowledgements")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    restated_intent = models.TextField(_("the intent in your own words"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]


class Confirmation(Owned):
    """Strategy says: yes, that is what we meant. By somebody other than who restated it."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cnf"))
    acknowledgement = models.OneToOneField(
        Acknowledgement, on_delete=models.CASCADE, related_name="confirmation"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Reference(Owned):
    """A piece to look at before making ours: somebody's page, or an asset of our own."""

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("rfc"))
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="references")
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=("http", "https"))],
    )
    asset = models.ForeignKey(
        "content.Asset",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asset of our library"),
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    why = models.CharField(
        _("why"), max_length=300, help_text=_("What to take from it, and what not")
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asset=None) & ~models.Q(url="")
                | models.Q(asset__isnull=False, url=""),
                name="reference_is_a_page_or_an_asset",
            )
        ]

    def __str__(self):
        return self.title or (str(self.asset) if self.asset_id else self.url)

    @property
    def address(self):
        return self.asset.get_absolute_url() if self.asset_id else self.url

    def get_absolute_url(self):
        return self.brief.get_absolute_url()


class TriedAnswer(Owned):
    """What a brief makes of an earlier one that is like it."""

    ANSWERS = [("used", _("We use it")), ("set_aside", _("It does not apply"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("tra"))
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="tried_answers")
    earlier = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS)
    why = models.TextField(_("how, or why not"), max_length=1000)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "earlier"], name="one_answer_an_earlier"),
            models.CheckConstraint(
                condition=~models.Q(brief=models.F("earlier")), name="earlier_is_another"
            ),
        ]

    def __str__(self):
        return self.why


class ChangeAnswer(Owned):
    """Content looked again after strategy changed a message or an audience of the brief."""

    ANSWERS = [("kept", _("No change needed")), ("follows", _("Our work follows the change"))]

    id = models.CharField(primary_key=True, max_length=30, default=prefixed_ulid("cha"))
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="change_answers")
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS)
    note = models.TextField(_("what follows, or why nothing does"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.note
