"""The pre-flight: every check of I-05 with its light and its reason, for one or many placements."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Prefetch, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.freezes.holding import keeping
from drumbeat.channels.placements import checks
from drumbeat.channels.placements.checks import Flight
from drumbeat.channels.placements.models import Arming, Handshake, Pin, Placement
from drumbeat.channels.specs.queries import formats_of
from drumbeat.content.models import Confirmation, Finding
from drumbeat.people.errors import Problem
from drumbeat.people.records import columns_of, name_of
from drumbeat.strategy.models import LedgerEntry
from drumbeat.strategy.plans.queries import line_balances
from drumbeat.thread.registry import ref


@dataclass(frozen=True)
class Check:
    """One row of the pre-flight. waits: somebody simply has to act; else something is wrong."""

    key: str
    label: str
    look: Callable
    waits: bool = False


CHECKS = (
    Check("brief", _("Brief acknowledged"), checks.briefs_are_acknowledged),
    Check("versions", _("Versions approved"), checks.versions_are_approved),
    Check("bytes", _("Bytes as approved"), checks.bytes_are_intact),
    Check("findings", _("No blocking finding"), checks.no_finding_blocks),
    Check("spec", _("Fits the channel"), checks.files_fit_the_channel),
    Check("rights", _("Rights cover the flight"), checks.rights_cover_the_flight),
    Check("proofs", _("Claims are proven"), checks.proofs_hold),
    Check("hands", _("Both sides agreed"), checks.both_sides_shook_hands, waits=True),
    Check("budget", _("Budget committed"), checks.budget_is_committed),
    Check("label", _("Disclosure label"), checks.label_is_set),
    Check("consent", _("Consent for the channel"), checks.consent_allows_the_channel),
    Check("campaign", _("Campaign may run"), checks.campaign_may_run),
    Check("link", _("Link tested"), checks.link_was_tested, waits=True),
)


@dataclass(frozen=True)
class Light:
    """How a check stands: ok, wait or no, with the reason in the reader's language."""

    key: str
    label: str
    state: str
    reason: str = ""

    def as_fact(self):
        return asdict(self) | {"label": str(self.label)}


def lights(flight: Flight) -> list[Light]:
    """All checks of one flight, in the order of the table."""
    return [
        _light(check, " ".join(str(reason) for reason in check.look(flight))) for check in CHECKS
    ]


def _light(check, reason):
    if not reason:
        return Light(check.key, check.label, "ok")
    return Light(check.key, check.label, "wait" if check.waits else "no", reason)


def as_armed(arming: Arming) -> list[Light]:
    """The lights as they stood when the placement was armed, named in the page's language."""
    labels = {check.key: check.label for check in CHECKS}
    return [
        Light(**fact | {"label": labels.get(fact["key"], fact["label"])}) for fact in arming.checks
    ]


def preflight(placement: Placement, now: datetime | None = None) -> list[Light]:
    """The lights of one placement, everything read and every byte hashed anew."""
    (flight,) = flights(Placement.objects.filter(pk=placement.pk), now=now, rereads=True)
    return lights(flight)


def problems(placement: Placement, now: datetime | None = None) -> list[Problem]:
    """What keeps the placement from going live; empty when every light is green."""
    return [
        Problem(f"{light.label}: {light.reason}")
        for light in preflight(placement, now)
        if light.state != "ok"
    ]


def flights(placements, *, now: datetime | None = None, rereads: bool) -> list[Flight]:
    """Flights of a queryset of placements, in its order (a fixed number of queries).

    rereads: hash the bytes again instead of trusting the stored hash (costs a read of every file).
    """
    found = list(_with_all_that_is_checked(placements, rereads))
    pins = {placement.pk: list(placement.pins.all()) for placement in found}
    briefs = {pin.version.asset.brief_id for these in pins.values() for pin in these}
    confirmed = frozenset(
        Confirmation.objects.filter(acknowledgement__brief__in=briefs).values_list(
            "acknowledgement__brief", flat=True
        )
    )
    held, still = commitments(found), keeping(found)
    balances = line_balances({p.budget_line for p in found if p.budget_line_id})
    formats = formats_of({placement.channel for placement in found})
    now = now or timezone.now()
    return [
        Flight(
            placement,
            pins[placement.pk],
            now,
            held.get(ref(placement), 0),
            balances.get(placement.budget_line_id),
            confirmed,
            still.get(placement.pk, []),
            formats[placement.channel_id],
            _broken(pins[placement.pk]) if rereads else frozenset(),
        )
        for placement in found
    ]


def _broken(pins):
    return frozenset(pin.version_id for pin in pins if not pin.version.is_intact())


def commitments(placements) -> dict[str, int]:
    """Money committed for each placement by its ref, in minor units (one query)."""
    refs = [ref(placement) for placement in placements]
    entries = LedgerEntry.objects.filter(kind="commitment", ref__in=refs).order_by()
    return dict(entries.values_list("ref").annotate(sum=Sum("amount_minor")))


def _with_all_that_is_checked(placements, rereads):
    """The queryset with what the checks look at, and no more: the ten tables in their whole width
    take three times as long."""
    open_blocks = Finding.objects.filter(severity="block", resolved_at=None).only("version")
    whole = ("version__file__brand", "version__file__content") if rereads else ()
    pins = (
        Pin.objects.select_related("version__asset__brief", "version__file__facts")
        .only("placement", "sha256", *VERSION, *FILE, *whole)
        .prefetch_related(
            Prefetch("version__findings", open_blocks, to_attr="blocking"),
            "version__asset__rights",
        )
    )
    hands = Handshake.objects.only("placement", "side", "sha256s")
    return (
        placements.select_related("campaign__plan", *NAMED, "link")
        .only(*columns_of(Placement), *name_of(*NAMED), *MORE)
        .prefetch_related(Prefetch("pins", pins), "message__proofs", Prefetch("handshakes", hands))
    )


NAMED = ("channel", "audience", "message", "budget_line")
MORE = (
    "campaign__state",
    "campaign__plan__currency",
    "channel__kind",
    "channel__platform",
    "channel__peso",
    "audience__consent_basis",
    "budget_line__planned_minor",
    "budget_line__forecast_minor",
    "link__retired_at",
    "link__seen_at",
)
# What a format asks of a file or a text.
FILE = (
    "version__text",
    "version__variants",
    "version__variables",
    "version__file__size_bytes",
    "version__file__sha256",
    *(
        f"version__file__facts__{name}"
        for name in (
            "media_type",
            "width",
            "height",
            "ratio",
            "duration_ms",
            "problem",
            "problem_detail",
            "read_at",
        )
    ),
)
VERSION = (
    "version__number",
    "version__state",
    "version__sha256",
    "version__asset__is_ai_generated",
    "version__asset__brief__state",
    *name_of("version__asset", "version__asset__brief"),
)
