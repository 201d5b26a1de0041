"""Tried before? Earlier briefs that are like this one, and what was learnt from them.

Likeness is points, so that one can say why a brief is asked about: the same angle 3, a shared
message or much the same words 2, a shared audience 1; from 3 on it is asked. Only work that was
delivered teaches, so only that is looked at.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.models import Brief, TriedAnswer
from drumbeat.knowledge.learnings.models import Learning
from drumbeat.science.text.near import features, shared
from drumbeat.thread.registry import ref
from drumbeat.thread.walk import lineage

ENOUGH = 3
MUCH_THE_SAME = 0.5  # how much of the shorter text the longer one says too
CHARACTERS = 160  # of name and proposition that count
LOOKED_AT = 30  # newest with the same angle or message, and newest of all
MOST = 3  # are asked about: more would be answered without reading


@dataclass(frozen=True)
class Tried:
    """An earlier brief, why it comes to mind, and what this brief answers to it (None: nothing)."""

    earlier: Brief
    reasons: tuple[str | Promise, ...]
    points: int
    answer: TriedAnswer | None = None


def tried_before(brief: Brief) -> list[Tried]:
    """The most alike delivered briefs, at most three, with the answers given (7 queries)."""
    angle, messages, audiences = brief.angle_id, _ids(brief, "messages"), _ids(brief, "audiences")
    words = _words(brief)
    answers = {
        each.earlier_id: each for each in brief.tried_answers.select_related("owner__person")
    }
    found = []
    for earlier in _candidates(brief, messages):
        alike = [
            (3, _("same angle"), angle and earlier.angle_id == angle),
            (2, _("same message"), messages & _ids(earlier, "messages")),
            (1, _("same audience"), audiences & _ids(earlier, "audiences")),
            (2, _("much the same words"), shared(words, _words(earlier)) >= MUCH_THE_SAME),
        ]
        points = sum(worth for worth, _reason, holds in alike if holds)
        if points >= ENOUGH:
            reasons = tuple(reason for _worth, reason, holds in alike if holds)
            found.append(Tried(earlier, reasons, points, answers.get(earlier.pk)))
    return sorted(found, key=lambda each: (-each.points, each.earlier.pk))[:MOST]


def answers_kept(brief: Brief) -> list[TriedAnswer]:
    """What the brief answered to earlier ones, for those who work from it (1 query)."""
    return list(brief.tried_answers.select_related("earlier", "owner__person"))


def learnt_from(earlier: Brief) -> list[Learning]:
    """Published learnings that rest on the brief, on what became of it, or on its campaign."""
    # Those that its plan had answered lie on the thread too, but as parents: they came before.
    came_of_it = [key for _parent, (kind, key) in lineage(earlier).links if kind == "learning"]
    about_it = Q(pk__in=came_of_it)
    if earlier.campaign_id:
        about_it |= Q(evidence__ref=ref(earlier.campaign))
    published = Learning.objects.of(earlier.brand_id).current().filter(state="published")
    return list(published.filter(about_it).distinct().order_by("-created_at", "-id"))


def _candidates(brief, messages):
    delivered = (
        Brief.objects.of(brief.brand_id)
        .current()
        .filter(state__in=("delivered", "closed"))
        .exclude(pk=brief.pk)
        .prefetch_related("messages", "audiences")
        .order_by("-pk")
    )
    # By keys first: rows joined once for each message they share would not be different ones.
    same = Q(messages__in=messages)
    if brief.angle_id:
        same |= Q(angle=brief.angle_id)
    near = delivered.filter(same).distinct().values_list("pk", flat=True)[:LOOKED_AT]
    newest = delivered.values_list("pk", flat=True)[:LOOKED_AT]
    return delivered.filter(pk__in={*near, *newest})


def _ids(brief, relation):
    return {one.pk for one in getattr(brief, relation).all()}


def _words(brief):
    said = f"{brief.title_zh} {brief.title_en} {brief.proposition}"
    return features(said[:CHARACTERS])
