"""What must be true before anything runs: folders, tables, static files."""

from django.core.management import call_command


def prepare():
    """Bring the database and the static files up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
