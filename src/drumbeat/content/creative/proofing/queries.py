"""What the proof pages read."""

from django.db.models import Exists, OuterRef, Prefetch

from drumbeat.content.assets.models import Version
from drumbeat.content.creative.proofing.models import ProofRound, Reviewer
from drumbeat.content.studio.models import Remark
from drumbeat.people.members.models import Brand, Member
from drumbeat.people.members.queries import members_who_may

_OF_ROUND = Reviewer.objects.filter(round=OuterRef("pk"))
_SEATS = Prefetch("reviewers", Reviewer.objects.select_related("member__person"))


def round_of(version: Version) -> ProofRound | None:
    """The version's round, with its reviewers (2 queries)."""
    found = ProofRound.objects.filter(version=version).select_related("owner__person")
    return found.prefetch_related(_SEATS).first()


def begun_with(begun: ProofRound) -> list[ProofRound]:
    """The other rounds that were begun in one go with this one (2 queries)."""
    if not begun.together:
        return []
    along = ProofRound.objects.filter(together=begun.together).exclude(pk=begun.pk)
    return list(along.select_related("version__asset").prefetch_related(_SEATS).order_by("pk"))


def could_go_along(version: Version, member: Member):
    """Newest versions of the brief's other assets that have had no round yet and that the member
    may send into one (1 query, and a lazy queryset)."""
    newer = Version.objects.filter(asset=OuterRef("asset"), number__gt=OuterRef("number"))
    others = Version.objects.filter(
        asset__brief=version.asset.brief_id, asset__archived_at=None, proof=None
    ).exclude(asset=version.asset_id)
    found = others.filter(~Exists(newer)).exclude(state="retired")
    found = found.select_related("asset").order_by("asset__pk")
    return found.filter(pk__in=[one.pk for one in found if member.may("asset.edit", one)])


def could_review(version: Version) -> list[Member]:
    """Members who may open the version's page and give a verdict: all who may, but its author
    (3 queries)."""
    return members_who_may(version.brand, "asset.comment", version, besides=[version.owner])


def pins_up_to(version: Version) -> list[Remark]:
    """What was pinned to this version and those before, in the order it was said. Each has its
    `number`, the same on every version, and says whether it is `inherited` (1 query)."""
    found = list(
        Remark.objects.filter(
            quote="", version__asset=version.asset_id, version__number__lte=version.number
        )
        .select_related("owner__person", "ended_by__person", "ended_in", "version")
        .order_by("created_at", "pk")
    )
    for number, one in enumerate(found, 1):
        one.number, one.inherited = number, one.version_id != version.pk
        # So that whoever asks to whom it belongs asks no further.
        one.version.asset = version.asset
    return found


def rounds(brand: Brand, *, member: Member | None = None, only_open=False):
    """Rounds on the newest versions, the first due first; of one reviewer with `member` (2 queries)."""
    found = open_rounds() if only_open else _of_newest()
    if member is not None:
        found = found.filter(Exists(_OF_ROUND.filter(member=member)))
    return (
        found.of(brand).select_related("version__asset", "owner__person").prefetch_related(_SEATS)
    )


def open_rounds():
    """Rounds of all brands, on the newest versions, that have no verdict yet (a lazy queryset)."""
    return _of_newest().filter(
        Exists(_OF_ROUND.filter(decision="")), ~Exists(_OF_ROUND.filter(decision="rejected"))
    )


def _of_newest():
    later = Version.objects.filter(
        asset=OuterRef("version__asset"), number__gt=OuterRef("version__number")
    )
    return ProofRound.objects.filter(~Exists(later), version__asset__archived_at=None)
