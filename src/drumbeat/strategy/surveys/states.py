"""Questionnaire: draft → in the field → closed. What was fielded never changes its wording."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Problem, Step


def _ready(questionnaire):
    # Late import: the guard asks the tables that themselves declare their choices from here.
    from drumbeat.strategy.surveys.readiness import problems

    return problems(questionnaire)


def _in_the_field(questionnaire):
    if questionnaire.study.state != "fieldwork":
        yield Problem(_("Its study is not in the field: send that back to the field first."))


QUESTIONNAIRE = Machine(
    "questionnaire",
    {
        "draft": (_("Draft"), "quiet"),
        "fielded": (_("In the field"), "live"),
        "closed": (_("Closed"), "quiet"),
    },
    (
        Step("field", _("Open it for answers"), ("draft",), "fielded", "research.edit", _ready),
        Step("close", pgettext_lazy("survey", "Close"), ("fielded",), "closed", "research.edit"),
        Step(
            "reopen",
            _("Open it again"),
            ("closed",),
            "fielded",
            "research.edit",
            _in_the_field,
            needs_reason=True,
        ),
    ),
)
