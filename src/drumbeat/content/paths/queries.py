"""What screens read about guidance paths."""

from django.db.models import OuterRef

from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.people.records import number_of


def paths(brand):
    """Those that are drawn or in force, by campaign, with `step_count` (one query)."""
    steps = PathStep.objects.current().filter(path=OuterRef("pk"))
    return (
        GuidancePath.objects.of(brand)
        .current()
        .exclude(state="superseded")
        .select_related("campaign", "audience", "message", "owner__person")
        .annotate(step_count=number_of(steps, "path"))
        .order_by("-campaign__starts_on", "title_en", "title_zh", "id")
    )


def paths_of(campaign):
    """The campaign's own, without those that a newer version replaced (one query)."""
    return GuidancePath.objects.current().filter(campaign=campaign).exclude(state="superseded")


def steps_of(path: GuidancePath) -> list[PathStep]:
    """The path's steps in order (one query)."""
    found = list(path.steps.current())
    for step in found:
        step.path = path
    return found


def line_of(steps: list[PathStep]) -> list[PathStep]:
    """The steps that lead on, without the side exits."""
    return [step for step in steps if not step.is_exit]


def exits_of(steps: list[PathStep]) -> dict[str, list[PathStep]]:
    """Step id → the side exits that leave after it."""
    exits: dict[str, list[PathStep]] = {}
    at = None
    for step in steps:
        if not step.is_exit:
            at = step
        elif at is not None:
            exits.setdefault(at.pk, []).append(step)
    return exits


def versions_of(path: GuidancePath) -> list[GuidancePath]:
    """All versions of the path, newest first (one query)."""
    known = {one.pk: one for one in GuidancePath.objects.of(path.brand).current()}
    after = {one.replaces_id: one for one in known.values() if one.replaces_id}
    found = [path]
    while found[0].pk in after:
        found.insert(0, after[found[0].pk])
    while found[-1].replaces_id in known:
        found.append(known[found[-1].replaces_id])
    return found
