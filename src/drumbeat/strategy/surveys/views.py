"""The builder: one version of a questionnaire, its questions and quotas."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys import actions, queries
from drumbeat.strategy.surveys.answering import PageForm, said
from drumbeat.strategy.surveys.forms import (
    QuestionForm,
    QuestionnaireForm,
    QuotaForm,
    has_options,
    option_rows,
)
from drumbeat.strategy.surveys.kinds import KINDS
from drumbeat.strategy.surveys.models import Question, Questionnaire, Quota
from drumbeat.strategy.surveys.readiness import LANGUAGES


@door("research.view", Questionnaire)
def questionnaire(request, questionnaire):
    context = queries.builder(questionnaire) | {"kinds": KINDS}
    return render(request, "strategy/surveys/builder.html", context)


@door("research.edit", Study, methods=["GET", "POST"])
def new(request, study):
    if study.questionnaires.exists():
        return redirect(study.questionnaires.first())
    blank = Questionnaire(
        brand=request.brand,
        owner=request.member,
        study=study,
        title_en=study.title_en,
        title_zh=study.title_zh,
    )
    form = QuestionnaireForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New questionnaire"), study)


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def edit(request, questionnaire):
    actions.must_be_draft(questionnaire)
    form = QuestionnaireForm(request.POST or None, instance=questionnaire, member=request.member)
    return _edited(request, form, "edited", _("Edit the questionnaire"), questionnaire)


@door("research.edit", Questionnaire, methods=["POST"])
def new_version(request, questionnaire):
    return redirect(actions.new_version(questionnaire, by=request.member))


@door("research.view", Questionnaire)
def preview(request, questionnaire):
    """All questions at once, as they will look; nothing is kept."""
    offered = LANGUAGES[questionnaire.languages]
    asked = request.GET.get("lang")
    language = asked if asked in offered else offered[0]
    questions = list(questionnaire.questions.select_related("depends_on"))
    form = PageForm(
        questions=[question for question in questions if not question.is_drawn],
        language=language,
        seed=1,
        auto_id="%s",
    )
    context = {
        "questionnaire": questionnaire,
        "form": form,
        "drawn": [[said(one, language) for one in question.options]
                  for question in questions if question.is_drawn],
        "language": language,
        "offered": [{"label": _LANGUAGE[one], "url": f"?lang={one}", "current": one == language}
                    for one in offered],
        "intro": questionnaire.wording("intro", language),
        "consent": questionnaire.wording("consent", language),
    }  # fmt: skip
    return render(request, "strategy/surveys/preview.html", context)


_LANGUAGE = {"en": "English", "zh": "中文"}


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def new_question(request, questionnaire):
    actions.must_be_draft(questionnaire)
    kind = request.GET.get("kind", "")
    if kind not in dict(KINDS):
        raise Http404
    last = questionnaire.questions.last()
    blank = Question(
        brand=request.brand,
        owner=request.member,
        questionnaire=questionnaire,
        kind=kind,
        key=actions.next_key(questionnaire),
        position=last.position + 1 if last else 0,
    )
    return _question_page(request, blank, "created", _("New question"))


@door("research.edit", Question, methods=["GET", "POST"])
def edit_question(request, question):
    actions.must_be_draft(question.questionnaire)
    return _question_page(request, question, "edited", _("Edit question"))


def _question_page(request, question, verb, title):
    form = QuestionForm(request.POST or None, instance=question, member=request.member)
    rows = option_rows(question, request.POST or None) if has_options(question) else None

    def save():
        if rows is not None:
            question.options = rows.options()
        return form.save_recorded(request.member, verb)

    if request.method == "POST" and form.is_valid() and (rows is None or rows.is_valid()):
        saved = attempt(form, save)
        if saved is not None:
            return redirect(saved.get_absolute_url())
    context = {
        "form": form,
        "rows": rows,
        "title": title,
        "question": question,
        "back": question.questionnaire,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/surveys/question.html", context, status=status)


@door("research.edit", Question, methods=["POST"])
def question_rank(request, question):
    actions.move(question, by=request.member, up=request.POST.get("way") == "up")
    return redirect(question.get_absolute_url())


@door("research.edit", Question, methods=["POST"])
def question_removal(request, question):
    questionnaire = question.questionnaire
    actions.remove(question, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(questionnaire)


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def new_quota(request, questionnaire):
    form = QuotaForm(request.POST or None, questionnaire=questionnaire)

    def save():
        question, option = form.chosen
        return actions.set_quota(
            questionnaire,
            by=request.member,
            question=question,
            option=option,
            limit=form.cleaned_data["limit"],
        )

    return edit_page(
        request,
        form,
        save,
        template="strategy/form.html",
        title=_("Set a quota"),
        back=questionnaire,
    )


@door("research.edit", Quota, methods=["POST"])
def quota_removal(request, quota):
    actions.drop_quota(quota, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(quota.questionnaire)


def _edited(request, form, verb, title, back):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=back,
    )
