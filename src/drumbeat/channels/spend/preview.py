"""What the page of a spend file shows: how it was read, what it says, where its ads belong."""

from decimal import Decimal

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.balance import MEASURES
from drumbeat.channels.spend.forms import platform_name
from drumbeat.channels.spend.mapping import map_entities
from drumbeat.channels.spend.models import SpendImport
from drumbeat.channels.spend.words import hint, sentence

SHOWN = 200


def preview(spend_import: SpendImport) -> dict:
    """Context of the page (≤ 5 queries). Only the `SHOWN` largest ads are listed."""
    entries = spend_import.entities
    mapped = map_entities(
        spend_import.brand, spend_import.platform, entries, suggests=len(entries) <= SHOWN
    )
    placements = Placement.objects.in_bulk({one.placement_id for one in mapped if one.how})
    ads = [
        entry
        | {
            "index": index,
            "how": one.how,
            "suggestion": one.suggestion,
            "placement": placements.get(one.placement_id),
        }
        for index, (entry, one) in enumerate(zip(entries, mapped, strict=True))
    ]
    unmapped = [ad for ad in ads if not ad["placement"]]
    return {
        "platform": platform_name(spend_import.platform),
        "ads": ads[:SHOWN],
        "ads_count": len(ads),
        "hidden_count": max(0, len(ads) - SHOWN),
        "unmapped_minor": sum(ad["spend_minor"] for ad in unmapped),
        "suggested": [ad for ad in unmapped[:SHOWN] if ad["suggestion"]],
        "problems": [_told(problem) for problem in spend_import.problems],
        "totals": [_total(check) for check in spend_import.totals],
    }


def _total(check):
    is_money = check["measure"].endswith("_minor")
    read = int if is_money else Decimal
    return {
        "label": MEASURES[check["measure"]],
        "is_money": is_money,
        "declared": read(check["declared"]),
        "summed": read(check["summed"]),
    }


def _told(problem):
    code, params = problem["code"], problem["params"]
    return problem | {"message": sentence(code, params), "hint": hint(code, params)}
