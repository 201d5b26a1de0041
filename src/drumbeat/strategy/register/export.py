"""The register as a table."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file

CHANGES = {
    "new": gettext_lazy("new"),
    "up": gettext_lazy("grew"),
    "down": gettext_lazy("shrank"),
    "settled": pgettext_lazy("register item", "settled"),
    "reopened": gettext_lazy("open again"),
    "archived": gettext_lazy("archived"),
}


def changes_file(kind: str, changed):
    """One row an item that is new, moved or ended."""
    columns = [
        Column("what", _("What changed")),
        Column("kind", _("Kind")),
        Column("item", _("Statement")),
        Column("before", _("Score before"), "integer"),
        Column("now", _("Score"), "integer"),
        Column("owner", _("Owner")),
    ]
    rows = [
        {
            "what": str(CHANGES[one.what]),
            "kind": str(one.item.get_kind_display()),
            "item": str(one.item),
            "before": one.before[0] * one.before[1] if one.before else None,
            "now": one.item.score,
            "owner": str(one.item.owner),
        }
        for one in changed
    ]
    return table_file(kind, _("What changed"), columns, rows)


def register_file(kind: str, items):
    """One row an item, settled ones too; kind: csv or xlsx."""
    columns = [
        Column("kind", _("Kind")),
        Column("en", _("Statement (English)")),
        Column("zh", _("Statement (Chinese)")),
        Column("impact", _("Impact"), "integer"),
        Column("likelihood", _("Likelihood"), "integer"),
        Column("score", _("Score"), "integer"),
        Column("horizon", _("Horizon")),
        Column("response", _("Response")),
        Column("evidence", _("Evidence"), "integer"),
        Column("plans", _("Initiatives"), "integer"),
        Column("state", _("State")),
        Column("review", _("Look again on"), "date"),
        Column("owner", _("Owner")),
        Column("detail", _("What it rests on")),
    ]
    rows = [
        {
            "kind": str(item.get_kind_display()),
            "en": item.title_en,
            "zh": item.title_zh,
            "impact": item.impact,
            "likelihood": item.likelihood,
            "score": item.score,
            "horizon": str(item.get_horizon_display()),
            "response": item.response,
            "evidence": item.evidence_count,
            "plans": item.plan_count,
            "state": str(item.get_state_display()),
            "review": item.review_on,
            "owner": str(item.owner),
            "detail": item.detail,
        }
        for item in items
    ]
    return table_file(kind, _("Register"), columns, rows)
