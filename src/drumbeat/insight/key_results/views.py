from django.shortcuts import render
from django.utils import timezone

from drumbeat.formats.currencies import to_minor
from drumbeat.insight.key_results.values import measured
from drumbeat.people.access import door
from drumbeat.strategy.goals.models import FROM_WAVES
from drumbeat.strategy.models import KeyResult
from drumbeat.ui.templatetags import format as say

# What grows with the days, so that the share of days gone by is a fair mark beside it.
GROWING = ("revenue", "outcomes", "sessions", "visitors", "touches", "spend")


@door("metric.view", KeyResult)
def now(request, key_result):
    """Fragment: the measured value of a key result, with its way to go."""
    found = measured([key_result], timezone.localdate())[0]
    context = {"measured": found, "result": key_result, "shown": _in_words(found)}
    context |= {"pace": found.pace if key_result.metric in GROWING else None}
    context |= {"from_waves": key_result.metric in FROM_WAVES}
    return render(request, "insight/key_results/_now.html", context)


def _in_words(found) -> str:
    """The value with its unit: money in the brand's currency, a ratio with two decimals."""
    currency = found.key_result.brand.currency
    if found.value is None:
        return ""
    if found.unit == "money":
        return say.money_whole(to_minor(found.value, currency), currency)
    if found.unit == "share":
        return say.percent(found.value / 100, 2)
    number = say.ratio(found.value) if found.unit == "ratio" else say.number(found.value)
    return f"{number} {found.key_result.unit}".strip()
