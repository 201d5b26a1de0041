"""Study: draft → fieldwork → analysis → reported."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import Machine, Problem, Step


def ready(study):
    """What a study still needs before anybody is asked anything."""
    needed = (
        (study.question, _("Write the question it should answer."), "question"),
        (study.sample_plan, _("Say who is asked and how they are found."), "sample_plan"),
        (study.starts_on and study.ends_on, _("Give the days of fieldwork."), "starts_on"),
        (study.consent_basis, _("Say on what consent it rests."), "consent_basis"),
    )
    for given, problem, field in needed:
        if not given:
            yield Problem(problem, field)


def _has_insight(study):
    if not study.evidence.exists():
        yield Problem(_("No insight rests on it yet: write what was learned, also if nothing new."))


STUDY = Machine(
    "study",
    {
        "draft": (_("Draft"), "quiet"),
        "fieldwork": (_("In the field"), "live"),
        "analysis": (_("In analysis"), "caution"),
        "reported": (_("Reported"), "good"),
    },
    (
        Step("start", _("Start fieldwork"), ("draft",), "fieldwork", "research.edit", ready),
        Step("finish", _("End fieldwork"), ("fieldwork",), "analysis", "research.edit"),
        Step(
            "reopen",
            _("Back to the field"),
            ("analysis",),
            "fieldwork",
            "research.edit",
            needs_reason=True,
        ),
        Step("report", _("Report"), ("analysis",), "reported", "research.edit", _has_insight),
    ),
)
