"""What the page of a launch's tier reads."""

from drumbeat.strategy.launches import scoring
from drumbeat.strategy.launches.models import LaunchTier
from drumbeat.work.playbooks.document import left_out
from drumbeat.work.playbooks.models import PlaybookVersion

PARAMETER = "launch_tier"


def launch_page(campaign) -> dict:
    """The tier, its reckoning, and what the brand's newest launch playbook leaves out (2 queries)."""
    tier = LaunchTier.objects.filter(campaign=campaign).select_related("owner__person").first()
    versions = PlaybookVersion.objects.filter(
        brand=campaign.brand_id, playbook__key="launch", playbook__archived_at=None
    )
    version = versions.select_related("playbook").order_by("-number").first()
    knows = version is not None and any(
        each["key"] == PARAMETER for each in version.body.get("parameters", ())
    )
    return {
        "campaign": campaign,
        "tier": tier,
        "answers": _answers(tier) if tier else [],
        "tiers": [
            (row["key"][1], scoring.said(row), row["from"]) for row in scoring.scheme()["tiers"]
        ],
        "version": version if knows else None,
        "left_out": left_out(version.body, {PARAMETER: tier.tier}) if tier and knows else [],
    }


def _answers(tier) -> list[tuple[str, str, int]]:
    """(question, answer, points) as the scoring words them today."""
    found = []
    for factor in scoring.factors():
        chosen = scoring.option(factor, tier.answers.get(factor["key"], ""))
        if chosen:
            found.append((scoring.said(factor), scoring.said(chosen), chosen["points"]))
    return found
