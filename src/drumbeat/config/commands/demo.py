"""`drumbeat demo`: build the small world once, print who can sign in, go on serving."""

import sys

import click
from django.conf import settings

from drumbeat.config.commands.prepare import prepare
from drumbeat.config.commands.serve import run as serve
from drumbeat.config.demo.build import build
from drumbeat.config.demo.story import CAST, PASSWORD
from drumbeat.people.matrix import ROLES
from drumbeat.people.models import Brand


def run(host: str, port: int, visitors: int, build_only: bool):
    """Build unless this home has been built already; an unfinished build says so and stops."""
    prepare()
    truth = settings.HOME / "truth.json"
    if Brand.objects.exists() and not truth.exists():
        raise click.ClickException(
            f"{settings.HOME} holds another brand or an unfinished demo. "
            "Name an empty folder with DRUMBEAT_HOME, or remove it."
        )
    if not truth.exists():
        _build(visitors)
    _introduce(host, port)
    if not build_only:
        serve(host, port, workers=1)


def _build(visitors):
    with click.progressbar(
        length=1000,
        label="Building the demo",
        show_eta=True,
        item_show_func=lambda words: words,
        file=sys.stderr,
    ) as bar:

        def progress(words, share):
            bar.update(max(0, int(share * 1000) - bar.pos), words)

        build(visitors, progress)


def _introduce(host, port):
    click.echo(f"\nhttp://{host}:{port}/   password for everybody: {PASSWORD}\n")
    for role, en, zh, email in CAST:
        click.echo(f"  {email:<26} {zh} {en:<14} {ROLES[role]}")
    click.echo(f"\nWhat the world really did: {settings.HOME / 'truth.json'}\n")
