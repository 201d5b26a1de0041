"""The database itself keeps approved bytes (I-04), whatever writes to it.

Installed after every migration rather than by one, because SQLite rebuilds a table that a later
migration alters and loses the triggers on it.
"""

from django.db import connections

_WATCHED = ("text", "variants", "variables", "file_id", "sha256", "asset_id", "number")
_APPROVED = "OLD.state IN ('approved', 'published', 'retired')"
_MESSAGE = "approved bytes are immutable"

_TRIGGER = "content_version_frozen BEFORE UPDATE ON content_version FOR EACH ROW WHEN"
# Dropped first: what it watches grows.
_SQLITE = f"""
CREATE TRIGGER {_TRIGGER} {{condition}}
BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END
"""
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION content_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER {_TRIGGER} ({{condition}})
EXECUTE FUNCTION content_version_frozen();
"""


def freeze_approved_bytes(using, **_signal):
    """Receiver of `post_migrate`; running it again changes nothing."""
    connection = connections[using]
    if "content_version" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        there = connection.introspection.get_table_description(cursor, "content_version")
        condition = _changes_of_the_approved({column.name for column in there})
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS content_version_frozen")
        make = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
        cursor.execute(make.format(condition=condition))


def _changes_of_the_approved(columns: set[str]) -> str:
    """Somebody may stop between two migrations, where the table is still a smaller one."""
    changes = [f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in _WATCHED if each in columns]
    changes.append("NEW.state IN ('draft', 'in_review', 'changes_requested')")
    return f"{_APPROVED} AND ({' OR '.join(changes)})"
