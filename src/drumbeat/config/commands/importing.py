"""`drumbeat import`: orders become events through the spool, spend becomes facts."""

from contextlib import closing
from functools import partial
from pathlib import Path

import click
from django.utils import timezone

from drumbeat.channels.spend.actions import import_spend_file
from drumbeat.config.commands.brands import somebody_who_may, the_brand
from drumbeat.config.commands.prepare import prepare
from drumbeat.config.intake import the_spool
from drumbeat.formats.orders import OrdersFile, read_orders
from drumbeat.formats.problems import FileRefused
from drumbeat.insight.orders.sending import send_orders
from drumbeat.people.errors import DomainError


def run(files, slug, currency):
    """Import each file wholly or not at all. Exits with the file's problems when refused."""
    prepare()
    brand = the_brand(slug)
    for path in map(Path, files):
        try:
            orders = read_orders(path.read_bytes(), path.name, currency=currency)
        except FileRefused as refusal:
            if refusal.code != "unknown_orders":
                raise click.ClickException(f"{path.name}: {refusal}") from None
            _spend(brand, path)
        else:
            _orders(brand, path, orders)


def _orders(brand, path: Path, orders: OrdersFile):
    if orders.problems:
        lines = "\n".join(f"  row {one.row}: {one.message}" for one in orders.problems[:20])
        raise click.ClickException(f"{path.name} was not imported:\n{lines}")
    with (
        closing(the_spool()) as spool,
        click.progressbar(length=1, label=path.name) as bar,
    ):
        send_orders(brand, orders, spool=spool, now=timezone.now(), progress=partial(_show, bar))
    customers = len({row.customer_id for row in orders.rows})
    click.echo(f"{path.name}: {len(orders.rows):,} orders of {customers:,} customers.")


def _show(bar, done: int, total: int):
    bar.length = total
    bar.update(done - bar.pos)


def _spend(brand, path: Path):
    try:
        done = import_spend_file(brand, somebody_who_may(brand, "spend.create"), path)
    except (FileRefused, DomainError) as refusal:
        raise click.ClickException(f"{path.name}: {refusal}") from None
    click.echo(f"{path.name}: {done.platform}, {done.rows_kept:,} rows, {done.get_state_display()}")
