"""A new database is laid out at once: it must be the one that the whole history leads to."""

import pytest

from tests.installation import Installation

pytestmark = pytest.mark.slow

AT_ONCE = """
from drumbeat.config.commands.prepare import prepare
prepare()
"""

STEP_BY_STEP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""

# Columns stand in another order; what they are must be the same.
TOLD = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
with connection.cursor() as cursor:
    asked = connection.introspection
    tables = asked.table_names(cursor)
    answer = {
        "columns": {t: sorted(map(repr, asked.get_table_description(cursor, t))) for t in tables},
        "rules": {
            t: sorted(map(repr, asked.get_constraints(cursor, t).values())) for t in tables
        },
        "history": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
    }
"""


def test_laid_out_at_once_or_step_by_step_it_is_the_same(tmp_path):
    new, old = Installation(tmp_path / "new"), Installation(tmp_path / "old")

    at_once, step_by_step = new.ask(AT_ONCE + TOLD), old.ask(STEP_BY_STEP + TOLD)

    assert len(at_once["columns"]) > 100
    assert at_once["history"] == step_by_step["history"]
    for what in ("columns", "rules"):
        assert _differing(at_once[what], step_by_step[what]) == set()


def _differing(one, other):
    return {table for table in one.keys() | other.keys() if one.get(table) != other.get(table)}
