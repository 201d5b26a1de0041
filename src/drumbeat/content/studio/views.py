"""The studio: where a draft's text is written. What is typed is kept as it is typed."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Version
from drumbeat.content.studio import actions
from drumbeat.content.studio.forms import VARIANT, StudioForm, as_typed
from drumbeat.content.studio.limits import networks
from drumbeat.content.studio.models import Draft
from drumbeat.content.studio.page import difference, reading_of
from drumbeat.content.studio.pairs import other_side
from drumbeat.content.studio.remarks import remarks_on
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.people.errors import DomainError
from drumbeat.science.text.lengths import rules


@door("asset.edit", Version, methods=["GET", "POST"])
def studio(request, version):
    """The page; on POST what was typed becomes the version's content, and one writes on."""
    actions.must_be_written(version)
    if version.shots:
        return redirect("content:edit_script", version.pk)
    if request.method == "GET":
        return _page(request, version, *_begun(request, version))
    form = StudioForm(request.POST, brand=request.brand)
    if form.is_valid():
        # Who has seen both texts says which version of the record theirs goes over.
        seen = request.POST.get("over", "")
        row_version = int(seen) if seen.isdigit() else form.cleaned_data["row_version"]
        saved = attempt(
            form,
            lambda: actions.save(
                version, by=request.member, row_version=row_version, **form.content
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            here = reverse("content:edit_version", args=[version.pk])
            return redirect(f"{here}?saved={form.cleaned_data['stamp']}")
    version.refresh_from_db(fields=["text", "variants", "variables", "change_note", "row_version"])
    began = form["row_version"].value() or ""
    return _page(request, version, form, None, began, status=422)


def _begun(request, version):
    """(form, draft, row_version at which it was begun): where this person left off, else afresh."""
    draft = Draft.objects.filter(version=version, owner=request.member).first()
    typed = draft.typed if draft else as_typed(version)
    begun_at = draft.begun_at if draft else version.row_version
    form = StudioForm(initial=typed | {"row_version": begun_at}, brand=request.brand)
    return form, draft, begun_at


def _page(request, version, form, draft, begun_at, status=200):
    typed = form.typed()
    asked = form.is_bound and str(begun_at) != str(version.row_version)
    told = _told(version, form, typed, begun_at) if draft or asked else {}
    context = (
        told
        | reading_of(version, typed)
        | {
            "version": version,
            "asset": version.asset,
            "form": form,
            "draft": draft,
            "other": other_side(version.asset),
            "remarks": remarks_on(version.asset, version.text),
            "rules": rules()
            | {"networks": {one.key: one.limit.as_rule() for one in networks().values()}},
        }
    )
    for variant in context["variants"]:
        variant.field = form[VARIANT + variant.network.key]
    return render(request, "content/studio/page.html", context, status=status)


def _told(version, form, typed, begun_at, theirs=None):
    """How what was typed stands to what is saved, or to `theirs`."""
    return {
        "differs": difference(theirs or as_typed(version), typed, form),
        "meanwhile": str(begun_at) != str(version.row_version) and version.edited_by,
    }


@door("asset.edit", Version, methods=["POST"])
def preview(request, version):
    """How the words typed so far read, what they break, and where they fit."""
    form = StudioForm(request.POST, brand=request.brand)
    context = reading_of(version, form.typed()) | {"asset": version.asset, "is_answer": True}
    return render(request, "content/studio/_reading.html", context)


@door("asset.edit", Version, methods=["POST"])
def difference_page(request, version):
    """What a browser kept, held against what is saved, or what another window wrote since."""
    form = StudioForm(request.POST, brand=request.brand)
    begun_at = request.POST.get("row_version", "")
    known = (_hand(request), request.POST.get("seen", ""))
    drafts = Draft.objects.filter(version=version, owner=request.member)
    theirs = drafts.exclude(hand__in=known).values_list("typed", flat=True).first()
    context = _told(version, form, form.typed(), begun_at, theirs) | {
        "version": version,
        "is_answer": True,
    }
    return render(request, "content/studio/_kept.html", context)


@door("asset.edit", Version, methods=["POST"])
def draft(request, version):
    """Keep what is typed. A refusal is told to the page, which keeps its text and says so."""
    form = StudioForm(request.POST, brand=request.brand)
    begun = request.POST.get("row_version", "")
    begun_at = int(begun) if begun.isdigit() else version.row_version
    hands = {"hand": _hand(request), "seen": request.POST.get("seen", "")}
    try:
        actions.keep(version, form.typed(), by=request.member, begun_at=begun_at, **hands)
    except DomainError as refusal:
        return JsonResponse({"said": str(refusal)}, status=refusal.status)
    return HttpResponse(status=204)


def _hand(request):
    return request.POST.get("stamp", "").partition(".")[0][:40]


@door("asset.edit", Version, methods=["POST"])
def drop(request, version):
    """Take what is saved; what was typed goes."""
    actions.drop(version, by=request.member)
    return redirect("content:edit_version", version.pk)
