"""Insight: draft → published → withdrawn. Growing old is no state: a day makes it so."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import Machine, Problem, Step


def _ready(insight):
    for name, words in (
        ("because", _("Say why: “because …”.")),
        ("so", _("Say what follows: “so …”.")),
    ):
        if not getattr(insight, name):
            yield Problem(words, name)
    if not insight.evidence.exists():
        yield Problem(_("Link the study, the result or the note that shows it."))


INSIGHT = Machine(
    "insight",
    {
        "draft": (_("Draft"), "quiet"),
        "published": (_("Published"), "good"),
        "withdrawn": (_("Withdrawn"), "urgent"),
    },
    (
        Step("publish", _("Publish"), ("draft",), "published", "research.edit", _ready),
        Step(
            "withdraw",
            _("Withdraw"),
            ("published",),
            "withdrawn",
            "research.edit",
            needs_reason=True,
        ),
    ),
)
