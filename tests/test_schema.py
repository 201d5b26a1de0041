"""The database's own schema: what every program that opens the file has to understand."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_sqlite_can_be_written_anew_without_django():
    """VACUUM copies rows through their constraints; erasing a person depends on it."""
    if connection.vendor != "sqlite":
        pytest.skip("functions of Django's own exist in SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        told = [sql for (sql,) in cursor.fetchall()]
    assert told
    assert [sql for sql in told if "django_date" in sql or "django_time" in sql] == []
