from django.shortcuts import render

from drumbeat.insight.metrics.dictionary import by_group
from drumbeat.people.access import door


@door("metric.view")
def metrics(request):
    context = {"groups": by_group()}
    return render(request, "insight/metrics/list.html", context)
