"""A KPI tree as a table: a row a part and period."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.currencies import to_minor
from drumbeat.strategy.kpis.columns import unit_of
from drumbeat.strategy.kpis.models import COLUMNS
from drumbeat.strategy.kpis.queries import Reading, problems
from drumbeat.strategy.metrics.measures import MEASURES
from drumbeat.ui.tables import table_file

_KINDS = {"count": "integer", "money": "money", "share": "percent", "ratio": "ratio"}


def tree_file(kind: str, reading: Reading):
    """kind: csv or xlsx."""
    currency = reading.tree.brand.currency
    columns = [
        Column("starts", _("Starts"), "date"),
        Column("ends", _("Ends"), "date"),
        Column("depth", _("Depth"), "integer"),
        Column("part", _("Part")),
        Column("level", _("Level")),
        Column("owner", _("Owner")),
        *(_typed(key, currency) for key in COLUMNS),
        *(Column(one.key, str(one.name), "ratio") for one in reading.ratios),
        Column("ties", _("What does not tie")),
    ]
    rows = (_row(row, sheet, currency) for sheet in reading.sheets() for row in sheet.rows)
    return table_file(kind, str(reading.tree), columns, rows)


def _typed(key, currency) -> Column:
    kind = _KINDS[unit_of(key)]
    return Column(
        key, str(MEASURES[key].name), kind, currency=currency if kind == "money" else None
    )


def _row(row, sheet, currency) -> dict:
    def amount(key):
        value = row.cells[key].value
        if value is None:
            return None
        return to_minor(value, currency) if unit_of(key) == "money" else int(value)

    def ratio(one):
        value = row.ratios[one.key]
        return None if value is None else float(value)

    return {
        "starts": sheet.span.starts_on,
        "ends": sheet.span.ends_on,
        "depth": row.depth,
        "part": str(row.node),
        "level": str(row.node.get_level_display()),
        "owner": str(row.node.owner),
        **{key: amount(key) for key in COLUMNS},
        **{one.key: ratio(one) for one in sheet.ratios},
        "ties": " ".join(problems(row, currency).values()),
    }
