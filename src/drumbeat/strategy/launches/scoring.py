"""The scoring of launches as data: which answers give how many points, and which tier they make."""

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from drumbeat.people.records import in_language


@cache
def scheme() -> dict:
    """The document `launch_tiers.yaml`; `dated` is a date."""
    path = files("drumbeat.strategy.launches").joinpath("data", "launch_tiers.yaml")
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def dated() -> date:
    return scheme()["dated"]


def factors() -> list[dict]:
    return scheme()["factors"]


def said(row: dict) -> str:
    return in_language(row["en"], row["zh"])


def option(factor: dict, key: str) -> dict | None:
    return next((one for one in factor["options"] if one["key"] == key), None)


def points(answers: dict) -> int:
    """The sum of the points of the answers, {factor key: option key}."""
    return sum(option(factor, answers[factor["key"]])["points"] for factor in factors())


def tier_of(score: int) -> str:
    """The first tier whose threshold the score reaches."""
    return next(tier["key"] for tier in scheme()["tiers"] if score >= tier["from"])
