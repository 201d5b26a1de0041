"""The brand's rules held against a version: what breaks them stands among its findings."""

from itertools import chain

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Finding, Version
from drumbeat.people.members.models import Member
from drumbeat.strategy.brandbook.queries import Told, active, tried
from drumbeat.strategy.models import BrandRule


def hold_to_rules(version: Version, *, by: Member) -> None:
    """Bring the version's findings by rule in line with its text; to be called in the transaction
    that saved it (3 queries, and one for each rule that is newly broken or kept again).

    What is no longer in the text is resolved by that; what was waived stays so while the words are
    the same. Files are not read.
    """
    platform = active(version.brand_id)
    broken = _by_rule(tried(platform, version.text).told) if platform and version.text else {}
    standing: dict[str, list[Finding]] = {}
    for finding in _standing(version):
        standing.setdefault(finding.rule.key, []).append(finding)
    for key, (rule, words) in broken.items():
        known = {old.note: old for old in standing.pop(key, ())}
        is_said = known.pop(words, None)
        open_ = [old for old in known.values() if old.is_open]
        if is_said is None:
            _raise(version, rule, words, by, open_.pop() if open_ else None)
        standing[key] = open_
    for gone in chain.from_iterable(standing.values()):
        if gone.is_open:
            _resolve(gone, by)


def _by_rule(told: list[Told]) -> dict[str, tuple[BrandRule, str]]:
    """Each broken rule by its key, with the words that break it; for a sentence that is missing,
    the sentence."""
    words: dict[str, list[str]] = {}
    rules = {}
    for one in told:
        rules[one.rule.key] = one.rule
        words.setdefault(one.rule.key, []).append(one.finding.said or one.finding.instead)
    return {key: (rule, " · ".join(dict.fromkeys(words[key]))) for key, rule in rules.items()}


def _standing(version):
    """Open, or waived: what a person answered for."""
    found = version.findings.filter(Q(resolved_at=None) | Q(is_waived=True))
    return found.exclude(rule=None).select_related("rule")


def _raise(version, rule, words, by, old):
    """Anew, or the open one with what breaks the rule now."""
    finding = old or Finding(version=version, owner=by)
    finding.brand_id, finding.rule, finding.note = version.brand_id, rule, words
    finding.severity = rule.severity
    finding.save()


def _resolve(finding, by):
    finding.resolved_at, finding.resolved_by = timezone.now(), by
    finding.resolution = _("It is no longer in the text.")
    finding.save()
