"""The trail in the reader's words: verbs, kinds of objects, states."""

from functools import cache

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from drumbeat.thread.registry import kinds

# The trail keeps plain words; those of the rooms on the ground are marked for translation here. A
# room above marks its own.
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


# What a step's button asks for, told as what somebody did. A step that is not here (of a machine of
# its own kind) is called by its label.
DONE = {
    "abort": pgettext_lazy("done", "aborted"),
    "accept": pgettext_lazy("done", "accepted"),
    "activate": pgettext_lazy("done", "activated"),
    "agree": pgettext_lazy("done", "agreed and froze"),
    "approve": pgettext_lazy("done", "approved"),
    "arm": pgettext_lazy("done", "armed"),
    "block": pgettext_lazy("done", "blocked"),
    "book": pgettext_lazy("done", "booked"),
    "cancel": pgettext_lazy("done", "cancelled"),
    "close": pgettext_lazy("done", "closed"),
    "commit": pgettext_lazy("done", "put in the books"),
    "confirm": pgettext_lazy("done", "confirmed"),
    "contain": pgettext_lazy("done", "contained"),
    "convene": pgettext_lazy("done", "convened the cell"),
    "correct": pgettext_lazy("done", "said: not what we meant"),
    "de_escalate": pgettext_lazy("done", "de-escalated"),
    "deliver": pgettext_lazy("done", "delivered"),
    "disarm": pgettext_lazy("done", "disarmed"),
    "dismiss": pgettext_lazy("done", "dismissed"),
    "end": pgettext_lazy("done", "ended"),
    "expire": pgettext_lazy("done", "let expire"),
    "fail": pgettext_lazy("done", "failed"),
    "field": pgettext_lazy("done", "opened for answers"),
    "finish": pgettext_lazy("done", "finished"),
    "flare_up": pgettext_lazy("done", "saw flare up again"),
    "go_live": pgettext_lazy("done", "set live"),
    "offer_again": pgettext_lazy("done", "offered again"),
    "pass": pgettext_lazy("done", "passed"),
    "pause": pgettext_lazy("done", "paused"),
    "prepare": pgettext_lazy("done", "made ready"),
    "produce": pgettext_lazy("done", "started production"),
    "publish": pgettext_lazy("done", "published"),
    "reconcile": pgettext_lazy("done", "reconciled"),
    "refute": pgettext_lazy("done", "refuted"),
    "reject": pgettext_lazy("done", "discarded"),
    "renew": pgettext_lazy("done", "renewed"),
    "reopen": pgettext_lazy("done", "opened again"),
    "report": pgettext_lazy("done", "reported"),
    "request_changes": pgettext_lazy("done", "asked for changes"),
    "restate": pgettext_lazy("done", "restated the intent"),
    "resume": pgettext_lazy("done", "resumed"),
    "retire": pgettext_lazy("done", "retired"),
    "return": pgettext_lazy("done", "returned"),
    "send_to_review": pgettext_lazy("done", "sent to review"),
    "settle": pgettext_lazy("done", "settled"),
    "start": pgettext_lazy("done", "started"),
    "submit": pgettext_lazy("done", "submitted"),
    "supersede": pgettext_lazy("done", "superseded"),
    "time_out": pgettext_lazy("done", "ended with its flight"),
    "triage": pgettext_lazy("done", "triaged"),
    "unblock": pgettext_lazy("done", "unblocked"),
    "waive": pgettext_lazy("done", "waived"),
    "wind_down": pgettext_lazy("done", "started closing"),
    "withdraw": pgettext_lazy("done", "withdrew"),
}


def verb_in_words(machine, verb):
    """machine: that of the object's kind, or None."""
    if machine and verb in machine.by_verb:
        return DONE.get(verb, machine.by_verb[verb].label)
    return _(verb)


def state_in_words(machine, state):
    return machine.label(state) if machine and state in machine.states else state


def kind_in_words(kind):
    """kind: a model's name in lower case, as the trail keeps it."""
    model = model_of(kind)
    on_the_thread = {known.model_class: known for known in kinds()}
    if model in on_the_thread:
        return on_the_thread[model].label
    return _(str(model._meta.verbose_name)) if model else kind


def machine_of(kind):
    """The state machine of a kind of objects; None for kinds without states."""
    model = model_of(kind)
    return apps.get_app_config("people").machines.get(model._meta.label_lower) if model else None


def model_of(kind):
    """The model behind a kind of the trail; None when it is no longer there."""
    return _models().get(kind)


@cache
def _models():
    return {model._meta.model_name: model for model in apps.get_models()}
