"""Rules change after a text was written: whatever may still go out is read again.

A new brand platform only marks the texts; the clock reads them, a portion at a time, so a brand
with ten thousand texts activates its platform as fast as one with ten.
"""

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from drumbeat.content.assets.models import Version
from drumbeat.content.assets.rules import hold_to_rules
from drumbeat.content.notices import tell
from drumbeat.strategy.signals import platform_activated

AT_ONCE = 100
RULES_CHANGED = "rules_changed"


def may_go_out(versions):
    """Texts in use, and the newest of each asset: what is older, or retired, never goes out."""
    newest = Version.objects.filter(asset=OuterRef("asset")).order_by("-number").values("pk")[:1]
    texts = versions.exclude(text="").filter(asset__archived_at=None)
    in_use = Q(state__in=("approved", "published"))
    return texts.exclude(state="retired").filter(in_use | Q(pk=Subquery(newest)))


@receiver(platform_activated)
def wait_to_be_read(sender, platform, **_more):
    versions = may_go_out(Version.objects.of(platform.brand_id))
    versions.order_by().update(needs_reading=True)


def read_due() -> int:
    """Read what waits, the oldest first; returns how many texts were read.

    Who wrote a text that may go out and that a rule now stops is told.
    """
    waiting = Version.objects.filter(needs_reading=True).select_related(
        "brand", "asset", "owner__brand"
    )
    found = list(waiting.order_by("pk")[:AT_ONCE])
    for version in found:
        with transaction.atomic(), override(version.brand.language):
            raised = hold_to_rules(version)
            Version.objects.filter(pk=version.pk).update(needs_reading=False)
            if any(finding.severity == "block" for finding in raised):
                words = _("The rules changed, and “%(name)s” breaks one of them now.")
                tell([version.owner], RULES_CHANGED, words, version)
    return len(found)
