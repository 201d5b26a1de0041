"""Answers as files: out as they are, in from a panel or another tool."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.strategy.surveys import importing
from drumbeat.strategy.surveys.columns import answer_columns
from drumbeat.strategy.surveys.models import Questionnaire
from drumbeat.ui.tables import table_file, table_links
from drumbeat.work.files.actions import within_limit

PROBLEMS_SHOWN = 200


class AnswersForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Answer file"),
        validators=[within_limit],
        help_text=gettext_lazy("CSV or XLSX, one row a respondent, in any usual encoding"),
    )


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def upload(request, questionnaire):
    form, told = AnswersForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        told = attempt(
            form,
            lambda: importing.take_in(questionnaire, file.read(), file.name, by=request.member),
        )
        if told and not told.problems:
            taken = ngettext("%(n)d answer is in.", "%(n)d answers are in.", len(told.rows))
            messages.success(request, taken % {"n": len(told.rows)})
            return redirect(questionnaire)
    context = {
        "questionnaire": questionnaire,
        "form": form,
        "told": told,
        "problems": told.problems[:PROBLEMS_SHOWN] if told else [],
        "blank": table_links("strategy:answers_blank_table", questionnaire.pk),
        "columns": answer_columns(questionnaire.questions.all()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/surveys/upload.html", context, status=status)


@door("research.view", Questionnaire)
def answers_table(request, questionnaire, kind):
    """Every complete answer, in the columns in which a file may come back."""
    responses = questionnaire.responses.filter(state="complete").iterator(chunk_size=1000)
    return _file(kind, questionnaire, "answers", responses)


@door("research.view", Questionnaire)
def blank_table(request, questionnaire, kind):
    return _file(kind, questionnaire, "answers-blank", ())


def _file(kind, questionnaire, name, responses):
    language = "zh" if translation.get_language().startswith("zh") else "en"
    asked = answer_columns(questionnaire.questions.all())
    columns = [
        Column("respondent", "respondent"),
        *(Column(column.name, column.header(language)) for column in asked),
        Column("flags", _("Set aside because")),
    ]
    rows = (
        {
            "respondent": response.pk,
            "flags": ", ".join(str(response.FLAGS[flag]) for flag in response.flags),
            **{column.name: column.cell(response.answers, language) for column in asked},
        }
        for response in responses
    )
    return table_file(kind, f"{name}-{questionnaire.code}", columns, rows)
