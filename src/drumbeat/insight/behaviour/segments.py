"""Segments of customers by how lately (R) and how often (F) they bought: a map of 5 × 5 fields."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Segment:
    """advice: what usually helps, in one line."""

    key: str
    name: Promise
    advice: Promise


_ALL = [
    Segment("champions", _("Champions"), _("Thank them first; show them what is new.")),
    Segment("loyal", _("Loyal"), _("Ask for reviews; offer what goes with it.")),
    Segment("potential", _("Potential loyalists"), _("Give a reason for the next order.")),
    Segment("new", _("New customers"), _("A good start: help, then one next step.")),
    Segment("promising", _("Promising"), _("Stay in sight while the first order is fresh.")),
    Segment("attention", _("Need attention"), _("An offer with a date brings some back.")),
    Segment("sleepy", _("About to sleep"), _("Remind of what they bought before it is forgotten.")),
    Segment("risk", _("Slipping away"), _("Ask what went wrong; answer in person.")),
    Segment("dear", _("Must not be lost"), _("Bought often, long ago: win back first.")),
    Segment("hibernating", _("Hibernating"), _("Only low-cost reminders.")),
    Segment("lost", _("Lost"), _("Leave in peace, or ask once more.")),
]
SEGMENTS: dict[str, Segment] = {segment.key: segment for segment in _ALL}

# MAP[r][f], both 1–5.
MAP = {
    5: {1: "new", 2: "potential", 3: "potential", 4: "champions", 5: "champions"},
    4: {1: "promising", 2: "potential", 3: "potential", 4: "loyal", 5: "champions"},
    3: {1: "sleepy", 2: "attention", 3: "attention", 4: "loyal", 5: "loyal"},
    2: {1: "hibernating", 2: "hibernating", 3: "risk", 4: "risk", 5: "risk"},
    1: {1: "lost", 2: "hibernating", 3: "risk", 4: "dear", 5: "dear"},
}
