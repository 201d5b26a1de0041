"""Named factories: a test says `a_brief(…)` and gets a real one with all it hangs on."""

from datetime import UTC, date, datetime
from itertools import count

from django.test import Client

from drumbeat.people.models import Brand, Member, Person

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
PASSWORD = "correct horse battery"

_numbers = count(1)


def a_person(name="Lin Wei", **fields):
    fields.setdefault("email", f"{name.split()[0].lower()}{next(_numbers)}@example.test")
    return Person.objects.create_user(password=PASSWORD, name=name, **fields)


def a_brand(name="Rock Mist", **fields):
    fields.setdefault("slug", f"brand-{next(_numbers)}")
    return Brand.objects.create(name=name, **fields)


def a_member(brand, *roles, name=None, **fields):
    """A member of the brand in these roles (a lead, unless said otherwise)."""
    roles = roles or ("lead",)
    member = Member.objects.create(
        person=a_person(name or f"{roles[0]} person"), brand=brand, **fields
    )
    for role in roles:
        member.grants.create(role=role)
    return member


class BrandClient(Client):
    """A signed-in browser inside one brand: paths are given as inside the brand."""

    def __init__(self, member, **kwargs):
        super().__init__(**kwargs)
        self.prefix = f"/b/{member.brand.slug}"
        self.force_login(member.person)

    def generic(self, method, path, *args, **kwargs):
        inside = path if path.startswith("/b/") else self.prefix + path
        return super().generic(method, inside, *args, **kwargs)


def signed_in(member, **kwargs):
    return BrandClient(member, **kwargs)
