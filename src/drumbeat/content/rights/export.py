"""The register of rights as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.content.rights.queries import ENDED, SOON
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def register_file(kind: str, rights) -> HttpResponse:
    """One row a right, in the order of the register."""
    columns = [
        Column("asset", _("Asset")),
        Column("kind", _("Kind")),
        Column("licensor", _("Licensor")),
        Column("territory", _("Territory")),
        Column("channels", _("Channels")),
        Column("starts_on", _("From"), "date"),
        Column("ends_on", _("Until"), "date"),
        Column("stands", _("Stands")),
        Column("cost", _("Cost"), "money"),
        Column("currency", _("Currency")),
        Column("contract", _("Contract")),
        Column("owner", _("Owner")),
    ]
    return table_file(kind, _("Rights"), columns, (_row(right) for right in rights))


def _row(right):
    stands = {SOON: _("Ends soon"), ENDED: _("Expired")}.get(right.order, _("In force"))
    return {
        "asset": str(right.asset),
        "kind": str(right.get_kind_display()),
        "licensor": right.licensor,
        "territory": right.territory,
        "channels": ", ".join(right.channel_kinds),
        "starts_on": right.starts_on,
        "ends_on": right.ends_on,
        "stands": stands,
        "cost": right.cost_minor,
        "currency": right.currency,
        "contract": _("yes") if right.paper_id else _("no"),
        "owner": right.owner.name,
    }
