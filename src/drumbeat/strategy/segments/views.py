from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.segments import actions
from drumbeat.strategy.segments.forms import SegmentForm
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.surveys.models import Questionnaire


@door("research.view", Segment)
def segment(request, segment):
    questions = {one.key: one for one in segment.questionnaire.questions.all()}
    rule = [(questions[key], values) for key, values in segment.rule.items() if key in questions]
    context = {"segment": segment, "study": segment.questionnaire.study, "rule": rule}
    return render(request, "strategy/segments/detail.html", context)


@door("research.edit", Questionnaire, methods=["GET", "POST"])
def new(request, questionnaire):
    blank = Segment(brand=request.brand, owner=request.member, questionnaire=questionnaire)
    return _page(request, blank, "created", _("New segment"), questionnaire)


@door("research.edit", Segment, methods=["GET", "POST"])
def edit(request, segment):
    return _page(request, segment, "edited", _("Edit segment"), segment)


@door("research.edit", Segment, methods=["POST"])
def counting(request, segment):
    actions.count(segment, by=request.member)
    return redirect(segment)


@door("research.archive", Segment, methods=["POST"])
def archive(request, segment):
    archiving.archive(segment, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect(segment.questionnaire.study)


def _page(request, segment, verb, title, back):
    form = SegmentForm(request.POST or None, instance=segment, member=request.member)

    @transaction.atomic
    def save():
        return actions.count(form.save_recorded(request.member, verb), by=request.member)

    return edit_page(request, form, save, template="strategy/form.html", title=title, back=back)
