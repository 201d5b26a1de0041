"""Content strategy as files."""

from django.utils.translation import gettext as _

from drumbeat.content.planning.axes import AXES
from drumbeat.content.planning.matrix import Matrix
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def topics_file(kind: str, pillars):
    """One row an angle; a topic without one has its row too."""
    columns = [
        Column("pillar", _("Pillar")),
        Column("topic", _("Topic")),
        Column("audience", _("Audience")),
        Column("asked", _("Searches a month"), "integer"),
        Column("angle", _("Angle")),
        Column("stage", _("Stage")),
        Column("message", _("Key message")),
        Column("briefs", _("Briefs"), "integer"),
    ]
    rows = (
        {
            "pillar": str(pillar),
            "topic": str(topic),
            "audience": str(topic.audience),
            "asked": topic.asked,
            "angle": str(angle or ""),
            "stage": str(angle.get_stage_display()) if angle else "",
            "message": str(angle.message) if angle else "",
            "briefs": angle.brief_count if angle else 0,
        }
        for pillar in pillars
        for topic in pillar.topics.all()
        for angle in (topic.angles.all() or [None])
    )
    return table_file(kind, _("Topics"), columns, rows)


def matrix_file(kind: str, matrix: Matrix):
    """One row a cell, so that a spreadsheet can turn it any way."""
    columns = [
        Column("row", str(AXES[matrix.rows_by].label)),
        Column("column", str(AXES[matrix.columns_by].label)),
        Column("made", _("Made"), "integer"),
        Column("approved", _("Approved"), "integer"),
        Column("target", _("Wanted"), "integer"),
        Column("missing", _("Missing"), "integer"),
    ]
    names = dict(matrix.columns)
    rows = (
        {
            "row": row.label,
            "column": names[cell.column],
            "made": cell.made,
            "approved": cell.approved,
            "target": cell.target,
            "missing": cell.missing if cell.target is not None else None,
        }
        for row in matrix.rows
        for cell in row.cells
    )
    return table_file(kind, _("Content matrix"), columns, rows)
