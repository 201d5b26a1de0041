"""The list of collections as a file."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def collections_file(kind: str, collections) -> HttpResponse:
    columns = [
        Column("name_en", _("Name (English)")),
        Column("name_zh", _("Name (Chinese)")),
        Column("description", _("What it is for")),
        Column("size", _("Assets"), "integer"),
        Column("since", _("Created on"), "date"),
        Column("owner", _("Owner")),
    ]
    return table_file(kind, _("Collections"), columns, map(_row, collections))


def _row(collection):
    return {
        "name_en": collection.title_en,
        "name_zh": collection.title_zh,
        "description": collection.description,
        "size": collection.size,
        "since": timezone.localdate(collection.created_at),
        "owner": str(collection.owner),
    }
