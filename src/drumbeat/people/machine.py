"""State machines as tables: from, verb, to, who, guard (domain.md §2.5).

The screen's buttons, the permission check, the docs and the tests all read the same table.
The `state` column is only what the table's last step left there; who took it, when and why is
in the audit trail, and facts of a step (a restated intent, a reason) are records of their own.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import AlreadyDone, Overtaken, Problem, Refused, WrongState

SYSTEM = "sys"


@dataclass(frozen=True)
class Step:
    """One row: `verb` leads from any of `sources` to `target`.

    act: what the member must be allowed to do, or SYSTEM for steps that the clock takes.
    guard: given the object, yields the problems that stand in the way.
    """

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    act: str
    guard: Callable = lambda obj: ()
    needs_reason: bool = False


@dataclass(frozen=True)
class Machine:
    """The steps that objects of one kind can take. `states` maps each state to (label, tone)."""

    kind: str
    states: dict
    steps: tuple[Step, ...]
    by_verb: dict = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "by_verb", {step.verb: step for step in self.steps})

    @property
    def choices(self):
        return [(state, label) for state, (label, _tone) in self.states.items()]

    def label(self, state):
        return self.states[state][0]

    def tone(self, state):
        """quiet | live | good | caution | urgent: how the state's tag looks."""
        return self.states[state][1]

    def open_to(self, obj, member):
        """The steps whose buttons this member sees on this object now."""
        return [
            step
            for step in self.steps
            if obj.state in step.sources and step.act != SYSTEM and member.may(step.act, obj)
        ]

    def problems(self, obj, verb):
        return [p if isinstance(p, Problem) else Problem(p) for p in self.by_verb[verb].guard(obj)]

    @contextmanager
    def step(self, obj, verb, by, *, reason="", **values):
        """Take the step around the block that writes its records; all of it or nothing.

        by: a Member, or None when the system acts. values: further columns to set in the
        same write. Raises NotAllowed, WrongState, Refused.
        """
        step = self.by_verb[verb]
        if by is not None and step.act != SYSTEM:
            by.must(step.act, obj)
        with transaction.atomic():
            self._hold(obj)
            self._check(step, obj, reason)
            source = obj.state
            with recorded(by, verb, obj, reason=reason):
                yield step
                self._write(step, obj, source, values)

    def take(self, obj, verb, by, *, reason="", **values):
        """Take a step that has no record of its own besides the trail."""
        with self.step(obj, verb, by, reason=reason, **values):
            pass
        return obj

    def _hold(self, obj):
        """Lock the row and see its state as it is now: guards look at what nobody can change."""
        stored = type(obj)._base_manager.select_for_update().filter(pk=obj.pk)
        obj.state, obj.row_version = stored.values_list("state", "row_version").get()

    def _check(self, step, obj, reason):
        if obj.state not in step.sources:
            if obj.state == step.target:
                raise AlreadyDone(
                    _("It is “%(state)s” already.") % {"state": self.label(obj.state)}
                )
            raise WrongState(
                _("This is “%(state)s” now; “%(verb)s” is not possible from there.")
                % {"state": self.label(obj.state), "verb": step.label}
            )
        problems = self.problems(obj, step.verb)
        if step.needs_reason and not reason.strip():
            problems.append(Problem(_("Say why: the reason goes on the record."), "reason"))
        if problems:
            raise Refused(*problems)

    def _write(self, step, obj, source, values):
        # Conditional on the state we checked, so that of two people racing one is Overtaken.
        values = {**values, "state": step.target, "updated_at": timezone.now()}
        stored = type(obj)._base_manager.filter(pk=obj.pk, state=source)
        if not stored.update(**values, row_version=obj.row_version + 1):
            raise Overtaken
        for name, value in values.items():
            setattr(obj, name, value)
        obj.row_version += 1
