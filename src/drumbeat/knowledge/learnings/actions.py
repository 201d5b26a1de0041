"""What people, and the clock, do with learnings."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.knowledge.learnings.models import Evidence, Learning
from drumbeat.knowledge.learnings.states import LEARNING
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.notices.actions import notify
from drumbeat.thread.registry import kind, resolve

VERBS = (
    gettext_noop("proposed"),
    gettext_noop("added evidence to"),
    gettext_noop("removed evidence from"),
)


@transaction.atomic
def propose(
    by,
    *,
    title: str,
    kind: str,
    evidence=(),
    expires_on,
    detail="",
    scope="",
    effect="",
    confidence="medium",
) -> Learning:
    """A draft for somebody to publish, as retrospectives write them.

    title: the claim, stored in the language it is written in. evidence: (ref, note, figures)
    each, figures a dict of plain JSON values. Raises NotAllowed, Refused.
    """
    by.must("learning.create")
    is_chinese = any("一" <= letter <= "鿿" for letter in title)
    draft = Learning(
        brand=by.brand,
        owner=by,
        kind=kind,
        detail=detail,
        scope=scope,
        effect=effect,
        confidence=confidence,
        expires_on=expires_on,
        **{"title_zh" if is_chinese else "title_en": title[:160]},
    )
    with recorded(by, "proposed", draft):
        draft.save()
        for ref, note, figures in evidence:
            _linked(draft, by, ref, note, figures)
    return draft


def add_evidence(learning: Learning, *, by, ref: str, note: str, figures=None) -> Evidence:
    """Link an object of the thread. On a published learning this is how it may be refuted.

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("learning.create" if learning.state == "published" else "learning.edit", learning)
    if learning.state not in ("draft", "published"):
        raise WrongState(_("Nothing is added to a learning that has ended."))
    _must_be_seen(by, ref)
    if not note.strip():
        raise Refused(Problem(_("Say what it shows."), "note"))
    if learning.evidence.filter(ref=ref, note=note).exists():
        raise Refused(Problem(_("This is linked already."), "ref"))
    with recorded(by, "added evidence to", learning, reason=note):
        return _linked(learning, by, ref, note, figures or {})


def remove_evidence(evidence: Evidence, *, by) -> None:
    """Unlink evidence from a draft. Raises NotAllowed, WrongState."""
    learning = evidence.learning
    by.must("learning.edit", learning)
    if learning.state != "draft":
        raise WrongState(_("What a published learning rests on is not taken away."))
    with recorded(by, "removed evidence from", learning, reason=evidence.note):
        evidence.delete()


def publish(learning: Learning, *, by, reason="") -> Learning:
    """Plans must answer it from now on. Raises NotAllowed, WrongState, Refused (I-17)."""
    return LEARNING.take(learning, "publish", by, reason=reason)


def refute(learning: Learning, *, by, reason: str) -> Learning:
    """It turned out wrong; newer evidence says so. Raises NotAllowed, WrongState, Refused."""
    with LEARNING.step(learning, "refute", by, reason=reason):
        if learning.owner_id != by.pk:
            notify(
                learning.owner,
                "learning_refuted",
                gettext_lazy("A learning of yours is refuted"),
                url=learning.get_absolute_url(),
            )
    return learning


def renew(learning: Learning, *, by, expires_on, reason: str) -> Learning:
    """It still holds: give it more time, 18 months at most. Raises NotAllowed, WrongState, Refused."""
    today = timezone.localdate()
    if not today <= expires_on <= latest_expiry(today):
        raise Refused(Problem(_("Choose a day within the next 18 months."), "expires_on"))
    return LEARNING.take(learning, "renew", by, reason=reason, expires_on=expires_on)


def expire_due(now) -> int:
    """Expire what is past its last day in its brand's time zone; returns how many."""
    count = 0
    due = Learning.objects.filter(
        state="published", expires_on__lte=(now + timedelta(days=1)).date()
    )
    for learning in due.select_related("brand", "owner__person"):
        if learning.expires_on < now.astimezone(ZoneInfo(learning.brand.time_zone)).date():
            _expire(learning)
            count += 1
    return count


def must_be_draft(learning: Learning) -> None:
    """Raises WrongState: plans have answered what was published, so the claim stays as it is."""
    if learning.state != "draft":
        raise WrongState(_("Only a draft can be edited. Renew it, or refute it with evidence."))


def _expire(learning):
    with LEARNING.step(learning, "expire", None):
        notify(
            learning.owner,
            "learning_expired",
            gettext_lazy("A learning of yours has expired"),
            url=learning.get_absolute_url(),
        )


def _must_be_seen(by, ref):
    found = resolve(by.brand, [ref]).get(ref)
    if found is None or not by.may(kind(ref.partition(":")[0]).view, found):
        raise Refused(Problem(_("Choose an object of the thread from the search."), "ref"))


def _linked(learning, by, ref, note, figures):
    _must_be_seen(by, ref)
    return Evidence.objects.create(
        brand=learning.brand, owner=by, learning=learning, ref=ref, note=note[:300], figures=figures
    )
