from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.content.briefs import actions, queries
from drumbeat.content.briefs.assigning import AT_CONTENT, may_assign, may_take
from drumbeat.content.briefs.changes import changed_since
from drumbeat.content.briefs.desk import TURNS, desk, in_turn, late_ones, turn_counts, with_pace
from drumbeat.content.briefs.export import desk_file
from drumbeat.content.briefs.forms import BriefForm, DeskFilter, RestatementForm
from drumbeat.content.briefs.kinds import BRIEF_KINDS, OWN, begun_as
from drumbeat.content.briefs.models import Brief
from drumbeat.content.briefs.places import places_of
from drumbeat.content.briefs.readiness import checklist
from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.briefs.tried import tried_before
from drumbeat.content.briefs.types.models import BriefType, as_kind
from drumbeat.content.briefs.types.queries import type_choices
from drumbeat.content.planning.wanted import wanted
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.people.steps import open_steps
from drumbeat.strategy.models import Campaign, Plan
from drumbeat.ui.tables import table_links

PER_PAGE = 25


@door("brief.view")
def briefs(request):
    form, found, turn, late = _asked(request)
    page = Paginator(in_turn(found, turn, late), PER_PAGE).get_page(request.GET.get("page"))
    typed = request.GET.copy()
    typed.pop("page", None)
    context = {
        "form": form,
        "turn": turn,
        "page": page,
        "rows": with_pace(request.brand, page.object_list, timezone.now()),
        "tabs": _tabs(typed, turn, turn_counts(found) | {"late": len(late)}),
        "query": f"&{typed.urlencode()}" if typed else "",
        "filtered": bool(form.chosen(request.member)),
        "today": timezone.localdate(),
        "exports": table_links("content:briefs_table", query=typed.urlencode()),
    }
    return render(request, "content/briefs/list.html", context)


def _asked(request):
    """The filter, the briefs that it finds, whose turn is asked for, and which of them are late."""
    form = DeskFilter(request.GET, brand=request.brand)
    found = desk(request.brand, **form.chosen(request.member))
    turn = request.GET.get("turn", "")
    late = late_ones(request.brand, found, timezone.now())
    return form, found, turn if turn in TURNS or turn == "late" else "", late


def _tabs(typed, turn, counts):
    sides = [("", pgettext("briefs", "Open"), "open"), ("late", _("Overdue"), "late")]
    sides += [(key, label, key) for key, (label, _which) in TURNS.items()]
    tabs = []
    for key, label, counted in sides:
        typed["turn"] = key
        url, count = f"?{typed.urlencode()}", counts[counted]
        tabs.append({"label": label, "url": url, "count": count, "current": key == turn})
    return tabs


@door("brief.view")
def briefs_table(request, kind):
    _form, found, turn, late = _asked(request)
    return desk_file(kind, request.brand, in_turn(found, turn, late), timezone.now())


@door("brief.view", Brief)
def brief(request, brief):
    steps = {
        item["step"].verb: item
        for item in open_steps(BRIEF, brief, request.member)
        if item["step"].verb != "restate" or actions.stands_in_content(request.member)
    }
    if "cancel" in steps:
        steps.pop("withdraw", None)
    prefetch_related_objects([brief], "messages", "audiences", "change_answers__owner__person")
    tried = tried_before(brief) if brief.state == "draft" else []
    ready = list(checklist(brief, tried)) if brief.state == "draft" else []
    context = queries.brief_page(brief) | {
        "brief": brief,
        "steps": steps,
        "changed": changed_since(brief),
        "may_answer_change": request.member.may("brief_acknowledgement.approve", brief)
        and actions.stands_in_content(request.member),
        "at_content": brief.state in AT_CONTENT or brief.assignee_id,
        "may_take": may_take(brief, request.member),
        "may_assign": may_assign(brief, request.member),
        "ready": ready,
        "tried": tried,
        "done": sum(line.is_done for line in ready),
        "today": timezone.localdate(),
    }
    return render(request, "content/briefs/detail.html", context)


@door("brief.create", methods=["GET", "POST"])
def new(request):
    plan, campaign = _start(request)
    asked = wanted(request)
    asked_kind = request.GET.get("kind", "")[:30]
    own = BriefType.objects.of(request.brand).current().filter(pk=asked_kind).first()
    if plan is None:
        return render(
            request,
            "content/briefs/start.html",
            {
                "starting_points": queries.starting_points(request.brand, asked.message),
                "asked": asked,
                "kind": as_kind(own, own.definition) if own else BRIEF_KINDS.get(asked_kind),
                "kind_tabs": _kind_tabs(request, asked),
                "asked_kind": asked_kind,
            },
        )
    blank = Brief(
        brand=request.brand,
        owner=request.member,
        plan=plan,
        campaign=campaign,
        kind=OWN if own else begun_as(asked_kind, campaign=campaign, format=asked.format),
        own_type=own,
        mandatories=own.mandatories if own else "",
    )
    form = BriefForm(
        request.POST or None, instance=blank, member=request.member, initial=asked.initial()
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="content/briefs/form.html",
        title=_("New brief"),
        plan=plan,
        kind=blank.asked_by,
    )


def _kind_tabs(request, asked):
    """Which type is begun; the first lets the start decide."""
    chosen = request.GET.get("kind", "")
    tabs = [("", _("By where it starts")), *type_choices(request.brand)]
    known = [key for key, _label in tabs]
    return [
        {
            "label": label,
            "url": f"?kind={key}{asked.query}",
            "current": key == (chosen if chosen in known else ""),
        }
        for key, label in tabs
    ]


def _start(request):
    """The plan that the brief is to serve, and the campaign if it starts from one."""
    if campaign_id := request.GET.get("campaign"):
        campaign = visible(request, Campaign, campaign_id)
        return campaign.plan, campaign
    if plan_id := request.GET.get("plan"):
        return visible(request, Plan, plan_id), None
    return None, None


@door("brief.edit", Brief, methods=["GET", "POST"])
def edit(request, brief):
    actions.must_be_open(brief)
    form = BriefForm(request.POST or None, instance=brief, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="content/briefs/form.html",
        title=_("Edit brief"),
        back=brief,
        plan=brief.plan,
        kind=brief.asked_by,
    )


@door("brief_acknowledgement.approve", Brief, methods=["GET", "POST"])
def restate(request, brief):
    form = RestatementForm(request.POST or None)

    def save():
        actions.restate(brief, by=request.member, **form.cleaned_data)
        return brief

    return edit_page(
        request,
        form,
        save,
        template="content/briefs/restate.html",
        title=_("Restate the intent"),
        back=brief,
        brief=brief,
        messages_wanted=brief.messages.all(),
        audiences=brief.audiences.all(),
        places=places_of(brief),
        references=queries.references_of(brief),
        done=_("Restated. Strategy now says whether that is what was meant."),
    )


@door("plan.edit", Brief, methods=["POST"])
def confirm(request, brief):
    actions.confirm(brief, by=request.member)
    return redirect(brief)
