"""Which brand does a command mean?"""

import click

from drumbeat.people.models import Brand, Member


def the_brand(slug: str | None) -> Brand:
    """The brand with this address, or the only one. Raises UsageError naming the choices."""
    brands = {brand.slug: brand for brand in Brand.objects.all()}
    if slug:
        if slug not in brands:
            raise click.UsageError(f"No brand “{slug}”. There are: {', '.join(brands) or 'none'}.")
        return brands[slug]
    if len(brands) != 1:
        raise click.UsageError(f"Say which --brand: {', '.join(brands) or 'there is none yet'}.")
    return next(iter(brands.values()))


def somebody_who_may(brand: Brand, act: str) -> Member:
    """The longest-standing member whose roles carry the act, in whose name a command does it."""
    members = Member.objects.active().filter(brand=brand).prefetch_related("grants")
    for member in members.order_by("joined_at"):
        if member.may(act):
            return member
    raise click.UsageError(f"Nobody in {brand} has a role that may do this ({act}).")
