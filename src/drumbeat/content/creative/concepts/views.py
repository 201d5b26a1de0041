from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.files import kept_by_browser
from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts import actions
from drumbeat.content.creative.concepts.export import wall_file
from drumbeat.content.creative.concepts.forms import AskForm, ChoiceForm, ConceptForm, ScoreForm
from drumbeat.content.creative.concepts.models import Concept
from drumbeat.content.creative.concepts.queries import Wall, scoring_of
from drumbeat.content.creative.concepts.rules import (
    is_in_work,
    may_choose,
    must_be_in_work,
    must_choose,
    standing,
)
from drumbeat.content.media.renditions import thumbnail_of
from drumbeat.formats.media.problems import Unsafe
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.ui.tables import table_links

_DUE_DAYS = 3


@door("concept.view", Brief)
def concepts(request, brief):
    """The wall: all concepts of a brief side by side."""
    wall = Wall(brief, request.member)
    context = {
        "brief": brief,
        "wall": wall,
        "is_open": is_in_work(brief),
        "may_choose": may_choose(brief, request.member),
        "exports": table_links("content:concepts_table", brief.pk),
    }
    return render(request, "content/concepts/wall.html", context)


@door("concept.view", Brief)
def concepts_table(request, brief, kind):
    return wall_file(kind, Wall(brief, request.member))


@door("concept.view", Concept)
def concept(request, concept):
    wall = Wall(concept.brief, request.member)
    shown = next(one for one in wall.concepts if one.pk == concept.pk)
    shown.brand = request.brand
    context = {
        "concept": shown,
        "wall": wall,
        "waits_for_me": shown in wall.to_score,
        "may_rescore": shown.mine and shown.state == "put_up",
        "may_choose": may_choose(concept.brief, request.member),
    }
    return render(request, "content/concepts/detail.html", context)


@door("concept.view", Concept)
def concept_picture(request, concept):
    """The key picture, small; its address names the bytes, so a browser may keep them."""
    if concept.picture is None:
        raise Http404
    try:
        return kept_by_browser(thumbnail_of(concept.picture), "image/webp")
    except (Unsafe, OSError) as gone:
        raise Http404 from gone


@door("concept.create", Brief, methods=["GET", "POST"], own_check=False)
def new_concept(request, brief):
    must_be_in_work(brief)
    only = brief.messages.first() if brief.messages.count() == 1 else None
    blank = Concept(
        brand=request.brand,
        owner=request.member,
        brief=brief,
        message=only,
        insight=brief.insight[:600],
        tone=brief.tone,
    )
    form = _form(request, blank)
    return _written(
        request,
        form,
        lambda: actions.think_of(form.save(commit=False), by=request.member),
        title=_("New concept"),
        back=brief,
    )


@door("concept.edit", Concept, methods=["GET", "POST"])
def edit_concept(request, concept):
    actions.must_be_draft(concept)
    form = _form(request, concept)
    return _written(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        title=_("Edit the concept"),
        back=concept,
    )


def _form(request, concept):
    return ConceptForm(
        request.POST or None, request.FILES or None, instance=concept, member=request.member
    )


def _written(request, form, save, **context):
    brief = form.instance.brief
    return edit_page(
        request, form, save, template="content/concepts/form.html", brief=brief, **context
    )


@door("concept_choice.approve", Brief, methods=["GET", "POST"])
def ask_for_scores(request, brief):
    must_be_in_work(brief)
    scoring = scoring_of(brief)
    initial = {
        "members": brief.scorers.values_list("member", flat=True),
        "due_on": scoring.due_on if scoring else timezone.localdate() + timedelta(days=_DUE_DAYS),
    }
    form = AskForm(request.POST or None, brand=request.brand, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"members": list(form.cleaned_data["members"])}
        if attempt(form, lambda: actions.ask_for_scores(brief, by=request.member, **typed)):
            messages.success(request, _("They are told, and see the concepts on their page."))
            return redirect("content:concepts", brief.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Ask for scores"), "submit": _("Ask"), "back": brief}
    return render(request, "ui/form.html", context, status=status)


@door("concept.comment", Concept, methods=["GET", "POST"])
def score_concept(request, concept):
    mine = concept.scores.filter(by=request.member)
    form = ScoreForm(request.POST or None, mine=mine)
    return edit_page(
        request,
        form,
        lambda: actions.score(concept, by=request.member, given=form.given),
        template="content/concepts/score.html",
        title=_("Score “%(name)s”") % {"name": concept},
        back=concept,
        concept=concept,
        brief=concept.brief,
        done=_("Your score stands. It can be changed until the choice."),
    )


@door("concept_choice.approve", Concept, methods=["GET", "POST"])
def choose_concept(request, concept):
    must_choose(concept.brief, request.member)
    others = standing(concept.brief).exclude(pk=concept.pk)
    form = ChoiceForm(request.POST or None, others=others)
    return edit_page(
        request,
        form,
        lambda: actions.choose(
            concept,
            by=request.member,
            reason=form.cleaned_data["reason"],
            why_not=form.why_not,
        ),
        template="ui/form.html",
        title=_("Choose “%(name)s”") % {"name": concept},
        submit=_("Choose this concept"),
        back=concept,
    )
