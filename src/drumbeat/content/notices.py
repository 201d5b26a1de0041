"""Who is told about what in this room: always the members who must act next."""

from drumbeat.people.members.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.work.addresses import address


def members_who_may(brand, act, obj=None, *, besides=()) -> list[Member]:
    """Active members whose roles carry `act` on `obj`, without those in `besides`."""
    left_out = {member.pk for member in besides if member is not None}
    active = Member.objects.active().filter(brand=brand).select_related("person", "brand")
    return [
        member
        for member in active.prefetch_related("grants")
        if member.pk not in left_out and member.may(act, obj)
    ]


def tell(members, kind, words, about) -> None:
    """Leave everybody a notice that leads to `about`.

    words: a lazy translation with `%(name)s`, which becomes the object's name in each language.
    """
    sentence = _Sentence(words, about)
    for member in {member.pk: member for member in members}.values():
        notify(member, kind, sentence, url=address(about))


class _Sentence:
    """Filled in only when read, so that both languages get their own words and names."""

    def __init__(self, words, about):
        self.words, self.about = words, about

    def __str__(self):
        return str(self.words) % {"name": self.about}
