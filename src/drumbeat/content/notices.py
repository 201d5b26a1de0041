"""Who is told about what in this room: always the members who must act next."""

from drumbeat.people.notices.actions import notify


def tell(members, kind, words, about) -> None:
    """Leave everybody a notice that leads to `about`.

    words: a lazy translation with `%(name)s`, which becomes the object's name in each language.
    """
    sentence = _Sentence(words, about)
    for member in {member.pk: member for member in members}.values():
        notify(member, kind, sentence, url=about.get_absolute_url())


class _Sentence:
    """Filled in only when read, so that both languages get their own words and names."""

    def __init__(self, words, about):
        self.words, self.about = words, about

    def __str__(self):
        return str(self.words) % {"name": self.about}
