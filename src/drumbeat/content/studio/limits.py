"""How many words a network takes, and what of a text is too much for it.

The room owns these limits because writers meet them first; the formats of the channels above take
theirs from here.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.records import in_language
from drumbeat.science.text.lengths import UNITS, longest_within
from drumbeat.ui.templatetags.format import number

UNIT_NAMES = {
    "characters": gettext_lazy("characters"),
    "width": gettext_lazy("half-width units (a Chinese character is two)"),
    "weighted": gettext_lazy("as X counts (Chinese two, a link 23)"),
    "linked": gettext_lazy("as Mastodon counts (a link 23)"),
}


@dataclass(frozen=True)
class Limit:
    """headline, body: the most of each in `unit`, 0 for no limit; body_is: whole, or each
    paragraph for itself."""

    headline: int = 0
    body: int = 0
    body_is: str = "whole"
    unit: str = "characters"
    source: str = ""
    as_of: str = ""

    @property
    def unit_name(self):
        return UNIT_NAMES[self.unit]

    def as_rule(self):
        """What a browser needs to measure by it."""
        return {name: getattr(self, name) for name in ("headline", "body", "body_is", "unit")}


@dataclass(frozen=True)
class Network:
    """A place with words of its own, and what fits there."""

    key: str
    name_en: str
    name_zh: str
    limit: Limit

    def __str__(self):
        return in_language(self.name_en, self.name_zh)


@dataclass(frozen=True)
class Part:
    """A headline or text with its length; `fits` and `cut` together are its words."""

    name: str
    fits: str
    cut: str
    length: int
    most: int

    @property
    def words(self):
        return self.fits + self.cut

    @property
    def is_over(self):
        return self.length > self.most


@cache
def networks() -> dict[str, Network]:
    """All of the table, by key, in its order."""
    text = files("drumbeat.content.studio").joinpath("data", "networks.yaml").read_text("utf-8")
    book = yaml.load(text, Loader=yaml.CSafeLoader)
    return {row["key"]: _network(dict(row), str(book["as_of"])) for row in book["networks"]}


def _network(row, as_of):
    key, name = row.pop("key"), row.pop("name")
    return Network(key, name["en"], name["zh"], Limit(**row, as_of=as_of))


def measured(text: str, limit: Limit) -> list[Part]:
    """Each part of the text that has a limit, in reading order; what has none is left out."""
    headlines, paragraphs = parts(text)
    bodies = paragraphs if limit.body_is == "each" else ["\n\n".join(paragraphs)]
    return [
        _part(name, words, most, limit.unit)
        for name, most, said in (
            (_("headline"), limit.headline, headlines),
            (_("text"), limit.body, bodies),
        )
        for words in said
        if most and words
    ]


def own_words(version) -> list[tuple[Network, str, list[Part]]]:
    """The networks that a version has words of their own for: with the words, and as measured."""
    return [
        (network, words, measured(words, network.limit))
        for key, network in networks().items()
        if key in version.variants and (words := version.words_for(key))
    ]


def _part(name, words, most, unit):
    length = UNITS[unit](words)
    at = len(words) if length <= most else longest_within(words, most, unit)
    return Part(name, words[:at], words[at:], length, most)


def over_long(text: str, limit: Limit) -> list[str]:
    """A sentence for each part that is too long."""
    return [
        _("A %(part)s may have %(most)s; “%(words)s” has %(length)s.")
        % {
            "part": part.name,
            "most": number(part.most),
            "words": part.words if len(part.words) <= 40 else f"{part.words[:39]}…",
            "length": number(part.length),
        }
        for part in measured(text, limit)
        if part.is_over
    ]


def parts(text: str) -> tuple[list[str], list[str]]:
    """(headlines, paragraphs) of a text: a line that begins with # is a headline."""
    headlines, paragraphs = [], [""]
    for line in text.split("\n"):
        if line.startswith("#"):
            headlines.append(line.lstrip("#").strip())
        elif line.strip():
            paragraphs[-1] = f"{paragraphs[-1]}\n{line.strip()}".strip()
        elif paragraphs[-1]:
            paragraphs.append("")
    return headlines, [words for words in paragraphs if words]
