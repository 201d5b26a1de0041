"""The formats that channels take: shipped as dated data, each replaceable by the brand's own."""

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from math import isinf

import yaml

from drumbeat.content.studio.limits import UNIT_NAMES, Limit, networks
from drumbeat.formats.media.kinds import PROMISES
from drumbeat.people.records import in_language


@dataclass(frozen=True)
class Format:
    """One way to appear in a channel.

    takes: endings of files; none where only words go. ratios: width over height, met when off by
    `within` percent at most. width, height: the least, in pixels. kb: the most. seconds: least and
    most. headline, body: the most, in `unit` (see `science.text.lengths.UNITS`); words: the network
    that writers see them under.
    safe: percent covered at the top, right, bottom, left. labels: one of them has to be set.
    is_own: the brand wrote it.
    """

    key: str
    name_en: str
    name_zh: str
    takes: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()
    within: float = 1
    width: int = 0
    height: int = 0
    kb: int = 0
    seconds: tuple[float, float] = ()
    headline: int = 0
    body: int = 0
    body_is: str = "whole"
    unit: str = "characters"
    words: str = ""
    safe: tuple[int, int, int, int] = ()
    labels: tuple[str, ...] = ()
    source: str = ""
    as_of: str = ""
    platforms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_own: bool = False

    def __str__(self):
        return in_language(self.name_en, self.name_zh)

    @property
    def media_types(self):
        return {PROMISES[ending] for ending in self.takes}

    @property
    def proportions(self):
        return [proportion(ratio) for ratio in self.ratios]

    @property
    def takes_pictures(self):
        return bool({"jpg", "png", "webp"} & set(self.takes))

    @property
    def bytes(self):
        return self.kb * 1024

    @property
    def lasts(self):
        """The seconds in words: 4–300, ≥ 4 or ≤ 300; "" without a limit."""
        if not self.seconds:
            return ""
        least, most = self.seconds
        if isinf(most):
            return f"≥ {least:g}"
        return f"{least:g}–{most:g}" if least else f"≤ {most:g}"

    @property
    def unit_name(self):
        return UNIT_NAMES[self.unit]

    @property
    def limit(self):
        return Limit(self.headline, self.body, self.body_is, self.unit)

    def is_for(self, channel):
        """By its platform; by its kind where the platform is not said."""
        if channel.platform:
            return channel.platform in self.platforms or (
                not self.platforms and channel.kind in self.kinds
            )
        return not self.platforms and channel.kind in self.kinds


def proportion(ratio: str) -> float:
    """Width over height of “4:5”. Raises ValueError."""
    wide, _colon, high = ratio.partition(":")
    if not float(high) > 0 or not float(wide) > 0:
        raise ValueError(f"{ratio!r} is no ratio")
    return float(wide) / float(high)


@cache
def shipped() -> tuple[Format, ...]:
    """All formats of the book, in its order."""
    text = files("drumbeat.channels.specs").joinpath("data", "specs.yaml").read_text("utf-8")
    book = yaml.load(text, Loader=yaml.CSafeLoader)
    return tuple(_format(dict(row), str(book["as_of"])) for row in book["formats"])


def _format(row, as_of):
    name, where = row.pop("name"), row.pop("for")
    if "words" in row:
        row |= asdict(networks()[row["words"]].limit)
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Format(
        **{"as_of": as_of} | row | lists,
        name_en=name["en"],
        name_zh=name["zh"],
        platforms=tuple(where.get("platforms", ())),
        kinds=tuple(where.get("kinds", ())),
    )
