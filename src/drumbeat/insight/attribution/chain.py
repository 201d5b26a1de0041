"""What a Markov number is made of: the chain of all paths, and what each row's removal would cost."""

from dataclasses import dataclass

from drumbeat.insight.attribution.remembered import remembered_effects
from drumbeat.insight.conversions.queries import current_conversions
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ahead import PATHS, shares_ahead, waiting, waits_of
from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.rows import RESTS, objects_of
from drumbeat.insight.results.several import earliest_paths
from drumbeat.strategy.metrics.groups import channel_group
from drumbeat.warehouse.questions import DIMENSIONS, Answer


@dataclass(frozen=True)
class Effect:
    """One state. row: as the question answers it; here: whether it is the one that was asked for."""

    label: str
    url: str
    row: dict
    here: bool


@dataclass(frozen=True)
class Chain:
    """One outcome's chain. conversion: its name, "" for all. probability: of a path, 0–1."""

    conversion: str
    probability: float
    paths: int
    converting: int
    effects: list[Effect]
    answer: Answer


def chain_page(brand, asked: Asked, given) -> dict:
    """Context of the page. given: the address's (a QueryDict) `key`, or `label` of a rest.

    Outcomes that are counted together have a chain each, as their credit has.
    """
    by = asked.by if asked.by in DIMENSIONS else "channel"
    placements = placements_table(brand)
    counted = asked.counted if isinstance(asked.counted, tuple) else (asked.counted,)
    asks = {
        "period": asked.period,
        "placements": placements,
        "by": by,
        "ahead": shares_ahead(lake_of(brand), asked.period, waits_of(given)),
    }
    answers = [remembered_effects(brand, conversion=key, **asks) for key in counted]
    keys = {row["key"] for answer in answers for row in answer.rows if row["key"]}
    objects = objects_of(brand, by, keys)
    names = {one.key: str(one) for one in current_conversions(brand)}
    wanted = given.get("key") or given.get("label")
    chains = [
        _chain(names.get(key, ""), answer, objects, wanted)
        for key, answer in zip(counted, answers, strict=True)
        if answer.rows
    ]
    here = next((one for chain in chains for one in chain.effects if one.here), None)
    return {
        "asked": asked,
        "chains": chains,
        "here": here,
        "answer": answers[0],
        "paths_until": earliest_paths(answers),
        "now_url": waiting(f"?{given.urlencode()}", PATHS),
    }


def _chain(conversion: str, answer: Answer, objects: dict, wanted: str | None) -> Chain:
    effects = [_effect(row, objects, wanted) for row in answer.rows]
    first = answer.rows[0]
    return Chain(
        conversion=conversion,
        probability=first["conversion_probability"],
        paths=first["paths"],
        converting=first["converting"],
        effects=sorted(effects, key=lambda effect: -effect.row["removal_effect"]),
        answer=answer,
    )


def _effect(row: dict, objects: dict, wanted: str | None) -> Effect:
    obj = objects.get(row["key"])
    label = str(obj) if obj else channel_group(row["key"]) if row["key"] else RESTS[row["label"]]
    return Effect(
        label=str(label),
        url=obj.get_absolute_url() if obj else "",
        row=row,
        here=wanted is not None and wanted == (row["key"] or row["label"]),
    )
