from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.creative.scripts import actions
from drumbeat.content.creative.scripts.export import script_file
from drumbeat.content.creative.scripts.forms import (
    SHOTS_OF_A_NEW_ONE,
    ScriptForm,
    as_rows,
    rearranged,
    shot_forms,
    typed_rows,
)
from drumbeat.content.creative.scripts.shots import placed, shots_of, total_ms
from drumbeat.content.studio.actions import must_be_written
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.ui.tables import table_links


def shot_context(version):
    """What the shot table of a version shows; nothing for what has no shots."""
    shots = shots_of(version)
    return {
        "shots": placed(shots),
        "total_ms": total_ms(shots),
        "spoken": sum(one.spoken for one in shots),
    }


@door("asset.view", Version)
def script(request, version):
    """The shots of a version, to read and to print."""
    if not version.shots:
        raise Http404
    context = shot_context(version) | {
        "version": version,
        "asset": version.asset,
        "exports": table_links("content:script_table", version.pk),
    }
    return render(request, "content/scripts/script.html", context)


@door("asset.view", Version)
def script_table(request, version, kind):
    return script_file(kind, version)


@door("asset.view", Version)
def prompter(request, version):
    """The voice-over alone, large, to be read aloud."""
    if not version.shots:
        raise Http404
    return render(
        request,
        "content/scripts/prompter.html",
        shot_context(version) | {"version": version, "asset": version.asset},
    )


@door("asset.edit", Asset, methods=["GET", "POST"])
def new_script(request, asset):
    """The next version as a shot table; it begins with the shots of the last."""
    newest = asset.newest
    rows = as_rows(shots_of(newest)) if newest else []

    def save(shots, typed):
        return actions.begin(asset, shots, by=request.member, change_note=typed["change_note"])

    title = _("Version %(number)d") % {"number": newest.number + 1 if newest else 1}
    blank = [{"seconds": 3}] * SHOTS_OF_A_NEW_ONE
    return _desk(request, asset, rows or blank, save, title=title, number=newest and newest.number)


@door("asset.edit", Version, methods=["GET", "POST"])
def edit_script(request, version):
    must_be_written(version)

    def save(shots, typed):
        return actions.write(version, shots, by=request.member, **typed)

    initial = {"change_note": version.change_note, "row_version": version.row_version}
    return _desk(
        request,
        version.asset,
        as_rows(shots_of(version)) or [{"seconds": 3}],
        save,
        title=str(version),
        number=version.number - 1,
        initial=initial,
    )


def _desk(request, asset, rows, save, *, title, number, initial=None):
    """Boxes for every shot. A button that moves a row keeps all that is typed; Save saves."""
    wanted = request.POST.get("do", "save")
    if request.method == "GET":
        form, shots = ScriptForm(initial=initial), shot_forms(request.brand, rows=rows)
    elif wanted != "save":
        form = ScriptForm(initial=request.POST.dict())
        rows = rearranged(typed_rows(request.POST), wanted)
        shots = shot_forms(request.brand, rows=rows)
    else:
        form, shots = ScriptForm(request.POST), shot_forms(request.brand, data=request.POST)
        if form.is_valid() & shots.is_valid():
            written = [shot for each in shots if (shot := each.shot)]
            saved = attempt(form, lambda: save(written, form.cleaned_data))
            if saved is not None:
                messages.success(request, _("Saved."))
                return redirect("content:script", saved.pk)
    context = {"asset": asset, "form": form, "shots": shots, "title": title, "asks_why": number}
    status = 422 if request.method == "POST" and wanted == "save" else 200
    return render(request, "content/scripts/edit.html", context, status=status)
