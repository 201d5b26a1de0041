"""The wall as a file."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.creative.concepts.queries import Wall
from drumbeat.content.creative.concepts.states import CONCEPT
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def wall_file(kind: str, wall: Wall) -> HttpResponse:
    """One row a concept; of the scores what the reader of the wall may see."""
    columns = [
        Column("id", _("Concept")),
        Column("name_en", _("Name (English)")),
        Column("name_zh", _("Name (Chinese)")),
        Column("state", _("State")),
        Column("idea", _("Idea")),
        Column("insight", _("Insight")),
        Column("message", _("Key message")),
        Column("tone", _("Tone")),
        Column("sketches", _("Sketches")),
        Column("cost", _("Rough cost"), "money"),
        Column("currency", _("Currency")),
        Column("mean", _("Mean of all scores"), "ratio"),
    ]
    for key, (label, _asked) in CRITERIA.items():
        why = _("%(what)s: why") % {"what": label}
        columns += [Column(key, str(label), "ratio"), Column(f"{key}_why", why)]
    columns += [
        Column("said", _("Why chosen, or why not")),
        Column("by", _("Decided by")),
        Column("on", _("Decided on"), "date"),
        Column("made", _("Assets")),
        Column("owner", _("Thought of by")),
    ]
    return table_file(kind, _("Concepts"), columns, (_row(one) for one in wall.concepts))


def _row(concept):
    judged = {
        one.key: {
            one.key: one.mean,
            f"{one.key}_why": "; ".join(
                f"{each.by.name} {each.points}: {each.why}" for each in one.scores
            ),
        }
        for one in concept.judged
    }
    row = {
        "id": concept.pk,
        "name_en": concept.title_en,
        "name_zh": concept.title_zh,
        "state": str(CONCEPT.label(concept.state)),
        "idea": concept.idea,
        "insight": concept.insight,
        "message": str(concept.message) if concept.message else None,
        "tone": concept.tone,
        "sketches": "; ".join(f"{each['where']}: {each['looks']}" for each in concept.sketches),
        "cost": concept.cost_minor,
        "currency": concept.currency,
        "mean": concept.mean,
        "said": concept.said,
        "by": concept.decided_by.name if concept.decided_by else None,
        "on": concept.decided_at and timezone.localdate(concept.decided_at),
        "made": "; ".join(map(str, concept.assets.all())),
        "owner": concept.owner.name,
    }
    for cells in judged.values():
        row |= cells
    return row
