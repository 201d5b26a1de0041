"""The database itself keeps approved bytes (I-04), whatever writes to it.

Installed after every migration rather than by one, because SQLite rebuilds a table that a later
migration alters and loses the triggers on it.
"""

from django.db import connections

_CHANGES = """(
    NEW.text IS DISTINCT FROM OLD.text OR NEW.file_id IS DISTINCT FROM OLD.file_id
    OR NEW.variants IS DISTINCT FROM OLD.variants OR NEW.variables IS DISTINCT FROM OLD.variables
    OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.asset_id IS DISTINCT FROM OLD.asset_id
    OR NEW.number IS DISTINCT FROM OLD.number
    OR NEW.state IN ('draft', 'in_review', 'changes_requested')
)"""
_APPROVED = "OLD.state IN ('approved', 'published', 'retired')"
_MESSAGE = "approved bytes are immutable"

# Anew each time: what it watches has grown since.
_DROPPED = "DROP TRIGGER IF EXISTS content_version_frozen"
_SQLITE = f"""
CREATE TRIGGER content_version_frozen BEFORE UPDATE ON content_version
FOR EACH ROW WHEN {_APPROVED} AND {_CHANGES}
BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END
"""

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION content_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER content_version_frozen BEFORE UPDATE ON content_version
FOR EACH ROW WHEN ({_APPROVED} AND {_CHANGES}) EXECUTE FUNCTION content_version_frozen();
"""


def freeze_approved_bytes(using, **_signal):
    """Receiver of `post_migrate`; running it again changes nothing."""
    connection = connections[using]
    if "content_version" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_DROPPED)
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
