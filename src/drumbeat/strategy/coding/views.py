"""The coding desk, the code frame, and interviews."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.coding import actions, queries
from drumbeat.strategy.coding.forms import InterviewForm, NotesForm, PassageForm, ThemeForm
from drumbeat.strategy.coding.models import Interview, Passage, Theme
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Question, Response
from drumbeat.ui.tables import table_file, table_links

A_PAGE = 25


@door("research.view", Study)
def coding(request, study):
    questions = queries.open_questions(study)
    wanted = request.GET.get("question")
    question = next((one for one in questions if one.pk == wanted), next(iter(questions), None))
    uncoded = request.GET.get("show") != "all"
    context = {
        "study": study,
        "questions": questions,
        "question": question,
        "codes": queries.frame(study, question),
        "uncoded": uncoded,
        "exports": table_links("strategy:themes_table", study.pk),
    }
    if question is not None:
        found = queries.answers_to(question, uncoded=uncoded)
        page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "items": queries.codable_answers(question, page.object_list),
            "query": f"&question={question.pk}" + ("" if uncoded else "&show=all"),
        }
    return render(request, "strategy/coding/desk.html", context)


@door("research.edit", Study, methods=["POST"])
def answer_coding(request, study):
    actions.code_answer(
        study,
        by=request.member,
        response=visible(request, Response, request.POST.get("response")),
        question=visible(request, Question, request.POST.get("question")),
        themes=request.POST.getlist("themes"),
    )
    return _saved(request, f"{reverse('strategy:coding', args=[study.pk])}")


@door("research.edit", Passage, methods=["POST"])
def passage_coding(request, passage):
    actions.code_passage(passage, by=request.member, themes=request.POST.getlist("themes"))
    return _saved(request, passage.get_absolute_url())


def _saved(request, back):
    """A script needs no page back; without one the person returns to where they were."""
    if request.htmx:
        return HttpResponse(status=204)
    wanted = request.POST.get("back", "")
    return redirect(f"{back}{wanted}" if wanted.startswith("?") else back)


@door("research.view", Study)
def themes_table(request, study, kind):
    columns = [
        Column("theme", _("Theme")),
        Column("definition", _("What belongs here")),
        Column("answers", pgettext("survey", "Answers"), "integer"),
        Column("passages", _("Notes"), "integer"),
    ]
    rows = (
        {
            "theme": str(code.theme),
            "definition": code.theme.definition,
            "answers": code.answers,
            "passages": code.passages,
        }
        for code in queries.frame(study)
    )
    return table_file(kind, _("Themes"), columns, rows)


@door("research.edit", Study, methods=["GET", "POST"])
def new_theme(request, study):
    blank = Theme(
        brand=request.brand,
        owner=request.member,
        study=study,
        position=study.themes.current().count() + 1,
    )
    form = ThemeForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New theme"), study)


@door("research.edit", Theme, methods=["GET", "POST"])
def edit_theme(request, theme):
    form = ThemeForm(request.POST or None, instance=theme, member=request.member)
    return _edited(request, form, "edited", _("Edit theme"), theme.study)


@door("research.edit", Theme, methods=["POST"])
def archive_theme(request, theme):
    archiving.archive(theme, "research.edit", by=request.member)
    messages.success(request, _("Archived."))
    return redirect(theme)


# -- interviews -------------------------------------------------------------------------------


@door("research.view", Interview)
def interview(request, interview):
    passages = list(interview.passages.all())
    context = {
        "interview": interview,
        "study": interview.study,
        "items": queries.codable_passages(passages),
        "codes": queries.frame(interview.study),
    }
    return render(request, "strategy/coding/interview.html", context)


@door("research.edit", Study, methods=["GET", "POST"])
def new_interview(request, study):
    if study.state == "reported":
        raise Http404
    blank = Interview(
        brand=request.brand, owner=request.member, study=study, held_on=timezone.localdate()
    )
    form = InterviewForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New interview"), study)


@door("research.edit", Interview, methods=["GET", "POST"])
def edit_interview(request, interview):
    form = InterviewForm(request.POST or None, instance=interview, member=request.member)
    return _edited(request, form, "edited", _("Edit interview"), interview)


@door("research.edit", Interview, methods=["GET", "POST"])
def new_notes(request, interview):
    form = NotesForm(request.POST or None)
    return edit_page(
        request,
        form,
        lambda: actions.write_down(interview, by=request.member, notes=form.cleaned_data["notes"]),
        template="strategy/form.html",
        title=_("Add notes"),
        back=interview,
    )


@door("research.edit", Passage, methods=["GET", "POST"])
def edit_passage(request, passage):
    form = PassageForm(request.POST or None, instance=passage, member=request.member)
    return _edited(request, form, "edited", _("Edit the note"), passage.interview)


@door("research.edit", Passage, methods=["POST"])
def passage_removal(request, passage):
    interview = passage.interview
    actions.remove_passage(passage, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(interview)


def _edited(request, form, verb, title, back):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=back,
    )
