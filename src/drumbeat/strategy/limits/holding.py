"""Holding an act to the limit of who acts; a release of somebody else's lets it pass once."""

from contextlib import contextmanager
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.limits.models import LimitRelease
from drumbeat.strategy.limits.queries import in_brands, limits_of
from drumbeat.strategy.limits.states import RELEASE
from drumbeat.ui.templatetags.format import money


class OverLimit(Refused):
    """More than the member may do alone. ask_url: where to ask for a release of just that."""

    def __init__(self, line, kind, minor, limit, by):
        told = _(
            "Your limit for one act is %(limit)s. For more, ask for release in the budget of the "
            "plan “%(plan)s”."
        )
        shown = {"limit": money(limit, by.brand.currency), "plan": line.plan}
        super().__init__(Problem(told % shown, "amount"))
        asked = urlencode({"kind": kind, "amount": minor})
        self.ask_url = f"{reverse('strategy:new_release', args=[line.pk])}?{asked}"


@contextmanager
def held_on_form(form):
    """Around an act typed into a form: where it is above the limit, `form.ask_url` leads on."""
    try:
        yield
    except OverLimit as over:
        form.ask_url = over.ask_url
        raise


def hold_to_limit(line, kind: str, minor: int, by) -> None:
    """Let the act pass, by using up a release where it is above the limit of `by`.

    minor: in the plan's currency. The caller holds the line in the transaction that does the act,
    so that a release which was used by an act that fails is there again.
    Raises OverLimit; Refused where no rate holds.
    """
    limit = limits_of(by.brand_id).commits(by)
    if limit is None or in_brands(by.brand, minor, line.plan.currency) <= limit:
        return
    # Of several the smallest that covers it, so that the larger one is left for a larger act.
    release = (
        LimitRelease.objects.select_for_update()
        .filter(
            line=line,
            owner=by,
            kind=kind,
            state="released",
            currency=line.plan.currency,
            amount_minor__gte=minor,
            decided_at__gt=timezone.now() - LimitRelease.HOLDS,
        )
        .order_by("amount_minor", "decided_at")
        .first()
    )
    if release is None:
        raise OverLimit(line, kind, minor, limit, by)
    RELEASE.take(release, "use", by)
