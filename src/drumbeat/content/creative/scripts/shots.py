"""A script as its shots: what is seen, said and written, and for how long."""

from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from itertools import accumulate, zip_longest

from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Version
from drumbeat.science.text.speaking import seconds_to_say

# A voice may be this much quicker than the pace before it is told that it does not fit.
SLACK = 1.1
WORDS = {"picture": _("On screen"), "voice": _("Voice-over"), "caption": _("Caption")}


@dataclass(frozen=True)
class Shot:
    """One shot, as the version keeps it. image: the id of a version of the library whose picture
    is its storyboard; "" for none."""

    picture: str = ""
    voice: str = ""
    caption: str = ""
    ms: int = 3000
    image: str = ""

    @property
    def seconds(self):
        return self.ms / 1000

    @property
    def spoken(self):
        """Seconds that its voice-over takes to say."""
        return seconds_to_say(self.voice)

    @property
    def is_too_short(self):
        return self.spoken > self.seconds * SLACK


@dataclass(frozen=True)
class Placed:
    """A shot in its script: its number and where it begins."""

    number: int
    begins_ms: int
    shot: Shot


def shots_of(version: Version) -> list[Shot]:
    return [Shot(**one) for one in version.shots]


def as_kept(shots: list[Shot]) -> list[dict]:
    return [asdict(one) for one in shots]


def placed(shots: list[Shot]) -> list[Placed]:
    begins = accumulate((one.ms for one in shots), initial=0)
    return [Placed(n, at, one) for n, (at, one) in enumerate(zip(begins, shots, strict=False), 1)]


def total_ms(shots: list[Shot]) -> int:
    return sum(one.ms for one in shots)


def as_text(shots: list[Shot]) -> str:
    """The words of a script in reading order: what the law and the brand are asked about, and what
    the library finds. It names no fields, so that it is the same in every language."""
    return "\n\n".join(
        "\n".join([f"{number}. {shot.picture}".rstrip(), *filter(None, (shot.voice, shot.caption))])
        for number, shot in enumerate(shots, 1)
    )


def compared(before: list[Shot], after: list[Shot]) -> list[tuple[Placed | None, Placed | None]]:
    """Pairs in reading order: the same shot in both, a changed one beside what it was, and None
    where one of them has none."""
    old, new = placed(before), placed(after)
    pairs = []
    for _kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs += zip_longest(old[a:b], new[c:d])
    return pairs
