"""`drumbeat`: the command that people use. Each subcommand is a file in `commands/`."""

import os

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drumbeat.config.settings")

VISITORS = 200_000  # in the demo's world


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="drumbeat")
def main():
    """Drumbeat 鼓点: one system in which a marketing team works and the thread never breaks.

    Data live in $DRUMBEAT_HOME (default ~/.drumbeat).
    """
    django.setup()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Serving processes.")
@click.option(
    "--engine",
    envvar="DRUMBEAT_ENGINE",
    default="duckdb",
    show_default=True,
    help="Who answers questions: duckdb, spark://host:7077, local[*], local-cluster[2,1,2048].",
)
def serve(host, port, workers, engine):
    """Serve pages, intake and background work."""
    from drumbeat.config.commands.serve import run

    run(host, port, workers, engine)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--visitors", default=VISITORS, show_default=True, help="Size of the small world.")
@click.option("--build-only", is_flag=True, help="Build the world and stop, do not go on serving.")
def demo(host, port, visitors, build_only):
    """Build a brand with a finished launch and one in flight, then serve it."""
    from drumbeat.config.commands.demo import run

    run(host, port, visitors, build_only)


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--brand", "slug", help="Address of the brand; not needed when there is only one.")
@click.option(
    "--currency", help="Currency of an order file that names none (default: the brand's)."
)
def import_(files, slug, currency):
    """Import order files and platforms' spend files."""
    from drumbeat.config.commands.importing import run

    run(files, slug, currency)


@main.command()
@click.argument("target", type=click.Path(dir_okay=False))
def backup(target):
    """Write everything to one file, also while serving."""
    from drumbeat.config.commands.backup import write

    write(target)


@main.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
def restore(source):
    """Fill an empty $DRUMBEAT_HOME from a backup."""
    from drumbeat.config.commands.restore import read

    read(source)


@main.command()
@click.argument("person")
@click.option("--brand", "slug", help="Address of the brand; not needed when there is only one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(person, slug, yes):
    """Erase a person: a user id, e-mail address, phone number or device's id ("-": from input)."""
    from drumbeat.config.commands.erase import run

    run(person, slug, yes)


@main.group()
def checks():
    """What texts are held to."""


@checks.command()
@click.option("--page", type=click.Path(dir_okay=False), help="Write the whole of it as Markdown.")
def corpus(page):
    """Precision and recall of the advertising-law rules on the labelled lines."""
    from drumbeat.config.commands.corpus import run

    run(page)


@main.command()
def doctor():
    """Check the installation; exit status 1 when something is broken."""
    from drumbeat.config.commands.doctor import run

    raise SystemExit(run())
