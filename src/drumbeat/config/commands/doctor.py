"""`drumbeat doctor`: is everything as it should be? Green, amber or red, with what to do."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import DatabaseError

from drumbeat.config.intake import the_spool
from drumbeat.formats.media.faces import draws_films
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.engine import EngineMissing, chosen, must_read
from drumbeat.warehouse.store import Place, place, put

GREEN, AMBER, RED = "green", "yellow", "red"
_ROOM_BYTES = 2 << 30


@dataclass(frozen=True)
class Light:
    """One check: its name, colour and a sentence that says what is so, or what to do."""

    name: str
    colour: str
    words: str


def run() -> int:
    """Print all lights; 1 when one of them is red."""
    lights = [check() for check in CHECKS]
    for light in lights:
        click.secho("● ", fg=light.colour, nl=False)
        click.echo(f"{light.name:<14} {light.words}")
    return int(any(light.colour == RED for light in lights))


def database() -> Light:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        return Light(
            "database",
            AMBER,
            "Tables are older than the program; `drumbeat serve` brings them up to date.",
        )
    except DatabaseError as problem:
        return Light("database", RED, f"Cannot be reached: {problem}")
    return Light("database", GREEN, connection.vendor)


def spool() -> Light:
    try:
        with closing(the_spool()) as queue:
            status = queue.status()
    except (sqlite3.Error, ValueError, ModuleNotFoundError) as problem:
        return Light("spool", RED, f"Cannot be opened: {problem}")
    words = f"{status.depth:,} events wait, {status.quarantined:,} set aside"
    if status.trouble:
        return Light("spool", RED, f"{status.trouble}; senders are told to try later ({words})")
    crowded = status.bytes > status.max_bytes / 2
    busy = status.quarantined or status.lost_clicks or crowded
    return Light("spool", AMBER if busy else GREEN, words)


def lake() -> Light:
    """Writes to it first: whether it can be read is no use to who sends events."""
    try:
        root = place(settings.LAKE_ROOT)
        must_read(str(root))
        _write_and_delete(root / ".doctor")
    except EngineMissing as problem:
        return Light("lake", RED, str(problem))
    except (OSError, ValueError) as problem:
        return Light("lake", RED, f"Cannot be written to ({settings.LAKE_ROOT}): {problem}")
    words = []
    for brand in _brands():
        rows = sum(lake_of(brand).event_rows().values())
        words.append(f"{brand.slug}: {rows:,} events")
    return Light("lake", GREEN, f"{'; '.join(words) or 'no brand yet'}, in {root}")


def _brands() -> list[Brand]:
    try:
        return list(Brand.objects.all())
    except DatabaseError:  # the database has a light of its own, which says what to do
        return []


def _write_and_delete(probe: Place) -> None:
    probe.parent.mkdir(parents=True, exist_ok=True)
    put(probe, b"")
    probe.unlink()


def engine() -> Light:
    """Asks it: a cluster that is only configured answers nobody."""
    try:
        return Light("engine", GREEN, chosen().answering())
    except (EngineMissing, ValueError) as problem:
        return Light("engine", RED, str(problem))


def room() -> Light:
    free = shutil.disk_usage(settings.HOME).free
    colour = GREEN if free > _ROOM_BYTES else AMBER if free > _ROOM_BYTES // 10 else RED
    return Light("disk", colour, f"{free / 1e9:,.1f} GB free in {settings.HOME}")


def mail() -> Light:
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Light("mail", GREEN, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
    return Light("mail", AMBER, "Not set up: mails are printed. Set DRUMBEAT_MAIL_URL=smtp://…")


def fonts() -> Light:
    listing = shutil.which("fc-list")
    if listing is None:
        return Light("fonts", AMBER, "fontconfig is missing; Chinese fonts could not be checked.")
    found = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, text=True)
    if found.stdout.strip():
        return Light("fonts", GREEN, "Chinese fonts are present")
    return Light("fonts", AMBER, "No Chinese font; install fonts-noto-cjk for reports.")


def films() -> Light:
    if draws_films():
        return Light("films", GREEN, "PyAV draws their faces")
    words = "Shown by their type, without a picture: pip install 'drumbeat[film]' (PyAV) draws one."
    return Light("films", AMBER, words)


CHECKS = (database, spool, lake, engine, room, mail, fonts, films)
