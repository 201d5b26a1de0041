"""Remarks and rounds as files."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.creative.times import as_time
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def remarks_file(kind: str, pins) -> HttpResponse:
    """One row a remark, by number; regions in percent of the picture."""
    columns = [
        Column("number", _("No."), "integer"),
        Column("version", _("Version"), "integer"),
        Column("page", _("Page"), "integer"),
        Column("at", _("At")),
        Column("region", _("Region (left, top, width, height in per cent)")),
        Column("stroke", _("Line drawn (points, left and top in per cent)")),
        Column("body", _("Remark")),
        Column("by", _("By")),
        Column("on", _("Date"), "date"),
        Column("state", _("State")),
        Column("ended_in", _("Settled in version"), "integer"),
        Column("ended_by", _("Settled by")),
        Column("reason", _("Reason")),
    ]
    return table_file(kind, _("Remarks"), columns, (_remark(one) for one in pins))


def _remark(one):
    return {
        "number": one.number,
        "version": one.version.number,
        "page": one.page,
        "at": as_time(one.at_ms) if one.at_ms is not None else "",
        "region": ", ".join(f"{getattr(one, name):.1%}".rstrip("%") for name in "xywh")
        if one.has_region
        else "",
        "stroke": " ".join(f"{x * 100:.1f},{y * 100:.1f}" for x, y in one.stroke),
        "body": one.body,
        "by": one.owner.name,
        "on": timezone.localdate(one.created_at),
        "state": str(one.get_outcome_display()),
        "ended_in": one.ended_in.number if one.ended_in else None,
        "ended_by": one.ended_by.name if one.ended_by else "",
        "reason": one.reason,
    }


def rounds_file(kind: str, rounds) -> HttpResponse:
    columns = [
        Column("asset", _("Asset")),
        Column("version", _("Version"), "integer"),
        Column("due_on", _("Due"), "date"),
        Column("outcome", _("Verdict")),
        Column("reviewers", _("Reviewers")),
        Column("owner", _("Owner")),
    ]
    return table_file(kind, _("Proof rounds"), columns, (_round(one) for one in rounds))


def _round(one):
    said = (
        f"{each.member.name}: {each.get_decision_display() or '—'}" for each in one.reviewers.all()
    )
    return {
        "asset": str(one.version.asset),
        "version": one.version.number,
        "due_on": one.due_on,
        "outcome": str(one.outcome_label),
        "reviewers": "; ".join(said),
        "owner": one.owner.name,
    }
