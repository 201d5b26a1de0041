"""`drumbeat erase PERSON`: a person leaves the installation. The id itself is printed nowhere."""

import sys

import click
from django.utils import timezone

from drumbeat.collector.scrub import StillBusy
from drumbeat.config.commands.brands import somebody_who_may, the_brand
from drumbeat.config.commands.prepare import prepare
from drumbeat.insight.privacy.actions import counts_of, erase
from drumbeat.insight.privacy.persons import person_of
from drumbeat.ui.templatetags import format as say


def run(given: str, slug: str | None, yes: bool):
    """Show what would go, ask, erase, report. given: "-" reads the id from standard input.

    Exits with 1 when nothing was erased or something stayed, 2 for a wrong call.
    """
    prepare()
    brand = the_brand(slug)
    by = somebody_who_may(brand, "personal_data_export.approve")
    given = (sys.stdin.readline() if given == "-" else given).strip()
    if not given:
        raise click.UsageError(
            "Say who: a user id, an e-mail address, a phone number or a device's id."
        )
    try:
        click.echo(f"Held in {brand}:")
        _show(counts_of(person_of(brand, given)))
        if not yes:
            click.confirm("Erase all of it? It cannot be brought back", abort=True)
        _request, gone = erase(given, by=by, received_on=timezone.localdate())
    except StillBusy as problem:
        raise click.ClickException(f"Erased, but for copies in freed pages: {problem}.") from None
    except click.exceptions.Abort:
        raise
    except Exception as problem:
        # What went wrong may quote what was asked for: the kind of it has to do.
        kind = type(problem).__name__
        raise click.ClickException(f"Not finished ({kind}). Run it again to go on.") from None
    click.echo("Erased:")
    _show(gone.counts)


def _show(counts: dict):
    for name, value in counts.items():
        click.echo(f"  {name.replace('_', ' '):<14} {_shown(value)}")


def _shown(value) -> str:
    if isinstance(value, dict):  # money, by currency
        return ", ".join(say.money(minor, code) for code, minor in value.items()) or "0"
    return f"{value:,}"
