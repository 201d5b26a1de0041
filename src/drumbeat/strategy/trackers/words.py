"""Indices and changes in words: units, signs, and noise called noise."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.science.survey.tracking import Change
from drumbeat.ui.templatetags.format import DASH, number, percent

WHOLE = ("nps", "equity")
"""Indices that are numbers of their own scale; the others are shares."""


def unit(name: str) -> str:
    return _("points") if name in WHOLE else "%"


def in_points(name: str, value: float | None) -> float | None:
    """Shares 0–1 as percent, the others as they are."""
    return value if value is None or name in WHOLE else 100 * value


def said(name: str, value: float | None) -> str:
    """`34.2%`, `41.0`."""
    return number(value, 1) if name in WHOLE else percent(value)


def within(name: str, margin: float | None) -> str:
    """`±4.9 pp`, nothing for an unknown margin."""
    if margin is None:
        return ""
    return f"±{number(in_points(name, margin), 1)}"


def moved(name: str, delta: float | None) -> str:
    """`+3.1 pp`, `−0.4`: a change of a share is in percentage points."""
    if delta is None:
        return DASH
    points = in_points(name, delta)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    figure = f"{sign}{number(abs(points), 1)}"
    return figure if name in WHOLE else _("%s pp") % figure


def in_pp(share: float | None) -> str:
    """A difference of shares without a sign: `11.1 pp`."""
    return DASH if share is None else _("%s pp") % number(100 * share, 1)


def verdict(change: Change) -> str:
    if change.why == "small":
        return _("too few asked to tell")
    if change.why == "unknown":
        return _("not in both waves")
    if change.is_real:
        return (
            pgettext("index", "really up") if change.delta > 0 else pgettext("index", "really down")
        )
    return _("noise: within chance")
