"""To which placement does a platform's ad belong? A person's rule first, then the tracking code in
its name; names that merely look alike are suggestions, and the rest stays unmapped, in sight."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from rapidfuzz import fuzz, process, utils

from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.spend.daily import BETWEEN
from drumbeat.channels.spend.models import MappingRule, SpendFact
from drumbeat.people.audit.trail import recorded
from drumbeat.science.codes import is_valid

ALIKE_ENOUGH = 80
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{7}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Mapped:
    """how: "rule", "code", or "" when nobody knows. suggestion: a placement with a like name."""

    placement_id: str | None
    how: str = ""
    suggestion: Placement | None = None


def codes_in(label: str) -> list[str]:
    """Tracking codes inside a name, the most specific part (the ad) first."""
    parts = reversed(label.split(BETWEEN))
    found = [text.upper() for part in parts for text in _CODE.findall(part)]
    return [code for code in found if is_valid(code)]


def map_entities(brand, platform: str, entities, *, suggests=False) -> list[Mapped]:
    """Where each entity ({account, entity, label}) belongs, in the order given (≤ 3 queries)."""
    rules = {
        (rule.account, rule.entity): rule.placement_id
        for rule in MappingRule.objects.of(brand).filter(platform=platform)
    }
    by_code = _by_code(brand, entities)
    mapped = [_mapped(entry, rules, by_code) for entry in entities]
    if suggests and any(not one.how for one in mapped):
        return _with_suggestions(brand, entities, mapped)
    return mapped


def _by_code(brand, entities):
    codes = {code for entry in entities for code in codes_in(entry["label"])}
    links = TrackingLink.objects.of(brand).filter(code__in=codes)
    return dict(links.values_list("code", "placement_id"))


def _mapped(entry, rules, by_code):
    rule = rules.get((entry["account"], entry["entity"]))
    if rule:
        return Mapped(rule, "rule")
    for code in codes_in(entry["label"]):
        if code in by_code:
            return Mapped(by_code[code], "code")
    return Mapped(None)


def _with_suggestions(brand, entities, mapped):
    placements = list(Placement.objects.of(brand).exclude(state="cancelled"))
    names, owners = [], []
    for placement in placements:
        for name in {placement.title_en, placement.title_zh} - {""}:
            names.append(name)
            owners.append(placement)
    return [
        one if one.how else Mapped(None, "", _most_alike(entry["label"], names, owners))
        for entry, one in zip(entities, mapped, strict=True)
    ]


def _most_alike(label, names, owners):
    best = None
    for part in label.split(BETWEEN):
        found = process.extractOne(
            part,
            names,
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=ALIKE_ENOUGH,
        )
        if found and (best is None or found[1] > best[1]):
            best = found
    return owners[best[2]] if best else None


@transaction.atomic
def confirm(
    brand, *, by, platform: str, account: str, entity: str, label: str, placement: Placement
) -> MappingRule:
    """“This ad is that placement”, said by a person; the past is attributed anew at once.

    Raises NotAllowed.
    """
    rule = (
        MappingRule.objects.of(brand)
        .filter(platform=platform, account=account, entity=entity)
        .first()
    )
    by.must("spend.create") if rule is None else by.must("spend.edit", rule)
    rule = rule or MappingRule(
        brand=brand, owner=by, platform=platform, account=account, entity=entity
    )
    with recorded(by, "mapped", rule):
        rule.label, rule.placement = label, placement
        rule.confirmed_by, rule.confirmed_at = by, timezone.now()
        rule.save()
    attribute(brand, platform, account, entity, label)
    return rule


@transaction.atomic
def withdraw(rule: MappingRule, *, by) -> None:
    """Forget a rule; its spend falls back to the code in the name, or to unmapped."""
    by.must("spend.edit", rule)
    with recorded(by, "unmapped", rule):
        MappingRule.objects.filter(pk=rule.pk).delete()
    attribute(rule.brand, rule.platform, rule.account, rule.entity, rule.label)


def attribute(brand, platform, account, entity, label) -> int:
    """Write where an entity belongs onto all its current facts; returns how many."""
    (mapped,) = map_entities(
        brand, platform, [{"account": account, "entity": entity, "label": label}]
    )
    facts = SpendFact.objects.filter(
        brand=brand, platform=platform, account=account, entity=entity, is_current=True
    )
    return facts.update(placement=mapped.placement_id)
