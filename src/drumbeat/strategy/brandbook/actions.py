"""What people do with the brand platform, its rules and its public link."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Brand
from drumbeat.strategy import archiving
from drumbeat.strategy.brandbook.models import BrandBookLink, BrandPlatform, BrandRule
from drumbeat.strategy.brandbook.parts import PARTS, SLOTS
from drumbeat.strategy.brandbook.queries import active
from drumbeat.strategy.brandbook.states import PLATFORM
from drumbeat.strategy.signals import platform_activated

VERBS = (
    gettext_noop("began a new version of"),
    gettext_noop("removed a rule of"),
    gettext_noop("switched on"),
    gettext_noop("switched off"),
)
KINDS = (
    gettext_noop("brand platform"),
    gettext_noop("brand rule"),
    gettext_noop("brand book link"),
)
MOST_RULES = 300
_SAID = (
    *(
        f"{name}_{tongue}"
        for name in ("title", "promise", *SLOTS, "logo")
        for tongue in ("en", "zh")
    ),
    *PARTS,
)
_RULED = ("key", "kind", "severity", "limit", "words_en", "words_zh", "instead_en", "instead_zh",
          "reason_en", "reason_zh")  # fmt: skip


def must_be_draft(platform: BrandPlatform) -> None:
    """Raises WrongState: what was active is what others kept to, so its words stay."""
    if not platform.is_open:
        raise WrongState(_("Only a draft can be edited. Begin a new version to change it."))


def next_number(brand) -> int:
    """The brand's next version number; those of archived drafts are not used again."""
    last = BrandPlatform.objects.of(brand).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def new_version(*, by) -> BrandPlatform:
    """A draft that starts as a copy of the active version, rules too (else of the latest).

    Raises NotAllowed, WrongState.
    """
    by.must("brand_platform.create")
    _hold(by.brand)
    versions = BrandPlatform.objects.of(by.brand)
    if versions.current().filter(state="draft").exists():
        raise WrongState(_("There is a draft already: go on with that."))
    # Without an active one, what was last said is where to go on from.
    base = versions.filter(state="active").first() or versions.filter(state="retired").first()
    if base is None:
        raise WrongState(_("There is no version yet to start from."))
    said = {name: getattr(base, name) for name in _SAID}
    draft = BrandPlatform(brand=by.brand, owner=by, number=next_number(by.brand), **said)
    with recorded(by, "began a new version of", draft):
        draft.save()
        BrandRule.objects.bulk_create(
            BrandRule(
                brand=by.brand,
                owner=by,
                platform=draft,
                **{name: getattr(rule, name) for name in _RULED},
            )
            for rule in base.rules.all()
        )
    return draft


@transaction.atomic
def activate(platform: BrandPlatform, *, by, reason="") -> BrandPlatform:
    """From now on the brand stands for this; the version before is retired in the same moment.

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("brand_platform.approve", platform)
    _hold(platform.brand)
    before = active(platform.brand)
    if before is not None and before.pk != platform.pk:
        PLATFORM.take(before, "retire", by, reason=f"→ {platform}")
    PLATFORM.take(platform, "activate", by, reason=reason, valid_from=timezone.localdate())
    platform_activated.send(BrandPlatform, platform=platform, by=by)
    return platform


def archive(platform: BrandPlatform, *, by) -> None:
    """Put a draft away. Raises NotAllowed, WrongState."""
    must_be_draft(platform)
    archiving.archive(platform, "brand_platform.archive", by=by)


@transaction.atomic
def remove_rule(rule: BrandRule, *, by) -> None:
    """Take a rule out of a draft. Raises NotAllowed, WrongState."""
    platform = held_draft(rule.platform)
    by.must("brand_platform.edit", platform)
    with recorded(by, "removed a rule of", platform, reason=str(rule)):
        rule.delete()


def held_draft(platform: BrandPlatform) -> BrandPlatform:
    """The platform as it is now, held until the transaction ends. Raises WrongState."""
    held = BrandPlatform.objects.select_for_update().get(pk=platform.pk)
    must_be_draft(held)
    return held


@transaction.atomic
def switch_on(*, by) -> BrandBookLink:
    """Let the active version be read by whoever has the address. Raises NotAllowed, Refused."""
    by.must("brand_platform.create")
    _hold(by.brand)
    if not BrandPlatform.objects.of(by.brand).filter(state="active").exists():
        raise Refused(Problem(_("Make a version active first: only that one is shown.")))
    link = BrandBookLink.objects.of(by.brand).current().first()
    if link is None:
        link = BrandBookLink(brand=by.brand, owner=by)
        with recorded(by, "switched on", link):
            link.save()
    return link


def switch_off(link: BrandBookLink, *, by) -> None:
    """The address answers nobody from now on, and never again. Raises NotAllowed."""
    by.must("brand_platform.create")
    if link.archived_at is None:
        with recorded(by, "switched off", link):
            link.archived_at = timezone.now()
            link.save(update_fields=["archived_at", "updated_at"])


def _hold(brand) -> None:
    """One at a time: of two people who make versions active, the second sees the first's."""
    Brand.objects.select_for_update().get(pk=brand.pk)
