"""How a text is made for its page: links, pictures' words, headings, marks. Told while one writes;
what only the author can answer for is kept among the version's findings, too."""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drumbeat.content.checks.rulebook import Explained, craft
from drumbeat.people.records import in_language
from drumbeat.science.text.craft import Slip, slips

KEPT = "warn"


def made(text: str, facts: Iterable[str] = frozenset(), *, kept_only: bool = False) -> list[Slip]:
    """Slips by the rules that ask this kind of piece. facts: what is known of it, its kind among it."""
    return slips(text, _asked(frozenset(facts), kept_only))


def severity(key: str) -> str:
    return _rules()[key]["severity"]


def explained_craft(key: str) -> Explained | None:
    row = _rules().get(key)
    if row is None:
        return None
    said = {
        part: in_language(row[part]["en"], row[part]["zh"]) for part in ("label", "why", "instead")
    }
    base = craft()["bases"][row["base"]]
    laws = [in_language(base["en"], base["zh"])]
    return Explained(
        key,
        said["label"],
        _("Craft"),
        laws,
        said["why"],
        said["instead"],
        get_language(),
        is_law=False,
    )


@cache
def _rules() -> dict[str, dict]:
    return {row["key"]: row for row in craft()["rules"]}


@cache
def _asked(facts: frozenset[str], kept_only: bool) -> tuple[str, ...]:
    return tuple(
        key
        for key, row in _rules().items()
        if ("kinds" not in row or facts.intersection(row["kinds"]))
        and (not kept_only or row["severity"] == KEPT)
    )
