"""How full PostgreSQL fills the pages of placements: a freeze changes ten thousand states at once, and
each is rewritten where it lies as long as its page has room (decision 0011).

No model can say it, so it is said after every migration, as much of a new database as of an old one.
"""

from django.db import connections

_IS_SAID = (
    "SELECT 'fillfactor=50' = ANY(reloptions) FROM pg_class WHERE relname = 'channels_placement'"
)
_SAY = "ALTER TABLE channels_placement SET (fillfactor = 50)"


def keep_room(using, **_signal):
    """Receiver of `post_migrate`; running it again changes nothing."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_IS_SAID)
        if (said := cursor.fetchone()) and not said[0]:
            cursor.execute(_SAY)
