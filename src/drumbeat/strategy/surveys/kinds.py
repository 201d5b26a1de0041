"""The kinds of questions, and the parts that options can play."""

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("single", _("One answer")),
    ("multi", _("Several answers")),
    ("scale", _("Scale")),
    ("matrix", _("Scale for several items")),
    ("nps", _("Recommendation 0–10 (NPS)")),
    ("csat", _("Satisfaction 1–5 (CSAT)")),
    ("open", _("Own words")),
    ("ranking", _("Ranking")),
]

ROLES = [
    ("", _("plain")),
    ("out", _("ends the interview (screening)")),
    ("fake", _("does not exist (quality check)")),
    ("alone", _("excludes the others")),
    ("write", _("asks for own words")),
    ("shown", _("is shown to some, by chance; nobody is asked")),
]

WITH_OPTIONS = frozenset({"single", "multi", "matrix", "ranking"})
RATED = frozenset({"scale", "matrix", "nps", "csat"})
"""Answered with a number."""


def steps(question) -> range:
    """The numbers on a rated question's scale."""
    if question.kind == "nps":
        return range(11)
    return range(1, 6 if question.kind == "csat" else question.points + 1)
