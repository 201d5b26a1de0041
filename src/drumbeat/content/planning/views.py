from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.planning import queries
from drumbeat.content.planning.axes import AXES
from drumbeat.content.planning.exports import matrix_file, topics_file
from drumbeat.content.planning.forms import (
    AngleForm,
    CellForm,
    DemandForm,
    PillarForm,
    SignalDemandForm,
    SignalTopicForm,
    TopicForm,
)
from drumbeat.content.planning.from_signals import came_of, evidence
from drumbeat.content.planning.matrix import fitting, holes, matrix, names, pieces
from drumbeat.content.planning.models import Angle, ContentCell, ContentPillar, Demand, Topic
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.strategy.archiving import archive
from drumbeat.strategy.models import Signal
from drumbeat.ui.tables import table_links

# What the trail calls them.
KINDS = (
    gettext_noop("demand"),
    gettext_noop("content cell"),
)
HOLES_SHOWN = 12
A_PAGE = 50


@door("brief.view")
def topics(request):
    context = {
        "pillars": queries.pillars(request.brand),
        "unanswered": list(queries.unanswered(request.brand)[:5]),
        "exports": table_links("content:topics_table"),
    }
    return render(request, "content/planning/topics.html", context)


@door("brief.view")
def topics_table(request, kind):
    return topics_file(kind, queries.pillars(request.brand))


@door("brief.view", Topic)
def topic(request, topic):
    context = queries.topic_page(topic) | {
        "topic": topic,
        "results_url": fragment(f"insight/topics/{topic.pk}/now/"),
    }
    return render(request, "content/planning/topic.html", context)


@door("brief.create", methods=["GET", "POST"])
def new_pillar(request):
    return _form(request, PillarForm, ContentPillar(), _("New pillar"))


@door("brief.edit", ContentPillar, methods=["GET", "POST"])
def edit_pillar(request, pillar):
    return _form(request, PillarForm, pillar, _("Edit pillar"))


@door("brief.create", methods=["GET", "POST"])
def new_topic(request):
    asked, heard = request.GET.get("pillar"), request.GET.get("signal")
    topic = Topic(pillar=visible(request, ContentPillar, asked) if asked else None)
    if heard:
        return _topic_of(request, topic, visible(request, Signal, heard))
    return _form(request, TopicForm, topic, _("New topic"))


def _topic_of(request, topic, signal):
    """The form of a new topic, filled in with what a signal says."""
    topic.signal = signal
    topic.title_en, topic.title_zh = signal.title_en, signal.title_zh
    return _form(
        request,
        SignalTopicForm,
        topic,
        _("New topic"),
        back=signal,
        template="content/planning/from_signal.html",
        known=came_of(signal),
        has_topics=Topic.objects.of(request.brand).current().exists(),
    )


@door("brief.view", Signal)
def signal_topics(request, signal):
    """What content made of a signal: a fragment of its page."""
    return render(request, "content/planning/_signal_topics.html", {"topics": came_of(signal)})


@door("brief.create", Signal, methods=["GET", "POST"], own_check=False)
def signal_demand(request, signal):
    demand = Demand(signal=signal, kind="comment", **evidence(signal))
    return _form(request, SignalDemandForm, demand, _("Add evidence of demand"), back=signal)


@door("brief.edit", Topic, methods=["GET", "POST"])
def edit_topic(request, topic):
    return _form(request, TopicForm, topic, _("Edit topic"))


@door("brief.create", Topic, methods=["GET", "POST"], own_check=False)
def new_angle(request, topic):
    return _form(request, AngleForm, Angle(topic=topic), _("New angle"), back=topic)


@door("brief.edit", Angle, methods=["GET", "POST"])
def edit_angle(request, angle):
    return _form(request, AngleForm, angle, _("Edit angle"), back=angle.topic)


@door("brief.archive", Angle, methods=["POST"])
def angle_end(request, angle):
    archive(angle, "brief.archive", by=request.member)
    return redirect(angle.topic)


@door("brief.create", Topic, methods=["GET", "POST"], own_check=False)
def new_demand(request, topic):
    return _form(request, DemandForm, Demand(topic=topic), _("Add evidence of demand"), back=topic)


@door("brief.archive", Demand, methods=["POST"])
def demand_end(request, demand):
    archive(demand, "brief.archive", by=request.member)
    return redirect(demand.topic)


def _form(request, form_class, obj, title, back=None, template="ui/form.html", **context):
    """The form of a new or stored record of content strategy."""
    is_new = obj._state.adding
    if is_new:
        obj.brand, obj.owner = request.brand, request.member
    form = form_class(request.POST or None, instance=obj, member=request.member)
    verb = "created" if is_new else "edited"
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template=template,
        title=title,
        back=back or (None if is_new else obj),
        **context,
    )


@door("brief.view")
def matrix_page(request):
    asked = _asked(request)
    found = matrix(request.brand, **asked, with_approved=False)
    missing = holes(request.brand)
    context = {
        "matrix": found,
        "axes": [(key, axis.label) for key, axis in AXES.items()],
        "pillars": ContentPillar.objects.of(request.brand).current(),
        "pillar": asked["pillar"],
        "holes": missing[:HOLES_SHOWN],
        "more_holes": max(0, len(missing) - HOLES_SHOWN),
        "exports": table_links("content:matrix_table", query=request.GET.urlencode()),
    }
    return render(request, "content/planning/matrix.html", context)


@door("brief.view")
def matrix_table(request, kind):
    return matrix_file(kind, matrix(request.brand, **_asked(request)))


def _asked(request) -> dict:
    rows = request.GET.get("rows", "")
    columns = request.GET.get("columns", "")
    rows = rows if rows in AXES else "format"
    if columns not in AXES or columns == rows:
        columns = "stage" if rows != "stage" else "format"
    return {"rows_by": rows, "columns_by": columns, "pillar": request.GET.get("pillar", "")[:40]}


@door("brief.view")
def matrix_cell(request):
    """One cell: what is in it, and what would fill it."""
    asked = {axis: request.GET[axis][:40] for axis in AXES if axis in request.GET}
    called = names(request.brand, asked)
    found = Paginator(pieces(request.brand, asked), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": " · ".join(called.values()) or _("All pieces"),
        "known": urlencode(_known(asked, called)),
        "angles": fitting(request.brand, asked)[:A_PAGE],
        "page": found,
        "query": f"&{urlencode(asked)}",
    }
    return render(request, "content/planning/cell.html", context)


def _known(asked, called):
    """What a brief that fills the cell is begun with, besides its angle."""
    known = {AXES[axis].fills: name for axis, name in called.items() if asked[axis]}
    known["format"] = asked.get("format", "")
    return {field: value for field, value in known.items() if field and value}


@door("brief.create", methods=["GET", "POST"])
def new_cell(request):
    """How many pieces a cell wants; the stored answer is there to be changed."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given.get(name, "") for name in ("pillar", "format", "stage")}
    stored = ContentCell.objects.of(request.brand).filter(**asked).first()
    if stored is not None:
        request.member.must("brief.edit", stored)
    blank = ContentCell(brand=request.brand, owner=request.member)
    form = CellForm(
        request.POST or None, instance=stored or blank, member=request.member, initial=asked
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited" if stored else "created"),
        template="ui/form.html",
        title=_("How many are wanted"),
        back=stored,
    )
