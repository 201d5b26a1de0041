"""What a path must have before it can be in force, and what of a step is worth a warning."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.content.paths.queries import line_of, steps_of
from drumbeat.people.errors import Problem

FEWEST_STEPS = 2


def problems(path: GuidancePath) -> Iterator[Problem]:
    """Yields a Problem for everything that is missing, in the order of the steps (one query)."""
    steps = steps_of(path)
    line = line_of(steps)
    if len(line) < FEWEST_STEPS:
        yield Problem(_("A path has at least two steps: where people come in, and where it leads."))
        return
    if steps[0].is_exit:
        yield Problem(_("“%s” is a side exit without a step before it.") % steps[0])
    for step in steps:
        for missing in gaps(step, is_last=step is line[-1]):
            yield Problem(_("%(step)s: %(gap)s") % {"step": step, "gap": missing})


def gaps(step: PathStep, *, is_last: bool) -> list[str]:
    """What is missing at one step, in words. Who stands at the last step or a side exit is led no
    further, so these promise nothing. An address is missed at none: a step can be a talk."""
    missing = []
    if not step.promise and not (is_last or step.is_exit):
        missing.append(_("it promises nothing"))
    if not step.call_to_action and not (is_last or step.is_exit):
        missing.append(_("it asks for no act"))
    if not step.is_counted:
        missing.append(_("nothing counts it"))
    if step.target_rate is None and not is_last:
        missing.append(_("no target rate"))
    return missing
