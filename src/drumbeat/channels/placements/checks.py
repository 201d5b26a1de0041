"""The checks of the pre-flight (I-05): each looks at one flight and yields what is wrong, if
anything, as sentences that a person can act on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.specs.book import Format
from drumbeat.channels.specs.fitting import nearest
from drumbeat.strategy.models import Freeze
from drumbeat.strategy.plans.balances import LineBalance
from drumbeat.ui.templatetags.format import date as shown_date
from drumbeat.ui.templatetags.format import money

LINK_TEST_HOLDS = timedelta(days=7)
EVERYWHERE = {"*", "world", "worldwide", "全球", "all"}


@dataclass(frozen=True)
class Flight:
    """A placement with all that the checks look at, read at one moment.

    held_minor: committed for this placement. balance: of its whole line. confirmed: ids of briefs
    whose restated intent was confirmed. freezes: those that keep it still. formats: what its
    channel takes. broken: ids of versions whose bytes, hashed anew, are no longer what they were.
    """

    placement: Placement
    pins: list
    now: datetime
    held_minor: int
    balance: LineBalance | None
    confirmed: frozenset[str]
    freezes: list[Freeze]
    formats: list[Format]
    broken: frozenset[str]

    @property
    def versions(self):
        return [pin.version for pin in self.pins]

    @property
    def days(self) -> list[date]:
        first, last = self.placement.starts_on, self.placement.ends_on
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def briefs_are_acknowledged(flight):
    briefs = {version.asset.brief_id: version.asset.brief for version in flight.versions}
    for brief in briefs.values():
        if brief.pk not in flight.confirmed or brief.state == "cancelled":
            yield _("Content and strategy have not agreed on the brief “%(brief)s”.") % {
                "brief": brief
            }


def versions_are_approved(flight):
    if not flight.pins:
        yield _("No asset version is chosen.")
    for version in flight.versions:
        if version.state not in ("approved", "published"):
            yield _("%(version)s is not approved: %(state)s.") % {
                "version": version,
                "state": version.get_state_display(),
            }


def bytes_are_intact(flight):
    for pin in flight.pins:
        if not pin.is_of_its_version or pin.version_id in flight.broken:
            yield bytes_changed(pin)


def bytes_changed(pin):
    words = _("The bytes of %(version)s are no longer those that were approved.")
    return words % {"version": pin.version}


def no_finding_blocks(flight):
    for version in flight.versions:
        count = len(version.blocking)
        if count:
            yield ngettext(
                "%(version)s has %(count)d open finding that blocks it.",
                "%(version)s has %(count)d open findings that block it.",
                count,
            ) % {"version": version, "count": count}


def files_fit_the_channel(flight):
    """Every version against the format chosen for the placement, or else against the nearest of
    those that its channel takes."""
    chosen = flight.placement.format_key
    if chosen and chosen not in {one.key for one in flight.formats}:
        yield _("Its channel has no such format any more: choose another.")
    for version in flight.versions:
        found = nearest(version, flight.formats, chosen)
        if found and not found.fits:
            yield _("%(version)s as “%(format)s”:") % {"version": version, "format": found.format}
            yield from found.reasons


def rights_cover_the_flight(flight):
    placement = flight.placement
    for asset in {version.asset_id: version.asset for version in flight.versions}.values():
        for licence in _licences(asset).values():
            usable = [right for right in licence if _reaches(right, placement)]
            missing = next((day for day in flight.days if not _covered(day, usable)), None)
            if missing:
                yield _(
                    "%(kind)s from %(licensor)s in “%(asset)s” is not licensed for "
                    "%(channel)s in %(territory)s on %(day)s."
                ) % {
                    "kind": licence[0].get_kind_display(),
                    "licensor": licence[0].licensor,
                    "asset": asset,
                    "channel": placement.channel.get_kind_display(),
                    "territory": placement.territory or "—",
                    "day": shown_date(missing),
                }


def _licences(asset):
    licences = {}
    for right in asset.rights.all():
        if right.archived_at is None:
            licences.setdefault((right.kind, right.licensor), []).append(right)
    return licences


def _reaches(right, placement):
    wanted = {part.strip().lower() for part in placement.territory.split(",") if part.strip()}
    given = {
        part.strip().lower()
        for part in right.territory.replace("、", ",").replace("，", ",").split(",")
    }
    in_place = bool(given & EVERYWHERE) or wanted <= given
    on_channel = not right.channel_kinds or placement.channel.kind in right.channel_kinds
    return in_place and on_channel


def _covered(day, rights):
    return any(right.starts_on <= day <= right.ends_on for right in rights)


def proofs_hold(flight):
    message, last = flight.placement.message, flight.placement.ends_on
    if message is None:
        yield _("No key message is chosen.")
        return
    proofs = [proof for proof in message.proofs.all() if proof.archived_at is None]
    if not proofs:
        yield _("“%(message)s” has no proof yet.") % {"message": message}
    for proof in proofs:
        # A proof only ever expires, so what holds on the last day holds on every day.
        if not proof.holds_on(last):
            yield _("The proof “%(proof)s” does not hold until %(day)s.") % {
                "proof": proof,
                "day": shown_date(last),
            }


def link_was_tested(flight):
    link = getattr(flight.placement, "link", None)
    if link is None:
        yield _("It has no tracking link yet: booking makes one.")
    elif link.retired_at:
        yield _("Its tracking link is retired.")
    elif link.seen_at is None:
        yield _("Nobody has come through the link yet. Test it, or scan its QR code.")
    elif flight.now - link.seen_at > LINK_TEST_HOLDS:
        yield _("The last touch through the link is older than 7 days. Test it again.")


def budget_is_committed(flight):
    placement = flight.placement
    if placement.budget_line is None:
        yield _("No budget line is chosen.")
        return
    currency = placement.campaign.plan.currency
    if flight.held_minor < placement.planned_minor:
        yield _("%(held)s of %(planned)s are committed.") % {
            "held": money(flight.held_minor, currency),
            "planned": money(placement.planned_minor, currency),
        }
    if flight.balance.available < 0:
        yield _("The line “%(line)s” is overdrawn by %(amount)s.") % {
            "line": placement.budget_line,
            "amount": money(-flight.balance.available, currency),
        }


def label_is_set(flight):
    label = flight.placement.disclosure.strip()
    if label:
        yield from _label_of_the_network(flight, label)
        return
    made_by_ai = [v.asset for v in flight.versions if v.asset.is_ai_generated]
    if flight.placement.is_ad:
        yield _("Paid for, so it must say so: set the disclosure label (广告, #ad).")
    elif made_by_ai:
        yield _("“%(asset)s” was made with AI and must say so: set the label.") % {
            "asset": made_by_ai[0]
        }


def _label_of_the_network(flight, label):
    chosen = flight.placement.format_key
    wanted = next((f.labels for f in flight.formats if f.key == chosen), ())
    if wanted and not any(word.lower() in label.lower() for word in wanted):
        yield _("“%(label)s” is no label that the channel knows: one of %(wanted)s.") % {
            "label": label,
            "wanted": ", ".join(wanted),
        }


def consent_allows_the_channel(flight):
    placement = flight.placement
    if placement.audience is None:
        yield _("No audience is chosen.")
    elif placement.channel.is_personal and placement.audience.consent_basis != "first_party":
        yield _(
            "%(channel)s reaches people by name; “%(audience)s” are not own contacts who agreed."
        ) % {"channel": placement.channel, "audience": placement.audience}


def campaign_may_run(flight):
    campaign = flight.placement.campaign
    for freeze in flight.freezes:
        if freeze.crisis:
            yield _("It is frozen by the crisis “%(crisis)s”: %(reason)s") % {
                "crisis": freeze.crisis,
                "reason": freeze.reason,
            }
        else:
            yield _("The campaign is frozen: %(reason)s") % {"reason": freeze.reason}
    if campaign.state not in ("ready", "live"):
        yield _("The campaign is “%(state)s”; it must be made ready first.") % {
            "state": campaign.get_state_display()
        }


def both_sides_shook_hands(flight):
    wanted = sorted(pin.sha256 for pin in flight.pins)
    hands = {hand.side: hand for hand in flight.placement.handshakes.all()}
    if hands and flight.broken:
        yield _("Both signatures are void: they were given for other bytes than the stored ones.")
        return
    for side, label in (("content", _("Content")), ("channels", _("Channels"))):
        if side not in hands:
            yield _("%(side)s has not confirmed the assets yet.") % {"side": label}
        elif sorted(hands[side].sha256s) != wanted:
            yield _("%(side)s confirmed other bytes than those chosen now.") % {"side": label}
