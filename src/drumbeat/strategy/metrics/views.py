from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.knowledge.fragments import fragment
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.metrics import actions
from drumbeat.strategy.metrics.forms import OwnMetricForm
from drumbeat.strategy.metrics.measures import MEASURES, RATIOS
from drumbeat.strategy.metrics.models import OwnMetric
from drumbeat.strategy.metrics.queries import own_metrics, users_of, vocabulary


@door("metric.view", OwnMetric)
def metric(request, metric):
    known = vocabulary(request.brand)
    known.own.setdefault(metric.key, metric)
    context = {
        "metric": metric,
        "parts": [known.named(name) for name in known.parts(metric.key)],
        "users": users_of(metric),
        "dictionary_url": fragment("insight/metrics/"),
        "value_url": fragment(f"insight/own-metrics/{metric.pk}/value/"),
    }
    return render(request, "strategy/metrics/detail.html", context)


@door("metric.create", methods=["GET", "POST"])
def new(request):
    blank = OwnMetric(brand=request.brand, owner=request.member)
    return _form_page(request, blank, "created", _("New metric"))


@door("metric.edit", OwnMetric, methods=["GET", "POST"])
def edit(request, metric):
    return _form_page(request, metric, "edited", _("Edit metric"), metric)


def _form_page(request, metric, verb, title, back=None):
    form = OwnMetricForm(request.POST or None, instance=metric, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/metrics/form.html",
        title=title,
        back=back,
        measures=MEASURES.values(),
        ratios=RATIOS.values(),
        own=[one for one in own_metrics(request.brand) if one.pk != metric.pk],
    )


@door("metric.archive", OwnMetric, methods=["POST"])
def archive(request, metric):
    actions.archive(metric, by=request.member)
    messages.success(request, _("Archived."))
    return redirect(fragment("insight/metrics/") or "strategy:goals")
