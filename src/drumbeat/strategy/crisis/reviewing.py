"""Looking back: what was learned becomes a learning that plans must answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.knowledge.learnings.actions import propose
from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.crisis.actions import held
from drumbeat.strategy.crisis.log import log
from drumbeat.strategy.crisis.models import CrisisReview
from drumbeat.thread.registry import ref

VERBS = (gettext_noop("wrote the review of"), gettext_noop("published the review of"))
NEEDED = ("causes", "helped", "hurt", "lesson")


def write(form, *, by) -> CrisisReview:
    """Keep what is written so far; the form is valid. Raises NotAllowed, WrongState, StaleEdit."""
    review = form.instance
    by.must("crisis.create", review.crisis)
    must_be_open(review)
    with held(review.crisis):
        return form.save_recorded(by, "wrote the review of")


@transaction.atomic
def publish(review: CrisisReview, *, by) -> CrisisReview:
    """Everybody reads it, and its lesson waits in knowledge to be published.

    Raises NotAllowed, WrongState, Refused naming each part that is empty.
    """
    by.must("crisis.approve", review.crisis)
    must_be_open(review)
    missing = [name for name in NEEDED if not getattr(review, name).strip()]
    if missing:
        labels = [str(CrisisReview._meta.get_field(name).verbose_name) for name in missing]
        raise Refused(Problem(_("Still empty: %(parts)s.") % {"parts": ", ".join(labels)}))
    crisis = review.crisis
    with held(crisis), recorded(by, "published the review of", review):
        review.learning = propose(
            by,
            title=review.lesson,
            kind="process",
            detail=review.causes,
            evidence=[(ref(crisis), str(crisis), {"level": crisis.level})],
            expires_on=latest_expiry(timezone.localdate()),
        )
        review.published_at = timezone.now()
        review.save()
        words = gettext_lazy("The review is published. What we learned: {lesson}")
        log(crisis, "review", format_lazy(words, lesson=review.lesson), by=by)
    return review


def must_be_open(review) -> None:
    """Raises WrongState once it is published."""
    if review.published_at:
        raise WrongState(_("The review is published; it stays as it is."))
