from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.competitors import actions, queries
from drumbeat.strategy.competitors.export import observations_file, snapshots_file
from drumbeat.strategy.competitors.forms import (
    CompetitorForm,
    DaysForm,
    ObservationForm,
    ProductForm,
)
from drumbeat.strategy.competitors.models import Competitor, Observation, Product
from drumbeat.strategy.competitors.snapshots import side_by_side
from drumbeat.strategy.register.queries import resting_on
from drumbeat.thread.registry import ref
from drumbeat.ui.tables import table_links

A_QUARTER_DAYS = 91


@door("research.view")
def competitors(request):
    today = timezone.localdate()
    stale = queries.stale_counts(request.brand, today)
    found = queries.competitors(request.brand)
    context = {
        "rows": [(competitor, stale.get(competitor.pk, 0)) for competitor in found],
        "news": queries.news(request.brand, today),
        "exports": table_links("strategy:observations_table"),
    }
    return render(request, "strategy/competitors/list.html", context)


@door("research.view")
def observations_table(request, kind):
    return observations_file(kind, request.brand, timezone.localdate())


@door("research.view", Competitor)
def competitor(request, competitor):
    context = {
        "competitor": competitor,
        "products": list(competitor.products.current()),
        "standings": queries.stands(queries.observed(competitor), timezone.localdate()),
    }
    return render(request, "strategy/competitors/detail.html", context)


@door("research.view", Competitor)
def battlecard(request, competitor):
    """One sheet to print: who they are, what they say and what we answer, with dates."""
    standings = queries.stands(queries.observed(competitor), timezone.localdate())
    context = {
        "competitor": competitor,
        "today": timezone.localdate(),
        "prices": [one for one in standings if one.observation.kind == "price"][:8],
        "claims": [one for one in standings if one.observation.kind == "claim"][:6],
        "launches": [one for one in standings if one.observation.kind == "launch"][:4],
    }
    return render(request, "strategy/competitors/battlecard.html", context)


@door("research.view", Competitor)
def snapshots(request, competitor):
    form, asked = _two_days(request)
    days = f"before={asked['before']}&after={asked['after']}"
    context = {
        "competitor": competitor,
        "form": form,
        "asked": asked,
        "pairs": side_by_side(queries.observed(competitor), **asked),
        "exports": table_links("strategy:snapshots_table", competitor.pk, query=days),
    }
    return render(request, "strategy/competitors/snapshots.html", context)


@door("research.view", Competitor)
def snapshots_table(request, competitor, kind):
    _form, asked = _two_days(request)
    pairs = side_by_side(queries.observed(competitor), **asked)
    return snapshots_file(kind, pairs, **asked)


def _two_days(request):
    """The form and the days it names; a quarter ago and today when it names none."""
    today = timezone.localdate()
    asked = {"before": today - timedelta(days=A_QUARTER_DAYS), "after": today}
    form = DaysForm(request.GET if "before" in request.GET else None, initial=asked)
    return form, form.cleaned_data if form.is_bound and form.is_valid() else asked


@door("research.create", methods=["GET", "POST"])
def new(request):
    blank = Competitor(brand=request.brand, owner=request.member)
    form = CompetitorForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New competitor"))


@door("research.edit", Competitor, methods=["GET", "POST"])
def edit(request, competitor):
    form = CompetitorForm(request.POST or None, instance=competitor, member=request.member)
    return _edited(request, form, "edited", _("Edit competitor"), competitor)


@door("research.archive", Competitor, methods=["POST"])
def archive(request, competitor):
    archiving.archive(competitor, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:competitors")


@door("research.create", Competitor, methods=["GET", "POST"], own_check=False)
def new_product(request, competitor):
    blank = Product(brand=request.brand, owner=request.member, competitor=competitor)
    form = ProductForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New product"), competitor)


@door("research.edit", Product, methods=["GET", "POST"])
def edit_product(request, product):
    form = ProductForm(request.POST or None, instance=product, member=request.member)
    return _edited(request, form, "edited", _("Edit product"), product.competitor)


@door("research.create", Competitor, methods=["GET", "POST"], own_check=False)
def new_observation(request, competitor):
    blank = Observation(
        brand=request.brand,
        owner=request.member,
        competitor=competitor,
        seen_on=timezone.localdate(),
    )
    form = _observation_form(request, blank)
    form.initial.setdefault("kind", request.GET.get("kind"))
    return _edited(request, form, "created", _("New observation"), competitor)


@door("research.view", Observation)
def observation(request, observation):
    age = (timezone.localdate() - observation.seen_on).days
    context = {
        "observation": observation,
        "over": age - observation.age_limit_days,
        "items": resting_on(request.brand, ref(observation)),
    }
    return render(request, "strategy/competitors/observation.html", context)


@door("research.edit", Observation, methods=["GET", "POST"])
def edit_observation(request, observation):
    form = _observation_form(request, observation)
    return _edited(request, form, "edited", _("Edit observation"), observation)


@door("research.create", Observation, methods=["POST"], own_check=False)
def seeing_again(request, observation):
    again = actions.see_again(observation, by=request.member)
    messages.success(request, _("Seen again today."))
    return redirect(again.competitor)


@door("research.archive", Observation, methods=["POST"])
def archive_observation(request, observation):
    archiving.archive(observation, "research.archive", by=request.member)
    messages.success(request, _("Archived."))
    return redirect(observation.competitor)


@door("research.view", Observation)
def proof(request, observation):
    """The screenshot or file, as a download: what others uploaded is never a page of ours."""
    if observation.proof is None:
        raise Http404
    return HttpResponse(
        observation.proof.read(),
        content_type=observation.proof.media_type,
        headers={"Content-Disposition": content_disposition_header(True, observation.proof.name)},
    )


def _observation_form(request, observation):
    return ObservationForm(
        request.POST or None,
        request.FILES or None,
        instance=observation,
        member=request.member,
        competitor=observation.competitor,
    )


def _edited(request, form, verb, title, back=None):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=back,
    )
