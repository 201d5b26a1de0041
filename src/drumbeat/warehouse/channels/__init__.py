"""Where a contact came from: source and medium out of what the landing shows, then a channel."""

from __future__ import annotations

from typing import NamedTuple

from drumbeat.warehouse.channels.grouping import DIRECT, DRUMBEAT, GA4, UNASSIGNED, group
from drumbeat.warehouse.channels.sources import (
    CLICK_IDS,
    MEDIUM_OF_KIND,
    PAID_REFERRERS,
    VERSION,
    source_of_host,
)

__all__ = ["DIRECT", "DRUMBEAT", "GA4", "UNASSIGNED", "VERSION", "Arrival", "arrival", "group"]


class Arrival(NamedTuple):
    """One classified contact. `why` says in a few words what decided."""

    source: str
    medium: str
    channel: str
    ga_channel: str
    why: str


def arrival(
    *,
    utm_source: str = "",
    utm_medium: str = "",
    utm_campaign: str = "",
    paid_click_id: str = "",
    referrer_host: str = "",
    referrer_path: str = "",
    own_site: bool = False,
    in_app: str = "",
    coded: bool = False,
) -> Arrival:
    """Classify one contact: UTM, then click id, then referrer, then direct.

    own_site: the referrer is the visited site itself, which is nobody's merit. coded: the contact
    carries a tracking code; without any other sign its channel is the placement's, not Direct.
    """
    source, medium, sign = _origin(
        utm_source, utm_medium, utm_campaign, paid_click_id, referrer_host, referrer_path, own_site
    )
    if source == "(direct)" and coded:
        return Arrival("", "", UNASSIGNED, UNASSIGNED, "tracking code alone")
    ours = group(DRUMBEAT, source, medium, utm_campaign)
    theirs = group(GA4, source, medium, utm_campaign)
    if ours.channel == DIRECT and in_app:
        sign = f"{sign} inside {in_app}"
    return Arrival(source, medium, ours.channel, theirs.channel, f"{sign}: {ours.rule}")


def _origin(
    utm_source: str,
    utm_medium: str,
    utm_campaign: str,
    paid_click_id: str,
    referrer_host: str,
    referrer_path: str,
    own_site: bool,
) -> tuple[str, str, str]:
    """(source, medium, what showed it)."""
    by_click = CLICK_IDS.get(paid_click_id)
    if utm_source or utm_medium or utm_campaign:
        source, medium = by_click or ("(not set)", "(not set)")
        return utm_source.lower() or source, utm_medium.lower() or medium, "utm"
    if by_click:
        return *by_click, paid_click_id
    if referrer_host and not own_site:
        return *_referred(referrer_host.lower(), referrer_path), f"referrer {referrer_host.lower()}"
    return "(direct)", "(none)", "own site" if own_site else "no referrer"


def _referred(host: str, path: str) -> tuple[str, str]:
    if paid := PAID_REFERRERS.get(host + path):
        return paid
    known = source_of_host(host)
    if known:
        return known.key, MEDIUM_OF_KIND[known.kind]
    return host.removeprefix("www."), "referral"
