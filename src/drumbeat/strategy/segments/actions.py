"""Counting who is in a segment."""

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.science.survey.margins import margin_of_error
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.tabulation.reading import Reading, read

VERBS = (gettext_noop("counted"),)


def within(reading: Reading, rule: dict) -> np.ndarray:
    """(n,) who gave one of the rule's answers to every question it names."""
    inside = np.ones(reading.n, bool)
    for key, wanted in rule.items():
        given = (answers.get(key) for answers in reading.answers)
        inside &= [
            any(str(one) in wanted for one in (each if isinstance(each, list) else [each]))
            for each in given
        ]
    return inside


def count(segment: Segment, *, by) -> Segment:
    """Size it by the answers there are today. Raises NotAllowed."""
    by.must("research.edit", segment)
    reading = read(segment.questionnaire)
    with recorded(by, "counted", segment):
        segment.base, segment.counted_at = reading.n, timezone.now()
        segment.share = segment.margin = None
        if reading.n:
            inside = within(reading, segment.rule)
            segment.share = float(reading.weights[inside].sum() / reading.weights.sum())
            segment.margin = margin_of_error(segment.share, reading.n_eff)
        segment.row_version += 1
        segment.save()
    return segment
