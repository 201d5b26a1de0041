"""Requests and cleanings as tables of facts; counts in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.formats.columns import Column
from drumbeat.ui.templatetags import format as say

COUNTED = {
    "ids": gettext_lazy("Ids of this person"),
    "events": gettext_lazy("Events"),
    "orders": gettext_lazy("Orders"),
    "revenue": gettext_lazy("Revenue"),
    "mentions": gettext_lazy("Events of others that name the person"),
    "set_aside": gettext_lazy("Messages set aside"),
    "files": gettext_lazy("Order files"),
    "identities": gettext_lazy("Links between ids"),
    "sessions": gettext_lazy("Sessions"),
    "touches": gettext_lazy("Touches"),
    "conversions": gettext_lazy("Reported conversions"),
    "outcomes": gettext_lazy("Outcomes"),
    "journeys": gettext_lazy("Steps of journeys"),
    "sampled": gettext_lazy("Events in the sample for estimates"),
    "traits": gettext_lazy("Traits"),
}
REMOVED = {
    "events": gettext_lazy("Events"),
    "ids": gettext_lazy("Rows that lost their ids"),
    "aggregates": gettext_lazy("Rows of counts"),
    "files": gettext_lazy("Order files"),
    "logs": gettext_lazy("Messages set aside"),
}


def in_words(counts: dict) -> list[tuple[str, str]]:
    """(what, how much) of a record's counts, in the order of COUNTED."""
    return [
        (str(label), _amount(counts[name])) for name, label in COUNTED.items() if name in counts
    ]


def _amount(value) -> str:
    if isinstance(value, dict):
        return ", ".join(say.money(minor, code) for code, minor in value.items()) or "0"
    return say.number(value)


def requests_table(requests) -> tuple[list[Column], list[dict]]:
    columns = [
        Column("received_on", _("Received"), kind="date"),
        Column("kind", _("Kind")),
        Column("subject", _("Person (keyed hash)")),
        Column("pipl_due", _("Due (PIPL)"), kind="date"),
        Column("gdpr_due", _("Due (GDPR)"), kind="date"),
        Column("done_on", _("Done"), kind="date"),
        Column("done_by", _("By")),
        Column("counts", _("What")),
    ]
    rows = [
        {
            "received_on": one.received_on,
            "kind": one.get_kind_display(),
            "subject": one.subject,
            "pipl_due": one.pipl_due,
            "gdpr_due": one.gdpr_due,
            "done_on": one.done_at.date() if one.done_at else None,
            "done_by": str(one.done_by or ""),
            "counts": "; ".join(f"{what} {n}" for what, n in in_words(one.counts)),
        }
        for one in requests
    ]
    return columns, rows


def runs_table(runs) -> tuple[list[Column], list[dict]]:
    columns = [Column("night", _("Night"), kind="date")]
    columns += [Column(name, str(label), kind="integer") for name, label in REMOVED.items()]
    rows = [
        {"night": run.night, **{name: run.removed.get(name) for name in REMOVED}} for run in runs
    ]
    return columns, rows
