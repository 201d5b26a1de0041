"""Types of briefs, and what each must say besides what every brief says."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class BriefKind:
    """asks: field of the brief → what to do while it is empty. may: fields it shows besides.
    mandatory: lines that its mandatories begin with and keep."""

    label: str | Promise
    meaning: str | Promise
    asks: dict[str, str | Promise] = field(default_factory=dict)
    may: tuple[str, ...] = ()
    mandatory: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.asks, *self.may)


BRIEF_KINDS = {
    "campaign": BriefKind(
        _("Campaign"),
        _("One idea, carried over several channels"),
        {"campaign": _("Choose the campaign that it is for.")},
        ("runs_on",),
    ),
    "piece": BriefKind(
        _("Single piece"), _("A text, a picture, a page: one thing to make"), may=("runs_on",)
    ),
    "film": BriefKind(
        _("Film or script"),
        _("Moving pictures, or the words for them"),
        {
            "length": _("Say how long it runs, with its short cuts."),
            "runs_on": _("Say where it runs: that decides shape, sound and the first second."),
        },
    ),
    "kol": BriefKind(
        _("KOL or press"),
        _("Others speak for us, in their own voice"),
        {
            "claims": _("List the claims that they may make; anything else is theirs to prove."),
            "disclosure": _("Say how the advertising is marked as such."),
        },
        ("runs_on",),
    ),
    "event": BriefKind(
        _("Event or live stream"),
        _("People are there at one hour, in one place"),
        {
            "place": _("Say where it takes place; for a stream, on which account."),
            "happens_on": _("Set the day of the event."),
        },
    ),
    "always_on": BriefKind(
        _("Always-on"),
        _("A steady flow of pieces, week after week"),
        {
            "rhythm": _("Say how many pieces come how often."),
            "runs_on": _("Say where it runs: that decides shape, sound and the first second."),
        },
    ),
}
OWN = "own"
"""Of a type that the brand made itself (see `types`)."""
CHOICES = [(key, kind.label) for key, kind in BRIEF_KINDS.items()]

CHECKS = {name: saying for kind in BRIEF_KINDS.values() for name, saying in kind.asks.items()}
"""What a type can ask for besides what every brief says."""

OF_SOME_KINDS = frozenset(
    name for kind in BRIEF_KINDS.values() for name in kind.fields if name != "campaign"
)
"""Fields that only some types of briefs show."""

OF_FORMAT = {"video": "film", "script": "film"}
"""The type that a format from the matrix begins; a single piece for all others."""


def begun_as(asked: str, *, campaign, format: str) -> str:
    """The type of a new brief: what is asked for, else what its start makes likely."""
    if asked in BRIEF_KINDS:
        return asked
    return "campaign" if campaign else OF_FORMAT.get(format, "piece")
