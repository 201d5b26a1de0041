"""Message houses as one table, a row a proof point, messages without proof too; and wordings."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.strategy.messages.models import KeyMessage
from drumbeat.strategy.messages.queries import proven, wordings
from drumbeat.ui.tables import table_file


def houses_file(kind, brand, today):
    """Both languages of every current message with its proofs (2 queries)."""
    columns = [
        Column("house", _("House")),
        Column("pillar", _("Pillar")),
        Column("zh", _("Message (Chinese)")),
        Column("en", _("Message (English)")),
        Column("proof", _("Proof point")),
        Column("source", _("Source")),
        Column("until", _("Valid until"), "date"),
        Column("state", _("State")),
    ]
    messages = (
        KeyMessage.objects.of(brand)
        .current()
        .filter(pillar__archived_at=None, pillar__house__archived_at=None)
        .select_related("pillar__house")
        .prefetch_related("proofs")
        .order_by("pillar__house", "pillar__position", "position", "id")
    )
    return table_file(
        kind,
        _("Messages"),
        columns,
        (row for message in messages for row in _rows(proven(message, today))),
    )


def _rows(spoken):
    message = spoken.message
    said = {
        "house": str(message.pillar.house),
        "pillar": str(message.pillar),
        "zh": message.title_zh,
        "en": message.title_en,
    }
    if not spoken.proofs:
        yield said
    for proof, stands in spoken.proofs:
        yield said | {
            "proof": str(proof),
            "source": proof.source,
            "until": proof.valid_until,
            "state": stands.state,
        }


def wordings_file(kind, message):
    """The message as each audience hears it, in both languages (one query)."""
    columns = [
        Column("audience", _("Audience")),
        Column("zh", _("Sentence (Chinese)")),
        Column("en", _("Sentence (English)")),
        Column("why", _("Why these words")),
    ]
    rows = (
        {
            "audience": str(one.audience),
            "zh": one.title_zh,
            "en": one.title_en,
            "why": one.why,
        }
        for one in wordings(message)
    )
    return table_file(kind, str(message), columns, rows)
