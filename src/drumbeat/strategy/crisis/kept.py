"""The database itself keeps what a crisis said: approved words and lines of the log do not change,
whatever writes to it (I-26).

Installed after every migration rather than by one, because SQLite rebuilds a table that a later
migration alters and loses the triggers on it.
"""

from django.db import connections

_WORDS = """OLD.state <> 'draft' AND (
    NEW.text_en <> OLD.text_en OR NEW.text_zh <> OLD.text_zh OR NEW.kind <> OLD.kind
    OR COALESCE(NEW.crisis_id, '') <> COALESCE(OLD.crisis_id, '') OR NEW.state = 'draft'
)"""
# Table, when a row may not change, what the database answers.
_GUARDS = (
    ("strategy_statement", _WORDS, "approved words are immutable"),
    ("strategy_entry", "TRUE", "the log is only added to"),
)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_kept BEFORE UPDATE ON {table}
FOR EACH ROW WHEN {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE ON {table}
FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_kept();
"""


def keep_what_was_said(using, **_signal):
    """Receiver of `post_migrate`; running it again changes nothing."""
    connection = connections[using]
    there = connection.introspection.table_names()
    template = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for table, when, message in _GUARDS:
            if table in there:
                cursor.execute(template.format(table=table, when=when, message=message))
