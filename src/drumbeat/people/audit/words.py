"""The trail in the reader's words: verbs, kinds of objects, states."""

from functools import cache

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.thread.registry import kinds

# The trail keeps plain words; those of the rooms on the ground are marked for translation here. A
# room above marks its own, and a step of a state machine is called by the machine's own label.
VERBS = (
    gettext_noop("changed"),
    gettext_noop("commented"),
    gettext_noop("created"),
    gettext_noop("decided again"),
    gettext_noop("edited"),
    gettext_noop("founded"),
    gettext_noop("invited"),
    gettext_noop("joined"),
    gettext_noop("lent a role"),
    gettext_noop("minted"),
    gettext_noop("moved"),
    gettext_noop("moved the anchor"),
    gettext_noop("moved to the new plan"),
    gettext_noop("offered"),
    gettext_noop("published version"),
    gettext_noop("raised"),
    gettext_noop("reassigned"),
    gettext_noop("removed"),
    gettext_noop("resolved"),
    gettext_noop("set roles"),
    gettext_noop("started"),
    gettext_noop("took a role back"),
    gettext_noop("uploaded"),
    gettext_noop("waived"),
    gettext_noop("waived a dependency"),
)
KINDS = (
    gettext_noop("acknowledgement"),
    gettext_noop("approval"),
    gettext_noop("arming"),
    gettext_noop("asset"),
    gettext_noop("brand"),
    gettext_noop("budget line"),
    gettext_noop("budget move"),
    gettext_noop("channel"),
    gettext_noop("check in"),
    gettext_noop("closing"),
    gettext_noop("comment"),
    gettext_noop("confirmation"),
    gettext_noop("conversion"),
    gettext_noop("delegation"),
    gettext_noop("delivery"),
    gettext_noop("dependency"),
    gettext_noop("evidence"),
    gettext_noop("finding"),
    gettext_noop("freeze"),
    gettext_noop("gate decision"),
    gettext_noop("handshake"),
    gettext_noop("invitation"),
    gettext_noop("key result"),
    gettext_noop("learning answer"),
    gettext_noop("ledger entry"),
    gettext_noop("mapping rule"),
    gettext_noop("member"),
    gettext_noop("message house"),
    gettext_noop("order import"),
    gettext_noop("pillar"),
    gettext_noop("plan approval"),
    gettext_noop("playbook"),
    gettext_noop("playbook version"),
    gettext_noop("proof point"),
    gettext_noop("retrospective"),
    gettext_noop("right"),
    gettext_noop("settlement"),
    gettext_noop("source"),
    gettext_noop("spend import"),
    gettext_noop("stored file"),
    gettext_noop("tracking link"),
)


def verb_in_words(machine, verb):
    """machine: that of the object's kind, or None."""
    if machine and verb in machine.by_verb:
        return machine.by_verb[verb].label
    return _(verb)


def state_in_words(machine, state):
    return machine.label(state) if machine and state in machine.states else state


def kind_in_words(kind):
    """kind: a model's name in lower case, as the trail keeps it."""
    model = _models().get(kind)
    on_the_thread = {known.model_class: known for known in kinds()}
    if model in on_the_thread:
        return on_the_thread[model].label
    return _(str(model._meta.verbose_name)) if model else kind


def machine_of(kind):
    """The state machine of a kind of objects; None for kinds without states."""
    model = _models().get(kind)
    return apps.get_app_config("people").machines.get(model._meta.label_lower) if model else None


@cache
def _models():
    return {model._meta.model_name: model for model in apps.get_models()}
