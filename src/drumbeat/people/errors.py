"""What an action raises when it must refuse: sentences for people, not stack traces."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An action refused. `str(error)` is a sentence that a person can act on."""

    status = 422
    default = _("This cannot be done.")

    def __init__(self, message=None):
        self.message = message or self.default
        super().__init__(self.message)

    def __str__(self):
        return str(self.message)


class NotAllowed(DomainError):
    """The member's roles do not carry this act."""

    status = 403
    default = _("Your roles do not allow this.")


class WrongState(DomainError):
    """The object is not in a state from which this verb may be taken."""

    status = 409


class AlreadyDone(WrongState):
    """What was asked for has come about already: by the clock, or by somebody quicker."""


class Overtaken(WrongState):
    """Somebody else wrote since it was read."""

    default = _("Somebody else was quicker. Reload to see what happened.")


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way. `field` names the form field to mend, if there is one."""

    message: str
    field: str = ""

    def __str__(self):
        return str(self.message)


class Refused(DomainError):
    """The state is right but something is missing or wrong; says all of it at once."""

    def __init__(self, *problems):
        self.problems = [p if isinstance(p, Problem) else Problem(p) for p in problems]
        super().__init__(" ".join(str(p) for p in self.problems))


class StaleEdit(DomainError):
    """Somebody else saved this object after the person opened it."""

    status = 409
    default = _("Somebody else changed this while you were editing.")

    def __init__(self, theirs, form):
        self.theirs, self.form = theirs, form
        super().__init__()
