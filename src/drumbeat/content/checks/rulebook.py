"""The advertising-law rules that come with the product: two dated files, read and compiled once."""

from functools import cache
from importlib.resources import files

import yaml

from drumbeat.science.text.wording import Wordcheck

RULES, READING = "ad_law_zh.yaml", "reading_zh.yaml"


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


def data(name: str) -> str:
    return files("drumbeat.content.checks").joinpath("data", name).read_text(encoding="utf-8")


def _read(name):
    return yaml.load(data(name), Loader=yaml.CSafeLoader)
