"""What a version is held to as it is written: the brand's rules, the advertising law and its craft.
What breaks them stands among its findings."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset, Finding, Version
from drumbeat.content.checks.craft import KEPT, made
from drumbeat.content.checks.remarks import by_law
from drumbeat.content.media.reading import is_picture
from drumbeat.people.members.models import Member
from drumbeat.science.text.craft import alternative
from drumbeat.science.text.wording import SEVERITIES
from drumbeat.strategy.brandbook.queries import active, tried
from drumbeat.strategy.models import BrandRule


@dataclass(frozen=True)
class Broken:
    """A rule that the text breaks, with the words that break it; for what is missing, that."""

    words: str
    severity: str
    rule: BrandRule | None = None
    law_key: str = ""


def hold_to_rules(version: Version, *, by: Member | None = None) -> list[Finding]:
    """Bring the version's findings by rule in line with its text; to be called in the transaction
    that saved it (3 queries, and one for each rule that is newly broken or kept again). Returns
    what is newly found.

    What is no longer found is resolved by that; what was waived stays so while the words are the
    same. Of a file only what is said of it is read. by: who changed the text; None where the rules changed.
    """
    raised = []
    standing: dict[str, list[Finding]] = {}
    for finding in _standing(version):
        standing.setdefault(finding.law_key or finding.rule.key, []).append(finding)
    for key, broken in _broken(version).items():
        known = {old.note: old for old in standing.pop(key, ())}
        is_said = known.pop(broken.words, None)
        open_ = [old for old in known.values() if old.is_open]
        if is_said is None:
            raised.append(_raise(version, broken, by, open_.pop() if open_ else None))
        standing[key] = open_
    for gone in chain.from_iterable(standing.values()):
        if gone.is_open:
            _resolve(gone, by)
    return raised


def _broken(version: Version) -> dict[str, Broken]:
    """Each broken rule by its key; a brand's keys are identifiers, so they are none of ours."""
    return _of_the_brand(version) | _of_the_law(version) | _of_its_craft(version)


def _of_the_brand(version):
    platform = active(version.brand_id)
    texts = version.all_words if platform else ()
    if texts:
        prefetch_related_objects([platform], "rules")
    told = chain.from_iterable(tried(platform, text).told for text in texts)
    words: dict[str, list[str]] = {}
    rules = {}
    for one in told:
        rules[one.rule.key] = one.rule
        words.setdefault(one.rule.key, []).append(one.finding.said or one.finding.instead)
    return {
        key: Broken(_listed(words[key]), rule.severity, rule=rule) for key, rule in rules.items()
    }


def _of_the_law(version):
    words: dict[str, list[str]] = {}
    severity = {}
    facts = facts_of(version.asset)
    for one in chain.from_iterable(
        by_law(text, version.asset.sector, facts) for text in version.all_words
    ):
        words.setdefault(one.key, []).append(one.said or one.entry.label)
        severity[one.key] = max(one.severity, severity.get(one.key, "info"), key=SEVERITIES.index)
    return {key: Broken(_listed(words[key]), severity[key], law_key=key) for key in words}


def _of_its_craft(version):
    words: dict[str, list[str]] = {}
    if version.file_id:
        return _of_its_alternatives(version)
    facts = facts_of(version.asset)
    for text in version.all_words:
        for slip in made(text, facts, kept_only=True):
            words.setdefault(slip.key, []).append(slip.said)
    return {key: Broken(_listed(words[key]), KEPT, law_key=key) for key in words}


def _of_its_alternatives(version):
    """A picture has words in the language of its asset, and whatever words it has are well made."""
    if not is_picture(version.file):
        return {}
    said = [words for words in (version.alt_en, version.alt_zh) if words]
    words: dict[str, list[str]] = {}
    if not version.alt_as_published:
        words["alt_missing"] = [version.file.name]
    for one in said:
        for key in alternative(one):
            words.setdefault(key, []).append(one)
    return {key: Broken(_listed(words[key]), KEPT, law_key=key) for key in words}


def facts_of(asset: Asset) -> set[str]:
    """What rules ask of a text by what it is and how it was made."""
    return {asset.kind} | ({"ai"} if asset.is_ai_generated else set())


def _listed(words):
    return " · ".join(dict.fromkeys(words))


def _standing(version):
    """Open, or waived: what a person answered for."""
    found = version.findings.filter(Q(resolved_at=None) | Q(is_waived=True))
    return found.exclude(rule=None, law_key="").select_related("rule")


def _raise(version, broken, by, old):
    """Anew, or the open one with what breaks the rule now."""
    finding = old or Finding(version=version, owner=by or version.owner)
    finding.brand_id, finding.note, finding.severity = (
        version.brand_id,
        broken.words,
        broken.severity,
    )
    finding.rule, finding.law_key = broken.rule, broken.law_key
    finding.save()
    return finding


def _resolve(finding, by):
    finding.resolved_at, finding.resolved_by = timezone.now(), by
    finding.resolution = (
        _("It is no longer in the text.") if by else _("The rules changed; none finds it now.")
    )
    finding.save()
