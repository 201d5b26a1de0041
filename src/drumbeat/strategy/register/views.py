from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.knowledge.learnings.forms import EvidenceForm
from drumbeat.knowledge.search.queries import find
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.market.models import Signal
from drumbeat.strategy.register import actions, queries
from drumbeat.strategy.register.changes import quarter_before, quarter_start
from drumbeat.strategy.register.export import changes_file, register_file
from drumbeat.strategy.register.forms import ItemForm
from drumbeat.strategy.register.grid import grid
from drumbeat.strategy.register.models import SwotEvidence, SwotItem
from drumbeat.thread.registry import ref, resolve
from drumbeat.ui.tables import table_links


@door("research.view")
def register(request):
    since = quarter_start(timezone.localdate())
    items = list(queries.items(request.brand))
    changed = queries.changed_since(request.brand, since)
    context = {
        "items": items,
        "quadrants": queries.quadrants(items),
        "grid": grid(items, queries.moved_from(changed)),
        "since": since,
        "changed": changed,
        "settled": list(queries.items(request.brand, "settled")[:20]),
        "today": timezone.localdate(),
        "exports": table_links("strategy:register_table"),
    }
    return render(request, "strategy/register/list.html", context)


@door("research.view")
def register_table(request, kind):
    found = [*queries.items(request.brand), *queries.items(request.brand, "settled")]
    return register_file(kind, found)


@door("research.view")
def changes(request):
    """What changed since a day; the start of the quarter before, unless another is asked."""
    since = _since(request)
    context = {
        "since": since,
        "changed": queries.changed_since(request.brand, since),
        "exports": table_links("strategy:register_changes_table", query=f"since={since}"),
    }
    return render(request, "strategy/register/changes.html", context)


@door("research.view")
def changes_table(request, kind):
    return changes_file(kind, queries.changed_since(request.brand, _since(request)))


def _since(request):
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return quarter_before(timezone.localdate())


@door("research.view", SwotItem)
def item(request, item):
    context = {
        "item": item,
        "exhibits": queries.exhibits(item, request.member),
        "plans": list(item.plans.current().select_related("owner__person")),
        "today": timezone.localdate(),
    }
    return render(request, "strategy/register/detail.html", context)


@door("research.create", methods=["GET", "POST"])
def new(request):
    return _new(request, {"kind": request.GET.get("kind") or "opportunity"}, _("New item"))


@door("research.create", Signal, methods=["GET", "POST"], own_check=False)
def promote(request, signal):
    """A signal becomes an item of the register, with the signal as its evidence."""
    known = {
        "title_en": signal.title_en,
        "title_zh": signal.title_zh,
        "detail": signal.summary,
        "ref": ref(signal),
    }
    return _new(request, known, _("Into the register"), signal)


def _new(request, initial, title, back=None):
    blank = SwotItem(
        brand=request.brand,
        owner=request.member,
        review_on=actions.next_review(timezone.localdate()),
    )
    form = ItemForm(request.POST or None, instance=blank, member=request.member, initial=initial)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=title,
        back=back,
    )


@door("research.edit", SwotItem, methods=["GET", "POST"])
def edit(request, item):
    form = ItemForm(request.POST or None, instance=item, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit item"),
        back=item,
    )


@door("research.archive", SwotItem, methods=["POST"])
def archive(request, item):
    archiving.archive(item, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:register")


@door("research.create", SwotItem, methods=["GET", "POST"])
def new_evidence(request, item):
    form = EvidenceForm(request.POST or None)

    def save():
        actions.add_evidence(item, by=request.member, **form.cleaned_data)
        return item

    chosen = (request.POST or request.GET).get("ref", "")
    asked = request.GET.get("q", "")
    return edit_page(
        request,
        form,
        save,
        template="knowledge/learnings/evidence.html",
        title=_("Link evidence"),
        back=item,
        chosen=chosen,
        chosen_object=resolve(request.brand, [chosen]).get(chosen),
        q=asked,
        hits=find(request.member, asked),
    )


@door("research.edit", SwotEvidence, methods=["POST"])
def evidence_removal(request, evidence):
    actions.remove_evidence(evidence, by=request.member)
    return redirect(evidence.item)
