"""What a channel takes, as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.channels.specs.book import Format
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def formats_file(kind: str, channel, formats: list[Format]) -> HttpResponse:
    """One row a format; what has no limit is empty."""
    columns = [
        Column("name", _("Ad format")),
        Column("takes", _("File types")),
        Column("ratios", _("Aspect ratios")),
        Column("width", _("Least width (px)"), "integer"),
        Column("height", _("Least height (px)"), "integer"),
        Column("kb", _("Most weight (kB)"), "integer"),
        Column("seconds", _("Seconds")),
        Column("headline", _("Longest headline"), "integer"),
        Column("body", _("Longest text"), "integer"),
        Column("unit", _("Counted in")),
        Column("labels", _("One of these labels")),
        Column("source", _("Source")),
        Column("as_of", _("As of")),
    ]
    return table_file(kind, f"{channel} {_('formats')}", columns, (_row(one) for one in formats))


def _row(one):
    row = {name: getattr(one, name) or None for name in
           ("width", "height", "kb", "headline", "body", "unit", "source", "as_of")}  # fmt: skip
    lists = {name: ", ".join(getattr(one, name)) for name in ("takes", "ratios", "labels")}
    return row | lists | {"name": str(one), "seconds": one.lasts}
