"""What must be true before anything runs: folders, tables, static files."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def prepare():
    """Bring the database and the static files up to date."""
    if not connection.introspection.table_names():
        _lay_out()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def _lay_out():
    """Make the tables of an empty database as the models have them, in one transaction.

    Going through their history comes to the same and takes a minute, in which a new user would look
    at a terminal. What no model says (triggers, how full pages are) is said after every migration.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
        done = MigrationRecorder(connection)
        for room, name in MigrationLoader(connection).graph.nodes:
            done.record_applied(room, name)
