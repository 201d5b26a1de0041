"""A change in words that a marketing lead reads: what moved revenue, and which way."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.insight.attribution.change import Change
from drumbeat.ui.templatetags import format as say

NAMES = {
    "volume": gettext_lazy("Visits"),
    "mix": gettext_lazy("Mix of channels"),
    "conversion": gettext_lazy("Conversion rate"),
    "order_value": gettext_lazy("Order value"),
    "other": gettext_lazy("Without a visit"),
}

# (when it added to revenue, when it took away)
_BECAUSE = {
    "volume": (
        gettext_lazy("because more visits came"),
        gettext_lazy("because fewer visits came"),
    ),
    "mix": (
        gettext_lazy("because visits shifted to channels that sell better"),
        gettext_lazy("because visits shifted to channels that sell less"),
    ),
    "conversion": (
        gettext_lazy("because more of the visits bought"),
        gettext_lazy("because fewer of the visits bought"),
    ),
    "order_value": (
        gettext_lazy("because orders were larger"),
        gettext_lazy("because orders were smaller"),
    ),
    "other": (
        gettext_lazy("from orders without a known visit"),
        gettext_lazy("from orders without a known visit"),
    ),
}


def headline(change: Change) -> str:
    """“Revenue fell by ¥12,300 (−8%), from ¥153,000 to ¥140,700.”"""
    total = change.total
    said = {
        "amount": say.money_whole(abs(total.change_minor), change.currency),
        "before": say.money_whole(total.before.revenue_minor, change.currency),
        "after": say.money_whole(total.after.revenue_minor, change.currency),
    }
    if not total.change_minor:
        return _("Revenue did not change: %(after)s in both periods.") % said
    if change.share is None:
        return _("Revenue is %(after)s; there was none in the earlier period.") % said
    said["share"] = say.percent(abs(change.share), 0)
    if total.change_minor > 0:
        return _("Revenue rose by %(amount)s (+%(share)s), from %(before)s to %(after)s.") % said
    return _("Revenue fell by %(amount)s (−%(share)s), from %(before)s to %(after)s.") % said


def reasons(change: Change) -> list[dict]:
    """[{amount: with its sign, why, tone: up or down}], the largest first."""
    return [
        {
            "amount": signed_whole(minor, change.currency),
            "why": _BECAUSE[name][0 if minor > 0 else 1],
            "tone": "up" if minor > 0 else "down",
        }
        for name, minor in change.drivers
    ]


def signed_whole(minor: int, currency: str) -> str:
    """+¥1,200, −¥800: a difference in whole units."""
    sign = "+" if minor > 0 else "−" if minor < 0 else "±"
    return sign + say.money_whole(abs(minor), currency)
