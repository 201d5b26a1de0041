from django.shortcuts import render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.surveys.models import Questionnaire, Response, Weighting
from drumbeat.strategy.tabulation import actions
from drumbeat.strategy.tabulation.exports import results_file
from drumbeat.strategy.tabulation.forms import WeightingForm
from drumbeat.strategy.tabulation.reading import read
from drumbeat.strategy.tabulation.tables import can_cut, crossed, tables
from drumbeat.ui.tables import file_answer, table_links


def _reading(request, questionnaire):
    return read(questionnaire, with_doubtful=request.GET.get("all") == "1")


def _context(request, reading):
    with_all = request.GET.get("all") == "1"
    return {
        "questionnaire": reading.questionnaire,
        "study": reading.questionnaire.study,
        "reading": reading,
        "with_doubtful": with_all,
        "doubtful": [(Response.FLAGS[flag], n) for flag, n in sorted(reading.doubtful.items())],
        "cuts": can_cut(reading),
        "all": "all=1" if with_all else "",
    }


def _exports(request, questionnaire):
    query = request.GET.urlencode()
    return table_links("strategy:survey_results_file", questionnaire.pk, query=query)


@door("research.view", Questionnaire)
def results(request, questionnaire):
    reading = _reading(request, questionnaire)
    context = _context(request, reading) | {
        "tables": tables(reading),
        "uncoded": {question.pk for question in reading.questions if question.kind == "open"}
        - {item.question.pk for item in reading.items},
        "exports": _exports(request, questionnaire),
    }
    return render(request, "strategy/tabulation/results.html", context)


@door("research.view", Questionnaire)
def crosstabs(request, questionnaire):
    reading = _reading(request, questionnaire)
    across = _across(request, reading)
    context = _context(request, reading) | {
        "across": across,
        "crossed": crossed(reading, across) if across else [],
        "exports": _exports(request, questionnaire),
    }
    return render(request, "strategy/tabulation/crosstabs.html", context)


def _across(request, reading):
    cuts = can_cut(reading)
    wanted = request.GET.get("across")
    return next((item for item in cuts if item.key == wanted), cuts[0] if cuts else None)


@door("research.view", Questionnaire)
def results_download(request, questionnaire, kind):
    reading = _reading(request, questionnaire)
    across = _across(request, reading) if request.GET.get("across") else None
    name = f"survey-{questionnaire.number}{'-crosstabs' if across else ''}"
    return file_answer(kind, name, results_file(reading, kind, across))


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def weighting(request, questionnaire):
    known = Weighting.objects.filter(questionnaire=questionnaire).first()
    form = WeightingForm(request.POST or None, questionnaire=questionnaire, weighting=known)

    def save():
        said = form.cleaned_data
        return actions.weight(
            questionnaire,
            by=request.member,
            targets=form.targets,
            source=said["source"],
            low=said["low"],
            high=said["high"],
        )

    return edit_page(
        request,
        form,
        save,
        template="strategy/tabulation/weighting.html",
        title=_("Weight the sample"),
        back=questionnaire,
    )
