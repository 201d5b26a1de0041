from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Version
from drumbeat.content.assets.rendering import as_html
from drumbeat.content.assets.sniffing import SHOWN, stored_type
from drumbeat.content.creative.proofing import actions, queries
from drumbeat.content.creative.proofing.export import remarks_file, rounds_file
from drumbeat.content.creative.proofing.forms import DecisionForm, PinForm, RoundForm
from drumbeat.content.creative.proofing.models import ProofRound
from drumbeat.content.creative.scripts.shots import placed, shots_of, total_ms
from drumbeat.content.media.reading import facts_of
from drumbeat.content.studio.remarks import remarks_on
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.errors import WrongState
from drumbeat.ui.tables import table_links

A_PAGE = 50
_DUE_DAYS = 3
# How wide the picture is drawn that a browser without scripts points at.
POINTED_AT_PX = 320
# Of how many pages of a document a sheet is drawn to mark regions on.
SHEETS = 24


@door("asset.view", Version)
def proof(request, version):
    """A version under review: the file with its pins, what was said, who decided what."""
    facts = facts_of(version.file) if version.file_id else None
    form = PinForm(initial=_pointed_at(request, facts), facts=facts) if facts else None
    return _page(request, version, facts, form)


def _pointed_at(request, facts):
    """Where a plain click on the picture was (an image button says so in pixels), in percent."""
    asked = [request.GET.get(f"point.{axis}", "") for axis in "xy"]
    if not (facts.ratio and all(each.isdigit() for each in asked)):
        return {}
    across, down = map(int, asked)
    return {
        "x": min(round(across / POINTED_AT_PX * 100, 1), 100),
        "y": min(round(down / (POINTED_AT_PX / facts.ratio) * 100, 1), 100),
    }


@door("asset.comment", Version, methods=["POST"])
def new_pin(request, version):
    if not version.file_id:
        raise WrongState(_("Remarks on a text stand on its passages."))
    facts = facts_of(version.file)
    form = PinForm(request.POST, facts=facts)
    if form.is_valid():
        said = attempt(form, lambda: actions.pin(version, facts, by=request.member, **form.said))
        if said:
            return redirect(said)
    return _page(request, version, facts, form, status=422)


def _page(request, version, facts, form, status=200):
    begun, pins = queries.round_of(version), queries.pins_up_to(version)
    newest = version.asset.newest
    seats = begun.reviewers.all() if begun else []
    context = {
        "version": version,
        "asset": version.asset,
        "newest": newest,
        "is_newest": newest.pk == version.pk,
        "facts": facts,
        "is_shown": facts and stored_type(version.file) in SHOWN,
        "form": form,
        "pointed_at_px": POINTED_AT_PX,
        "round": begun,
        "along": queries.begun_with(begun) if begun else [],
        "my_seat": next((one for one in seats if one.member_id == request.member.pk), None),
        "pins": [one for one in pins if not one.inherited],
        "inherited": [one for one in pins if one.inherited],
        "pages": _pages(facts, pins) if facts and facts.family == "document" else [],
        "exports": table_links("content:pins_table", version.pk),
    }
    if version.text:
        context |= {
            "html": as_html(version.words),
            "shots": placed(shots_of(version)),
            "total_ms": total_ms(shots_of(version)),
            "remarks": remarks_on(version.asset, version.text),
        }
    return render(request, "content/proofing/proof.html", context, status=status)


def _pages(facts, pins):
    """(number, pins) of the pages of a document: the first ones, and those with a region marked."""
    marked = {one.page for one in pins if one.has_region}
    first = range(1, min(facts.pages or 1, SHEETS) + 1)
    return [
        (page, [one for one in pins if one.page == page]) for page in sorted(marked | set(first))
    ]


@door("asset.view", Version)
def pins_table(request, version, kind):
    return remarks_file(kind, queries.pins_up_to(version))


@door("asset.edit", Version, methods=["GET", "POST"])
def new_round(request, version):
    """The reviewers of the round before are chosen already."""
    before = ProofRound.objects.filter(version__asset=version.asset).order_by("-pk").first()
    initial = {
        "due_on": timezone.localdate() + timedelta(days=_DUE_DAYS),
        "reviewers": before.reviewers.values_list("member", flat=True) if before else (),
        "ask": before.ask if before else "",
    }
    along = queries.could_go_along(version, request.member)
    form = RoundForm(request.POST or None, initial=initial, version=version, along=along)
    return edit_page(
        request,
        form,
        lambda: actions.begin(version, by=request.member, **_typed(form)),
        template="ui/form.html",
        title=_("New proof round"),
        submit=_("Begin"),
        back=version,
    )


@door("asset.edit", ProofRound, methods=["GET", "POST"])
def edit_round(request, begun):
    initial = {
        "due_on": begun.due_on,
        "ask": begun.ask,
        "reviewers": begun.reviewers.values_list("member", flat=True),
    }
    form = RoundForm(request.POST or None, initial=initial, version=begun.version)
    return edit_page(
        request,
        form,
        lambda: actions.change(begun, by=request.member, **_typed(form)),
        template="ui/form.html",
        title=_("Edit the round"),
        back=begun,
    )


def _typed(form):
    typed = form.cleaned_data
    chosen = {name: list(typed[name]) for name in ("reviewers", "besides") if name in typed}
    return typed | chosen


@door("asset.comment", ProofRound, methods=["GET", "POST"])
def decide(request, begun):
    form = DecisionForm(request.POST or None)

    def save():
        actions.decide(begun, by=request.member, **form.cleaned_data)
        return begun

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Give your verdict"),
        submit=_("Give your verdict"),
        back=begun,
        done=_("Your verdict stands on the page."),
    )


@door("asset.view")
def proofs(request):
    chosen = request.GET.get("show", "")
    context = {
        "chosen": chosen,
        "page": Paginator(_asked(request), A_PAGE).get_page(request.GET.get("page")),
        "query": f"&show={chosen}" if chosen in ("mine", "open") else "",
        "exports": table_links("content:proofs_table", query=request.GET.urlencode()),
    }
    return render(request, "content/proofing/list.html", context)


@door("asset.view")
def proofs_table(request, kind):
    return rounds_file(kind, _asked(request))


def _asked(request):
    chosen = request.GET.get("show", "")
    member = request.member if chosen == "mine" else None
    return queries.rounds(request.brand, member=member, only_open=chosen == "open")
