"""Figures that evidence keeps as they stood, told in the reader's words."""

from django.utils.translation import gettext_lazy as _

from drumbeat.ui.templatetags.format import number

# Names under which rooms above file a figure; any other name was a person's and stays as it is.
LABELS = {
    "spend": _("Spend"),
    "revenue": _("Revenue"),
    "orders": _("Orders"),
    "roas": _("ROAS"),
    "campaign_roas": _("ROAS of the campaign"),
    "actual": _("Orders"),
    "expected": _("Expected orders"),
    "z": _("Standard deviations from what was expected"),
    "campaign": _("Campaign"),
}
COUNTS = ("actual", "expected")


def in_words(figures: dict) -> list[tuple[str, str]]:
    """(label, value) of each figure: counts whole, ratios with two decimals, texts as they were."""
    return [(LABELS.get(name, name), _shown(name, value)) for name, value in figures.items()]


def _shown(name, value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return number(value, 0 if name in COUNTS or isinstance(value, int) else 2)
