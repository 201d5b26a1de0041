"""What a questionnaire still lacks before it may be shown to anybody."""

from django.utils.translation import gettext as _

from drumbeat.people.machine import Problem
from drumbeat.strategy.studies.states import ready
from drumbeat.strategy.surveys.kinds import WITH_OPTIONS
from drumbeat.strategy.surveys.route import values_of

LANGUAGES = {"both": ("en", "zh"), "en": ("en",), "zh": ("zh",)}


def problems(questionnaire):
    """Every reason against fielding it, in words (two queries)."""
    languages = LANGUAGES[questionnaire.languages]
    questions = list(questionnaire.questions.select_related("depends_on"))
    if questionnaire.study.state == "draft":
        yield from (Problem(str(lack)) for lack in ready(questionnaire.study))
    if not questions:
        yield Problem(_("It asks nothing yet."))
    for name in ("title", "consent"):
        if not all(getattr(questionnaire, f"{name}_{language}") for language in languages):
            what = _("name") if name == "title" else _("consent text")
            yield Problem(_("Its %(what)s is missing in a language.") % {"what": what})
    for question in questions:
        for lack in _lacks(question, languages):
            yield Problem(f"{question.label}: {lack}")


def _lacks(question, languages):
    if not all(getattr(question, f"text_{language}") for language in languages):
        yield _("the wording is missing in a language.")
    if question.kind in WITH_OPTIONS:
        if len(question.options) < 2:
            yield _("it needs two options at least.")
        if not all(option.get(language) for option in question.options for language in languages):
            yield _("an option is not worded in every language.")
    source = question.depends_on
    if source is None:
        return
    if source.position >= question.position:
        yield _("its condition looks at a question that comes later.")
    elif not set(question.show_if) & set(values_of(source)):
        yield _("its condition names no answer that can be given.")
