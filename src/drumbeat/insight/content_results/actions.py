"""What people do with an advice: take it, learn from it, or dismiss it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.content.briefs.parts import add_reference
from drumbeat.content.models import Brief, Reference
from drumbeat.content.notices import tell
from drumbeat.insight.content_results.advice import Advice
from drumbeat.insight.content_results.models import ContentDecision
from drumbeat.knowledge.learnings.actions import propose
from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may

VERBS = (gettext_noop("decided on"),)
BRIEFED = {"refresh": gettext_lazy("Refresh: %s"), "repeat": gettext_lazy("Repeat: %s")}


@transaction.atomic
def decide(asset, advice: Advice, *, by: Member, answer: str, reason: str = ""):
    """Answer the advice; returns what to look at next: the brief, the learning, or the decision
    itself. Raises NotAllowed, Refused without a reason to dismiss."""
    by.must("metric.comment", asset)
    if answer == "dismissed" and not reason.strip():
        raise Refused(Problem(_("Say why, so that nobody asks again."), "reason"))
    made = None
    if answer == "learned":
        made = _learning(asset, advice, by, reason)
    elif answer == "refreshed":
        made = _brief(asset, advice, by, BRIEFED["refresh"])
    elif answer == "taken" and advice.key in BRIEFED:
        made = _brief(asset, advice, by, BRIEFED[advice.key])
    decision = ContentDecision(
        brand=asset.brand,
        owner=by,
        asset=asset,
        advice=advice.key,
        why=advice.why[:300],
        answer=answer,
        reason=reason.strip(),
        figures=advice.figures | {"rules": advice.values},
        outcome=f"{made._meta.model_name}:{made.pk}" if made else "",
    )
    with recorded(by, "decided on", decision, reason=reason):
        decision.save()
    if answer == "taken":
        _tell_who_acts(asset, advice, decision)
    return made or decision


def _tell_who_acts(asset, advice: Advice, decision: ContentDecision) -> None:
    if advice.key == "boost":
        tell(
            members_who_may(asset.brand, "placement.create", besides=[decision.owner]),
            "content_boost",
            gettext_lazy("“%(name)s” does well: please give it more."),
            decision,
        )
    elif advice.key == "renew":
        holders = [one for one in (advice.right.owner, asset.owner) if one != decision.owner]
        words = gettext_lazy("“%(name)s” does well, and a right of it ends soon: please renew it.")
        tell(holders, "content_renew", words, asset)


def _brief(asset, advice: Advice, by: Member, title) -> Brief:
    """A draft for the same plan, message and audience, with the piece and its numbers to look at."""
    by.must("brief.create")
    old = asset.brief
    words = str(title)
    brief = Brief(
        brand=asset.brand,
        owner=by,
        plan=old.plan,
        angle=old.angle,
        title_en=(words % asset.title_en)[:160] if asset.title_en else "",
        title_zh=(words % asset.title_zh)[:160] if asset.title_zh else "",
        formats=str(asset.get_kind_display()),
    )
    with recorded(by, "created", brief):
        brief.save()
        brief.messages.add(asset.message)
        brief.audiences.set(old.audiences.all())
    why = f"{advice.name}. {advice.why}"[:300]
    reference = Reference(brand=asset.brand, owner=by, brief=brief, asset=asset, why=why)
    add_reference(reference, by=by)
    return brief


def _learning(asset, advice: Advice, by: Member, reason: str):
    return propose(
        by,
        title=reason.strip() or f"{asset}: {advice.why}",
        kind="negative" if advice.key in ("retire", "refresh") else "positive",
        evidence=[(f"asset:{asset.pk}", advice.why[:300], advice.figures)],
        expires_on=latest_expiry(timezone.localdate()),
        scope=str(asset.get_kind_display()),
    )
