"""What the dictionary says of one number, and where numbers are from."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

LAKE = _("Events of your sites, apps, servers and order files")
COSTS = _("Spend reports of the ad platforms and the budget ledger")
BOTH = _("Spend reports, budget ledger and events together")
BOOKS = _("Plans, budget lines and their bookings")
PEOPLE = _("What people recorded in Drumbeat")


@dataclass(frozen=True)
class Metric:
    """One number. unit: money, count, share (0–1), ratio, credit (parts of one), hours
    or moment.

    rows: whether outcomes stand behind it, so that a person can walk to them.
    """

    key: str
    group: str
    name: str
    unit: str
    definition: str
    formula: str
    source: str
    caveat: str
    rows: bool = False
