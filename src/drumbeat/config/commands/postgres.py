"""PostgreSQL's own programs, run against the installation's database."""

import os
import shutil
import subprocess

import click
from django.conf import settings

DUMP = "drumbeat.pgdump"


def run(program: str, *arguments: str) -> None:
    """Raises ClickException when the program is missing, and with its own words when it fails."""
    if shutil.which(program) is None:
        raise click.ClickException(f"{program} is missing: install PostgreSQL's client programs.")
    database = settings.DATABASES["default"]
    environment = {
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
    }
    done = subprocess.run(
        [program, *arguments], env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")
