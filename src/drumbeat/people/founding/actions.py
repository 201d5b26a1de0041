"""The first minute: a brand, its first member, the rooms furnished."""

from django.db import transaction
from django.utils.text import slugify

from drumbeat.people.audit.trail import recorded
from drumbeat.people.models import Brand, Member, Person
from drumbeat.people.signals import brand_founded


def is_untouched() -> bool:
    """Nobody has set this installation up yet (one query)."""
    return not Person.objects.exists()


@transaction.atomic
def found_brand(
    person: Person, *, name, language, currency, time_zone, calendar, slug="", roles=()
) -> Member:
    """A new brand with `person` as its lead and technical administrator, and in other `roles`."""
    brand = Brand(
        name=name,
        slug=slug or free_slug(name),
        language=language,
        currency=currency,
        time_zone=time_zone,
        calendar=calendar,
    )
    with recorded(None, "founded", brand, brand=brand):
        brand.save()
    member = Member.objects.create(person=person, brand=brand, is_admin=True)
    for role in ("lead", *roles):
        member.grants.create(role=role)
    brand_founded.send(sender=Brand, brand=brand, by=member)
    return member


def free_slug(name: str) -> str:
    """An address from the name that no brand has yet; `brand` when the name has no Latin letters."""
    base = slugify(name)[:32] or "brand"
    taken = set(Brand.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(len(taken) + 1)
        if (slug := base if number == 0 else f"{base}-{number + 1}") not in taken
    )
