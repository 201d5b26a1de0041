"""Setting the weights' targets, or doing without."""

from django.db import transaction
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.surveys.models import Questionnaire, Weighting

VERBS = (gettext_noop("weighted"), gettext_noop("took the weights off"))


def weight(questionnaire: Questionnaire, *, by, targets: dict, source: str, low, high) -> Weighting:
    """From now on results stand for these shares; no target takes the weights off.

    Raises NotAllowed.
    """
    by.must("research.edit", questionnaire)
    with transaction.atomic():
        weighting = Weighting.objects.filter(questionnaire=questionnaire).first() or Weighting(
            brand=questionnaire.brand, owner=by, questionnaire=questionnaire
        )
        with recorded(by, "weighted" if targets else "took the weights off", questionnaire):
            weighting.targets, weighting.source = targets, source
            weighting.low, weighting.high = low, high
            weighting.save()
    return weighting
