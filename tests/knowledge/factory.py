"""Knowledge's named factories."""

from datetime import timedelta

from django.utils import timezone

from drumbeat.knowledge.learnings.actions import propose, publish
from drumbeat.strategy.models import Goal
from drumbeat.thread.registry import ref
from tests.world import a_member


def a_thing_to_show(owner, title="Autumn revenue"):
    """Something on the thread that evidence can point at."""
    today = timezone.localdate()
    return Goal.objects.create(
        brand=owner.brand, owner=owner, title_en=title, starts_on=today, ends_on=today
    )


def a_draft_learning(
    owner, title="Short videos halve the cost per order", *, evidence=True, days=300, **fields
):
    shown = [(ref(a_thing_to_show(owner)), "CPA ¥71 against ¥140", {"CPA": "¥71"})]
    return propose(
        owner,
        title=title,
        kind=fields.pop("kind", "positive"),
        evidence=shown if evidence else (),
        expires_on=timezone.localdate() + timedelta(days=days),
        **fields,
    )


def a_published_learning(owner, title="Short videos halve the cost per order", **fields):
    draft = a_draft_learning(owner, title, **fields)
    return publish(draft, by=a_member(owner.brand, "an", name="Analyst An"))
