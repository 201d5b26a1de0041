from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets import actions, queries
from drumbeat.content.assets.comparing import passages
from drumbeat.content.assets.files import handed_out, kept_by_browser
from drumbeat.content.assets.forms import AlternativeForm, AssetForm, VersionForm
from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.assets.page import version_page
from drumbeat.content.assets.rendering import as_html, counts
from drumbeat.content.assets.rules import facts_of
from drumbeat.content.assets.sniffing import PICTURES, stored_type
from drumbeat.content.briefs.models import Brief
from drumbeat.content.checks.remarks import read
from drumbeat.content.creative.concepts.rules import chosen_of
from drumbeat.content.creative.scripts.shots import compared, shots_of
from drumbeat.content.media.faces import small_picture
from drumbeat.content.media.reading import is_picture
from drumbeat.content.studio.forms import StudioForm, as_typed
from drumbeat.content.studio.page import difference
from drumbeat.formats.media.problems import Unsafe
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.science.text.readability import readability
from drumbeat.strategy.brandbook.queries import own_names

# On the page of two versions already.
_SHOWN = ("text", "change_note")


@door("asset.view", Asset)
def asset(request, asset):
    return render(
        request,
        "content/assets/detail.html",
        version_page(asset, None, request.member, timezone.localdate()),
    )


@door("asset.view", Version)
def version(request, version):
    return render(
        request,
        "content/assets/detail.html",
        version_page(version.asset, version, request.member, timezone.localdate()),
    )


@door("asset.view", Version)
def version_file(request, version):
    if version.file is None:
        raise Http404
    return handed_out(request, version.file)


@door("asset.view", Version)
def version_thumbnail(request, version):
    """A small picture of the file; nothing of what the master says of itself is in it."""
    if version.file is None:
        raise Http404
    try:
        return kept_by_browser(small_picture(version.file), "image/webp")
    except (Unsafe, OSError) as gone:
        raise Http404 from gone


@door("asset.create", Brief, methods=["GET", "POST"])
def new(request, brief):
    actions.must_be_in_work(brief)
    only = brief.messages.first() if brief.messages.count() == 1 else None
    blank = Asset(
        brand=request.brand,
        owner=request.member,
        brief=brief,
        message=only,
        concept=chosen_of(brief),
        language=request.brand.language,
    )
    form = AssetForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: actions.make_asset(form.instance, by=request.member),
        template="ui/form.html",
        title=_("New asset"),
        back=brief,
    )


@door("asset.edit", Asset, methods=["GET", "POST"])
def edit(request, asset):
    form = AssetForm(request.POST or None, instance=asset, member=request.member)
    return edit_page(
        request,
        form,
        lambda: actions.edit_asset(form, by=request.member),
        template="ui/form.html",
        title=_("Edit asset"),
        back=asset,
    )


@door("asset.edit", Asset, methods=["GET", "POST"])
def new_version(request, asset):
    parent = asset.newest
    form = VersionForm(request.POST or None, request.FILES or None, parent=parent)

    def save():
        typed = dict(form.cleaned_data)
        with transaction.atomic():
            if typed["file"]:
                typed["file"] = typed["file"].keep(request.member)
            return actions.add_version(asset, by=request.member, **typed)

    return edit_page(
        request,
        form,
        save,
        template="content/assets/write.html",
        back=asset,
        title=_("Version %(number)d") % {"number": parent.number + 1 if parent else 1},
        asset=asset,
    )


@door("asset.edit", Version, methods=["GET", "POST"])
def alternative(request, version):
    said = {"alt_en": version.alt_en, "alt_zh": version.alt_zh}
    form = AlternativeForm(request.POST or None, initial=said)
    return edit_page(
        request,
        form,
        lambda: actions.describe(version, by=request.member, **form.cleaned_data),
        template="content/assets/alternative.html",
        title=_("Alternative text"),
        version=version,
        is_picture=version.file is not None and is_picture(version.file),
        back=version,
    )


@door("asset.edit", Asset, methods=["POST"])
def preview(request, asset):
    """What the words typed so far will look like, how many they are, and what they break."""
    text = request.POST.get("text", "")[: actions.MAX_TEXT_CHARACTERS]
    context = {
        "html": as_html(text),
        "counts": counts(text),
        "reading": readability(text, own_names(request.brand)),
        "read": read(text, request.brand, asset.sector, facts_of(asset)),
    }
    return render(request, "content/assets/_preview.html", context)


@door("asset.view", Asset)
def comparison(request, asset):
    """Any two versions side by side: ?before=1&after=2, else the newest two."""
    versions = queries.versions_of(asset)
    if len(versions) < 2:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    after = by_number.get(request.GET.get("after", ""), versions[0])
    before = by_number.get(request.GET.get("before", ""), versions[1])
    context = {
        "asset": asset,
        "versions": versions,
        "before": before,
        "after": after,
        "passages": passages(before.text, after.text) if before.text and after.text else [],
        "shots": compared(shots_of(before), shots_of(after))
        if before.shots and after.shots
        else [],
        "more": _more(before, after, request.brand),
        "is_same": before.sha256 == after.sha256,
        "are_pictures": all(
            each.file_id and stored_type(each.file) in PICTURES for each in (before, after)
        ),
    }
    return render(request, "content/assets/comparison.html", context)


def _more(before, after, brand):
    """What else of two texts differs: (label, passages) of values and words for networks."""
    form = StudioForm(initial=as_typed(after), brand=brand)
    theirs, mine = as_typed(before), form.typed()
    return difference(theirs, {name: mine[name] for name in mine if name not in _SHOWN}, form)
