"""What the page of one version shows, put together for one reader."""

from django.utils.translation import gettext as _

from drumbeat.content.assets import queries
from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.assets.rendering import as_html, counts
from drumbeat.content.assets.review import may_approve_kind, needs_waiver
from drumbeat.content.assets.sniffing import PICTURES, SHOWN, stored_type
from drumbeat.content.assets.states import VERSION
from drumbeat.content.checks.laws import sectors
from drumbeat.content.creative.scripts.shots import placed, shots_of, total_ms
from drumbeat.content.media.alike import look_alikes, same_bytes
from drumbeat.content.media.reading import facts_of
from drumbeat.content.studio.limits import own_words
from drumbeat.content.studio.pairs import other_side
from drumbeat.content.studio.remarks import remarks_on
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.members.models import Member
from drumbeat.people.steps import open_steps
from drumbeat.science.text.readability import readability
from drumbeat.strategy.brandbook.queries import own_names


def version_page(asset: Asset, version: Version | None, member: Member, today) -> dict:
    """Context of the asset page. `version`: the one to show, the newest for None."""
    asset, versions = queries.with_ties(asset), queries.versions_of(asset)
    context = {
        "asset": asset,
        "sector": asset.sector and dict(sectors()).get(asset.sector, asset.sector),
        "versions": versions,
        "rights": queries.rights_of(asset, today),
        "newest": versions[0] if versions else None,
        "tags": asset.tags.all(),
        "collections": asset.collections.current(),
        "can_make": member.may("asset.edit", asset),
        "other": other_side(asset),
        "results_url": fragment(f"insight/content/{asset.pk}/now/"),
    }
    if not versions:
        return context
    # The one of the list has its author, file and approvals along.
    shown = next((each for each in versions if version and each.pk == version.pk), versions[0])
    shown.asset = asset
    kind = stored_type(shown.file) if shown.file_id else ""
    facts = facts_of(shown.file) if shown.file_id else None
    return context | {
        "version": shown,
        "approved": any(each.state in ("approved", "published") for each in versions),
        "is_newest": shown.pk == versions[0].pk,
        "is_intact": shown.is_intact(),
        "html": as_html(shown.words) if shown.text else "",
        "counts": counts(shown.words) if shown.text else None,
        "reading": readability(shown.words, own_names(asset.brand)),
        "own_words": own_words(shown),
        "shots": placed(shots_of(shown)),
        "total_ms": total_ms(shots_of(shown)),
        "remarks": remarks_on(asset, shown.text),
        "media_type": kind,
        "is_picture": kind in PICTURES,
        "is_shown": kind in SHOWN,
        "facts": facts,
        "same": same_bytes(shown),
        "alikes": look_alikes(shown, facts),
        "findings": (found := queries.findings_of(shown)),
        "unconfirmed": sum(
            one.is_open and one.is_authors and one.severity == "warn" for one in found
        ),
        "steps": _steps(shown, member),
        "waits_for": _waits_for(shown, member),
        "can_edit": shown.state == "draft" and shown.text and member.may("asset.edit", shown),
    }


def _steps(version, member):
    """Steps open to the reader, by verb; approving only where four eyes allow it."""
    steps = {item["step"].verb: item for item in open_steps(VERSION, version, member)}
    if not may_approve_kind(member, version.asset.kind):
        steps.pop("approve", None)
        steps.pop("request_changes", None)
    if "approve" in steps and member.pk in version.writers and not needs_waiver(version, member):
        steps.pop("approve")
    return steps


def _waits_for(version, member):
    """Why a writer with the right sees no button to approve."""
    may = member.may("asset_approval.approve", version)
    if version.state != "in_review" or member.pk not in version.writers or not may:
        return ""
    return "" if needs_waiver(version, member) else _("You wrote it: somebody else approves it.")
