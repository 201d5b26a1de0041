"""The crises of a brand, and the log of one, as files."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.strategy.crisis.queries import clock_of
from drumbeat.ui.tables import table_file


def crises_file(kind, crises, now):
    """One row a crisis; kind: csv or xlsx."""
    columns = [
        Column("crisis", _("Crisis")),
        Column("level", _("Level")),
        Column("state", _("State")),
        Column("t0", _("First seen")),
        Column("kept", _("Clocks kept"), "integer"),
        Column("late", _("Clocks missed"), "integer"),
        Column("owner", _("Reported by")),
        Column("link", _("Where it was seen")),
    ]
    rows = []
    for crisis in crises:
        states = [due.state for due in clock_of(crisis, now)]
        rows.append(
            {
                "crisis": str(crisis),
                "level": crisis.level,
                "state": str(crisis.get_state_display()),
                "t0": _stamp(crisis.t0),
                "kept": states.count("kept"),
                "late": states.count("late") + states.count("overdue"),
                "owner": str(crisis.owner),
                "link": crisis.seen_url,
            }
        )
    return table_file(kind, _("Crises"), columns, rows)


def log_file(kind, crisis, entries):
    """One row a line of the log, in both languages."""
    columns = [
        Column("at", _("When")),
        Column("by", _("Who")),
        Column("en", _("What (English)")),
        Column("zh", _("What (Chinese)")),
        Column("file", _("File")),
        Column("sha256", "SHA-256"),
    ]
    rows = [
        {
            "at": _stamp(entry.at),
            "by": str(entry.by or "Drumbeat"),
            "en": entry.text_en,
            "zh": entry.text_zh,
            "file": entry.file.name if entry.file else "",
            "sha256": entry.file.sha256 if entry.file else "",
        }
        for entry in entries
    ]
    return table_file(kind, str(crisis), columns, rows)


def _stamp(moment):
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
