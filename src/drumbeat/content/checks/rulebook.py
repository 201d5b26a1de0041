"""The rules that come with the product: dated files, read and compiled once."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from drumbeat.science.text.wording import Wordcheck

RULES, READING, CRAFT = "ad_law_zh.yaml", "reading_zh.yaml", "craft.yaml"


@dataclass(frozen=True)
class Explained:
    """A rule for a reader. laws: names of what it rests on; reason: what they say.

    language: of label, laws and suggestion. Those of the Chinese law are Chinese, as the texts that
    they speak of.
    """

    key: str
    label: str
    category: str
    laws: list[str]
    reason: str
    suggestion: str
    language: str
    is_law: bool = True


@cache
def rules() -> dict:
    """What the law says: laws, entries, structural rules, exemptions."""
    return _read(RULES)


@cache
def reading() -> dict:
    """How texts are read: sectors, disguises, what a text can show."""
    return _read(READING)


@cache
def wordcheck() -> Wordcheck:
    return Wordcheck(rules(), reading())


@cache
def craft() -> dict:
    """What a well made text is held to."""
    return _read(CRAFT)


def data(name: str) -> str:
    return files("drumbeat.content.checks").joinpath("data", name).read_text(encoding="utf-8")


def _read(name):
    return yaml.load(data(name), Loader=yaml.CSafeLoader)
