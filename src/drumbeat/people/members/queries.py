"""Who in a brand may do what."""

from drumbeat.people.members.models import Brand, Member


def members_who_may(brand: Brand, act: str, obj=None, *, besides=()) -> list[Member]:
    """Active members whose roles carry `act` on `obj`, without those in `besides` (3 queries)."""
    left_out = {member.pk for member in besides if member is not None}
    active = Member.objects.active().filter(brand=brand).select_related("person", "brand")
    return [
        member
        for member in active.with_roles()
        if member.pk not in left_out and member.may(act, obj)
    ]


def to_choose(members: list[Member]):
    """The members as a form offers them, by name (a lazy queryset)."""
    found = Member.objects.filter(pk__in=[member.pk for member in members])
    return found.select_related("person").order_by("person__name")
