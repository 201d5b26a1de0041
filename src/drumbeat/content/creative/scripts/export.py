"""The shot table as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.content.creative.scripts.shots import placed, shots_of
from drumbeat.content.creative.times import as_time
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def script_file(kind: str, version) -> HttpResponse:
    columns = [
        Column("number", _("No."), "integer"),
        Column("begins", _("Begins at")),
        Column("picture", _("On screen")),
        Column("voice", _("Voice-over")),
        Column("caption", _("Caption")),
        Column("seconds", _("Seconds"), "ratio"),
        Column("spoken", _("Seconds to say"), "ratio"),
    ]
    rows = (
        {
            "number": one.number,
            "begins": as_time(one.begins_ms),
            "picture": one.shot.picture,
            "voice": one.shot.voice,
            "caption": one.shot.caption,
            "seconds": one.shot.seconds,
            "spoken": round(one.shot.spoken, 1),
        }
        for one in placed(shots_of(version))
    )
    return table_file(kind, str(version), columns, rows)
