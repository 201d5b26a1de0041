from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.fragments import fragment
from drumbeat.knowledge.learnings import actions, queries
from drumbeat.knowledge.learnings.expiry import latest_expiry
from drumbeat.knowledge.learnings.export import learnings_file
from drumbeat.knowledge.learnings.forms import (
    EvidenceForm,
    FilterForm,
    LearningForm,
    RenewalForm,
)
from drumbeat.knowledge.learnings.models import Evidence, Learning
from drumbeat.knowledge.search.queries import find
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.thread.registry import resolve
from drumbeat.ui.tables import table_links


@door("learning.view")
def front(request):
    """The room's first page is the list of what we know."""
    return redirect("knowledge:learnings")


@door("learning.view")
def learnings(request):
    form = FilterForm(request.GET or None)
    page = Paginator(_filtered(request.brand, form), 30).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "is_narrowed": any(asked.values()),
        "query": f"&{asked.urlencode()}" if asked else "",
        "exports": table_links("knowledge:learnings_table", query=asked.urlencode()),
    }
    return render(request, "knowledge/learnings/list.html", context)


@door("learning.view")
def learnings_table(request, kind):
    return learnings_file(kind, _filtered(request.brand, FilterForm(request.GET or None)))


def _filtered(brand, form):
    return queries.found(brand, **(form.cleaned_data if form.is_valid() else {}))


@door("learning.view", Learning)
def learning(request, learning):
    context = {
        "learning": learning,
        "exhibits": queries.exhibits(learning, request.member),
        "days_left": (learning.expires_on - timezone.localdate()).days,
        "answers_url": fragment(f"strategy/learnings/{learning.pk}/answers/"),
    }
    return render(request, "knowledge/learnings/detail.html", context)


@door("learning.create", methods=["GET", "POST"])
def new(request):
    blank = Learning(
        brand=request.brand, owner=request.member, expires_on=latest_expiry(timezone.localdate())
    )
    form = LearningForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="ui/form.html",
        title=_("New learning"),
        submit=_("Save the draft"),
    )


@door("learning.edit", Learning, methods=["GET", "POST"])
def edit(request, learning):
    actions.must_be_draft(learning)
    form = LearningForm(request.POST or None, instance=learning, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="ui/form.html",
        title=_("Edit learning"),
        back=learning,
        submit=_("Save"),
    )


@door("learning.approve", Learning, methods=["GET", "POST"])
def renewal(request, learning):
    form = RenewalForm(
        request.POST or None, initial={"expires_on": latest_expiry(timezone.localdate())}
    )
    return edit_page(
        request,
        form,
        lambda: actions.renew(learning, by=request.member, **form.cleaned_data),
        template="ui/form.html",
        title=_("Renew the learning"),
        back=learning,
        submit=_("Renew"),
    )


@door("learning.create", Learning, methods=["GET", "POST"])
def new_evidence(request, learning):
    form = EvidenceForm(request.POST or None)

    def save():
        actions.add_evidence(learning, by=request.member, **form.cleaned_data)
        return learning

    chosen = (request.POST or request.GET).get("ref", "")
    asked = request.GET.get("q", "")
    return edit_page(
        request,
        form,
        save,
        template="knowledge/learnings/evidence.html",
        title=_("Link evidence"),
        back=learning,
        chosen=chosen,
        chosen_object=resolve(request.brand, [chosen]).get(chosen),
        q=asked,
        hits=find(request.member, asked),
    )


@door("learning.view")
def choices(request):
    """What the search for evidence finds, as radio buttons."""
    return render(
        request,
        "knowledge/learnings/_choices.html",
        {"hits": find(request.member, request.GET.get("q", ""))},
    )


@door("learning.edit", Evidence, methods=["POST"], own_check=False)
def evidence_removal(request, evidence):
    actions.remove_evidence(evidence, by=request.member)
    return redirect(evidence.learning.get_absolute_url())
