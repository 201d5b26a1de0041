"""Waves: begun, fielded, computed, compared."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.surveys.models import Response
from drumbeat.strategy.surveys.queries import public_address
from drumbeat.strategy.trackers import actions, queries
from drumbeat.strategy.trackers.beside import beside
from drumbeat.strategy.trackers.core import INDICES, STAGES
from drumbeat.strategy.trackers.export import comparison_file, wave_file
from drumbeat.strategy.trackers.forms import WaveForm
from drumbeat.strategy.trackers.models import Tracker, Wave
from drumbeat.ui.tables import table_links

USUAL_DAYS = 14


@door("research.create", Tracker, methods=["GET", "POST"], own_check=False)
def new(request, tracker):
    form = WaveForm(request.POST or None, tracker=tracker, initial=_as_last_time(tracker))
    return edit_page(
        request,
        form,
        lambda: actions.begin_wave(tracker, by=request.member, **form.cleaned_data),
        template="strategy/form.html",
        title=_("New wave"),
        back=tracker,
    )


def _as_last_time(tracker) -> dict:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=USUAL_DAYS)}
    last = tracker.waves.select_related("questionnaire__study").first()
    if last is None:
        return days
    study = last.questionnaire.study
    return days | {
        name: getattr(study, name) for name in ("sample_size", "sample_plan", "consent_basis")
    }


@door("research.view", Wave)
def wave(request, wave):
    context = {"wave": wave, "tracker": wave.tracker, "questionnaire": wave.questionnaire}
    context |= _computed(wave) if wave.is_computed else _under_way(wave)
    if context.get("figures"):
        figures = context["figures"]
        context |= {
            "names": INDICES,
            "stages": STAGES,
            "doubtful": [(Response.FLAGS[flag], n) for flag, n in sorted(figures.doubtful.items())],
            "beside": beside(request.brand, figures.brands, wave.ends_on),
        }
    return render(request, "strategy/trackers/wave.html", context)


def _computed(wave) -> dict:
    figures = queries.round_of(wave).figures
    answers = wave.questionnaire.responses.filter(state="complete").count()
    earlier = wave.tracker.waves.filter(number__lt=wave.number, result__isnull=False)
    return {
        "figures": figures,
        "late": answers - figures.n - figures.set_aside,
        "earlier": earlier.select_related("tracker").first(),
        "exports": table_links("strategy:wave_table", wave.pk),
    }


def _under_way(wave) -> dict:
    if wave.state == "draft":
        return {"asked_about": wave.brands, "sample": wave.questionnaire.study.sample_size}
    reading, figures = queries.so_far(wave)
    return {
        "reading": reading,
        "figures": figures if figures.n else None,
        "address": public_address(wave.questionnaire),
        "sample": wave.questionnaire.study.sample_size,
    }


@door("research.view", Wave)
def wave_table(request, wave, kind):
    if not wave.is_computed:
        raise Http404
    return wave_file(kind, wave, queries.round_of(wave).figures)


@door("research.edit", Wave, methods=["POST"])
def fielding(request, wave):
    actions.field(wave, by=request.member)
    messages.success(request, _("In the field: from now on the wording is frozen."))
    return redirect(wave)


@door("research.edit", Wave, methods=["POST"])
def result(request, wave):
    actions.settle(wave, by=request.member)
    messages.success(request, _("Computed. These numbers do not change any more."))
    return redirect(wave)


@door("research.view", Wave)
def comparison(request, wave):
    """Beside another wave: the one asked for, else the one before."""
    others, compared = _two_waves(request, wave)
    context = {
        "wave": wave,
        "tracker": wave.tracker,
        "others": others,
        "compared": compared,
        "names": INDICES,
    }
    if compared:
        query = f"with={_other(compared, wave).pk}"
        context |= {
            "other": _other(compared, wave),
            "exports": table_links("strategy:wave_comparison_table", wave.pk, query=query),
        }
    return render(request, "strategy/trackers/comparison.html", context)


@door("research.view", Wave)
def comparison_table(request, wave, kind):
    _others, compared = _two_waves(request, wave)
    if compared is None:
        raise Http404
    return comparison_file(kind, compared)


def _other(compared, wave):
    pair = (compared.before.wave, compared.after.wave)
    return next(one for one in pair if one.pk != wave.pk)


def _two_waves(request, wave):
    """The computed waves to compare with, newest first, and the comparison or None."""
    found = wave.tracker.waves.filter(result__isnull=False).select_related("result", "tracker")
    others = [one for one in found[: queries.WAVES_SHOWN] if one.pk != wave.pk]
    asked = request.GET.get("with")
    other = next((one for one in others if one.pk == asked), None)
    if asked and other is None:
        raise Http404
    before = next((one for one in others if one.number < wave.number), None)
    other = other or before or next(iter(others), None)
    return others, queries.comparison(wave, other) if other and wave.is_computed else None
