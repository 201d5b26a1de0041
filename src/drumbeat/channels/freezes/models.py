"""What a freeze held: each placement with the state it was in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.people.members.models import Member
from drumbeat.strategy.models import Freeze


class Hold(models.Model):
    """A placement held still by a freeze, in the state it was in, until somebody lets it go on.

    Lifting the freeze lets all of them go; one that must go on while the rest stands still is let
    go by itself, and then its freeze does not keep it from going live.
    """

    # Ten thousand are written at once, so an index stands only where somebody looks by it: that on
    # the freeze is the constraint's.
    freeze = models.ForeignKey(
        Freeze, on_delete=models.CASCADE, related_name="holds", db_index=False
    )
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="holds")
    state_was = models.CharField(max_length=20, choices=PLACEMENT.choices)
    at = models.DateTimeField(default=timezone.now)
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=500, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["freeze", "placement"], name="held_once_by_a_freeze")
        ]
        indexes = [
            models.Index(
                fields=["placement"], condition=Q(let_go_at=None), name="open_holds_of_a_placement"
            )
        ]

    def __str__(self):
        return str(self.placement)
