"""The outcomes behind a number, a page at a time, with nobody's id in full."""

from urllib.parse import urlencode

from drumbeat.channels.links.queries import placement_names
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.rows import RESTS
from drumbeat.insight.results.several import outcome_steps
from drumbeat.strategy.metrics.groups import channel_group

PAGE = 50


def short_person(person: str | None) -> str:
    """Enough of an id to tell two apart, not enough to find somebody."""
    if not person:
        return ""
    if "@" in person:
        return f"{person[0]}…@…"
    return f"{person[:6]}…" if len(person) > 8 else person


def outcome_page(brand, asked: Asked, given) -> dict:
    """Context of the page. given: the address's `key` or `label` (of a rest), and `page`.

    One question to the lake an outcome, one row more than shown, to know whether another page follows.
    """
    page = max(int(given.get("page", "1")) if given.get("page", "1").isdecimal() else 1, 1)
    only = {}
    if given.get("label") in RESTS:
        only = {"label": given["label"]}
    elif given.get("key"):
        only = {"key": given["key"]}
    answer = outcome_steps(
        lake_of(brand),
        period=asked.period,
        placements=placements_table(brand),
        by=asked.by if only else "total",
        model=asked.model,
        conversion=asked.counted,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
        **only,
    )
    names = placement_names(brand, {row["code"] for row in answer.rows if row["code"]})
    query = "&".join(part for part in (asked.query(), urlencode(only)) if part)
    return {
        "asked": asked,
        "answer": answer,
        "steps": [_step(row, names) for row in answer.rows[:PAGE]],
        "rest": RESTS.get(only.get("label", "")),
        "page": page,
        "first": (page - 1) * PAGE + 1,
        "query": query,
        "newer": page - 1 if page > 1 else None,
        "older": page + 1 if len(answer.rows) > PAGE else None,
    }


def _step(row, names) -> dict:
    """One credited step as shown. person: shortened; thing: the order's id; touch: where credit goes.

    A dict, since a template finds what is in one at the first try, and a page has 450 such cells.
    """
    _conversion, _colon, thing = row["outcome_id"].partition(":")
    return row | {
        "person": short_person(row["person"]),
        "thing": thing,
        "touch": names.get(row["code"], "") or row["code"] or "",
        "channel": channel_group(row["channel"] or ""),
    }
