"""Learnings as a table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def learnings_file(kind: str, learnings) -> HttpResponse:
    """One row a learning."""
    columns = [
        Column("claim", _("Claim")),
        Column("kind", _("Kind")),
        Column("scope", _("Where it holds")),
        Column("effect", _("Effect")),
        Column("confidence", _("Confidence")),
        Column("evidence", _("Evidence"), "integer"),
        Column("state", _("State")),
        Column("expires", _("Valid until"), "date"),
        Column("owner", _("Owner")),
        Column("detail", _("What happened, and why we think so")),
    ]
    rows = (
        {
            "claim": str(learning),
            "kind": str(learning.get_kind_display()),
            "scope": learning.scope,
            "effect": learning.effect,
            "confidence": str(learning.get_confidence_display()),
            "evidence": learning.evidence_count,
            "state": str(learning.get_state_display()),
            "expires": learning.expires_on,
            "owner": str(learning.owner),
            "detail": learning.detail,
        }
        for learning in learnings
    )
    return table_file(kind, _("Learnings"), columns, rows)
