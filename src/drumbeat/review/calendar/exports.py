"""The calendar as a file: what the window shows, one row an entry."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.review.calendar.marks import mark
from drumbeat.review.calendar.page import Page
from drumbeat.ui.tables import table_file


def calendar_file(kind: str, page: Page):
    columns = [
        Column("first", _("Day"), "date"),
        Column("last", _("Until"), "date"),
        Column("mark", _("Holiday or festival")),
        Column("kind", _("Kind")),
        Column("title", _("Name")),
        Column("state", _("State")),
        Column("campaign", _("Campaign")),
        Column("channel", _("Channel")),
        Column("owner", _("Owner")),
        Column("conflicts", _("Conflicts")),
    ]
    return table_file(kind, _("Calendar"), columns, (_row(page, entry) for entry in page.found))


def _row(page, entry):
    return {
        "first": entry.first,
        "last": entry.last,
        "mark": mark(entry.first, page.calendar).title,
        "kind": entry.kind_label,
        "title": entry.title,
        "state": entry.state_label,
        "campaign": entry.campaign,
        "channel": entry.channel,
        "owner": entry.owner,
        "conflicts": " ".join(f"{c.what} {c.mend}" for c in entry.conflicts),
    }
