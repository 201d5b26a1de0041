"""The database itself keeps approved bytes (I-04), whatever writes to it.

Installed after every migration rather than by one, and taken away before: SQLite rebuilds a table
that a migration alters and loses the triggers on it, and drops no column that a trigger names.
"""

from django.db import connections

_WATCHED = (
    "text",
    "variants",
    "variables",
    "shots",
    "file_id",
    "sha256",
    "asset_id",
    "number",
)
_APPROVED = "OLD.state IN ('approved', 'published', 'retired')"
_MESSAGE = "approved bytes are immutable"

_TRIGGER = "content_version_frozen BEFORE UPDATE ON content_version FOR EACH ROW WHEN"
_SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS {_TRIGGER} {{condition}}
BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END
"""
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION content_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER {_TRIGGER} ({{condition}})
EXECUTE FUNCTION content_version_frozen();
"""


def thaw_approved_bytes(using, plan, **_signal):
    """Receiver of `pre_migrate`; does nothing where nothing is going to be migrated."""
    connection = connections[using]
    if not plan or not _is_there(connection):
        return
    on = "" if connection.vendor == "sqlite" else " ON content_version"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS content_version_frozen{on}")


def freeze_approved_bytes(using, **_signal):
    """Receiver of `post_migrate`; running it again changes nothing."""
    connection = connections[using]
    if not _is_there(connection):
        return
    with connection.cursor() as cursor:
        there = connection.introspection.get_table_description(cursor, "content_version")
        condition = _changes_of_the_approved({column.name for column in there})
        make = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
        cursor.execute(make.format(condition=condition))


def _is_there(connection):
    return "content_version" in connection.introspection.table_names()


def _changes_of_the_approved(columns: set[str]) -> str:
    """Somebody may stop between two migrations, where the table is still a smaller one."""
    changes = [f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in _WATCHED if each in columns]
    changes.append("NEW.state IN ('draft', 'in_review', 'changes_requested')")
    return f"{_APPROVED} AND ({' OR '.join(changes)})"
