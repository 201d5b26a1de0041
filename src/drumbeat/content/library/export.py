"""The library as a file."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.queries import with_alternatives
from drumbeat.content.assets.states import VERSION
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def library_file(kind: str, assets) -> HttpResponse:
    """One row an asset with its newest version; an asset without versions has those cells empty."""
    columns = [
        Column("id", _("Asset")),
        Column("name_en", _("Name (English)")),
        Column("name_zh", _("Name (Chinese)")),
        Column("kind", _("Kind")),
        Column("brief", _("Brief")),
        Column("message", _("Key message")),
        Column("version", _("Newest version"), "integer"),
        Column("state", _("State")),
        Column("since", _("Written on"), "date"),
        Column("owner", _("Owner")),
        Column("alt_en", _("Alternative text (English)")),
        Column("alt_zh", _("Alternative text (Chinese)")),
    ]
    told = with_alternatives(assets)
    return table_file(kind, _("Assets"), columns, (_row(asset) for asset in told))


def _row(asset):
    return {
        "id": asset.pk,
        "name_en": asset.title_en,
        "name_zh": asset.title_zh,
        "kind": str(asset.get_kind_display()),
        "brief": str(asset.brief),
        "message": str(asset.message),
        "version": asset.newest_number,
        "state": str(VERSION.label(asset.newest_state)) if asset.newest_state else None,
        "since": timezone.localdate(asset.newest_at) if asset.newest_at else None,
        "owner": asset.owner.name,
        "alt_en": asset.newest_alt_en,
        "alt_zh": asset.newest_alt_zh,
    }
