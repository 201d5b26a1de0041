"""The desk as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.content.briefs.desk import with_pace
from drumbeat.content.briefs.states import BRIEF
from drumbeat.formats.columns import Column
from drumbeat.people.members.models import Brand
from drumbeat.ui.tables import table_file


def desk_file(kind: str, brand: Brand, briefs, now) -> HttpResponse:
    """One row a brief; ages are whole days up to `now`."""
    columns = [
        Column("id", _("Brief")),
        Column("name_en", _("Name (English)")),
        Column("name_zh", _("Name (Chinese)")),
        Column("kind", _("Type of brief")),
        Column("plan", _("Plan")),
        Column("campaign", _("Campaign")),
        Column("state", _("State")),
        Column("age", _("Days in this state"), "integer"),
        Column("next", _("Next move")),
        Column("waited", _("Working hours waited"), "ratio"),
        Column("answer_due", _("Answer due")),
        Column("late", _("Overdue")),
        Column("due", _("Due"), "date"),
        Column("owner", _("Requested by")),
        Column("assignee", _("Assigned to")),
    ]
    rows = (_row(brief, now) for brief in with_pace(brand, briefs, now))
    return table_file(kind, _("Briefs"), columns, rows)


def _row(brief, now):
    return {
        "id": brief.pk,
        "name_en": brief.title_en,
        "name_zh": brief.title_zh,
        "kind": brief.type_name,
        "plan": str(brief.plan),
        "campaign": str(brief.campaign) if brief.campaign else None,
        "state": str(BRIEF.label(brief.state)),
        "age": (now - brief.since).days,
        "next": str(brief.next_move),
        "waited": brief.wait and float(brief.wait.hours),
        "answer_due": brief.wait and f"{brief.wait.due_at:%Y-%m-%d %H:%M}",
        "late": brief.wait and (_("yes") if brief.wait.is_late else _("no")),
        "due": brief.due_on,
        "owner": brief.owner.name,
        "assignee": brief.assignee and brief.assignee.name,
    }
