"""Concept: draft → put up → chosen, or kept as not chosen; a choice is opened again with a reason."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import SYSTEM, Machine, Step


def _complete(concept):
    # Late import: the rules read the table that declares its choices from here.
    from drumbeat.content.creative.concepts.rules import gaps

    return gaps(concept)


def _choosable(concept):
    from drumbeat.content.creative.concepts.rules import alternatives_missing

    return alternatives_missing(concept)


CONCEPT = Machine(
    "concept",
    {
        "draft": (_("Draft"), "quiet"),
        "put_up": (_("Put up"), "caution"),
        "chosen": (_("Chosen"), "good"),
        "not_chosen": (_("Not chosen"), "quiet"),
        "withdrawn": (_("Withdrawn"), "quiet"),
    },
    (
        Step("put_up", _("Put up"), ("draft",), "put_up", "concept.edit", _complete),
        Step(
            "choose",
            _("Choose this concept"),
            ("put_up",),
            "chosen",
            "concept_choice.approve",
            _choosable,
            needs_reason=True,
        ),
        # What becomes of the others in the same act.
        Step("pass_over", _("Pass over"), ("put_up",), "not_chosen", SYSTEM, needs_reason=True),
        Step(
            "reopen",
            _("Open the choice again"),
            ("chosen",),
            "put_up",
            "concept_choice.approve",
            needs_reason=True,
        ),
        Step("stand_again", _("Stand again"), ("not_chosen",), "put_up", SYSTEM),
        Step(
            "withdraw",
            _("Withdraw"),
            ("draft", "put_up"),
            "withdrawn",
            "concept.edit",
            needs_reason=True,
        ),
    ),
)
