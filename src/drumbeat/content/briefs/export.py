"""The desk as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.content.briefs.queries import with_pace
from drumbeat.content.briefs.states import BRIEF
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def desk_file(kind: str, briefs, now) -> HttpResponse:
    """One row a brief; ages are whole days up to `now`."""
    columns = [
        Column("id", _("Brief")),
        Column("name_en", _("Name (English)")),
        Column("name_zh", _("Name (Chinese)")),
        Column("plan", _("Plan")),
        Column("state", _("State")),
        Column("age", _("Days in this state"), "integer"),
        Column("next", _("Next move")),
        Column("due", _("Due"), "date"),
        Column("owner", _("Requested by")),
    ]
    return table_file(kind, _("Briefs"), columns, (_row(brief, now) for brief in with_pace(briefs)))


def _row(brief, now):
    return {
        "id": brief.pk,
        "name_en": brief.title_en,
        "name_zh": brief.title_zh,
        "plan": str(brief.plan),
        "state": str(BRIEF.label(brief.state)),
        "age": (now - brief.since).days,
        "next": str(brief.next_move),
        "due": brief.due_on,
        "owner": brief.owner.name,
    }
