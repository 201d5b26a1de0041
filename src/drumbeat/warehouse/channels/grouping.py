"""The two channel groupings as decision tables: first row that matches wins, case aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from drumbeat.warehouse.channels.sources import source_of_name

DIRECT = "Direct"
UNASSIGNED = "Unassigned"


class Facts(NamedTuple):
    """What a row may look at; all lower case. kind: of the source, see sources.Source."""

    source: str
    medium: str
    campaign: str
    kind: str


class Row(NamedTuple):
    channel: str
    rule: str
    holds: Callable[[Facts], object]


_PAID = re.compile(r".*cp.*|ppc|retargeting|paid.*")
_SHOP = re.compile(r".*(([^a-df-z]|^)shop|shopping).*")
_EMAIL = re.compile(r"email|e-mail|e_mail|e mail")
_SOCIAL_MEDIA = {"social", "social-network", "social-media", "sm", "social network", "social media"}
_DISPLAY = {"display", "banner", "expandable", "interstitial", "cpm"}


def _paid(facts: Facts) -> object:
    return _PAID.fullmatch(facts.medium)


def _shop(facts: Facts) -> object:
    return facts.kind == "shopping" or _SHOP.fullmatch(facts.campaign)


GA4 = (
    Row(
        DIRECT,
        "source (direct), medium (none)",
        lambda f: f.source == "(direct)" and f.medium in {"(none)", "(not set)"},
    ),
    Row("Cross-network", "campaign cross-network", lambda f: "cross-network" in f.campaign),
    Row("AI Assistant", "medium ai-assistant", lambda f: f.medium == "ai-assistant"),
    Row("Paid Shopping", "shop and paid medium", lambda f: _shop(f) and _paid(f)),
    Row("Paid Search", "search site and paid medium", lambda f: f.kind == "search" and _paid(f)),
    Row("Paid Social", "social site and paid medium", lambda f: f.kind == "social" and _paid(f)),
    Row("Paid Video", "video site and paid medium", lambda f: f.kind == "video" and _paid(f)),
    Row("Display", "display medium", lambda f: f.medium in _DISPLAY),
    Row("Paid Other", "paid medium", _paid),
    Row("Organic Shopping", "shop", _shop),
    Row(
        "Organic Social",
        "social site or medium",
        lambda f: f.kind == "social" or f.medium in _SOCIAL_MEDIA,
    ),
    Row(
        "Organic Video",
        "video site or medium",
        lambda f: f.kind == "video" or "video" in f.medium,
    ),
    Row(
        "Organic Search",
        "search site or medium organic",
        lambda f: f.kind == "search" or f.medium == "organic",
    ),
    Row(
        "Email",
        "source or medium email",
        lambda f: _EMAIL.fullmatch(f.source) or _EMAIL.fullmatch(f.medium),
    ),
    Row("Affiliates", "medium affiliate", lambda f: f.medium == "affiliate"),
    Row("Referral", "medium referral", lambda f: f.medium in {"referral", "app", "link"}),
    Row("Audio", "medium audio", lambda f: f.medium == "audio"),
    Row("SMS", "source or medium sms", lambda f: "sms" in (f.source, f.medium)),
    Row(
        "Mobile Push",
        "push medium",
        lambda f: (
            f.medium.endswith("push")
            or "mobile" in f.medium
            or "notification" in f.medium
            or f.source == "firebase"
        ),
    ),
    Row(UNASSIGNED, "no rule matched", lambda f: True),
)

DRUMBEAT = (
    Row("KOL", "medium kol", lambda f: f.medium == "kol"),
    Row("QR/offline", "medium qr or offline", lambda f: f.medium in {"qr", "offline"}),
    Row("PR", "medium pr", lambda f: f.medium == "pr"),
    Row(
        "WeChat owned",
        "source wechat-mp, medium social",
        lambda f: f.source == "wechat-mp" and f.medium == "social",
    ),
    Row("AI Assistant", "AI assistant site", lambda f: f.kind == "ai" and not _paid(f)),
    *GA4,
)


def group(table: tuple[Row, ...], source: str, medium: str, campaign: str = "") -> Row:
    """The row of GA4 or DRUMBEAT that decides. Source and medium both missing is direct."""
    source, medium, campaign = source.lower(), medium.lower(), campaign.lower()
    if not source and not medium:
        source, medium = "(direct)", "(none)"
    known = source_of_name(source)
    facts = Facts(source, medium, campaign, known.kind if known else "")
    return next(row for row in table if row.holds(facts))
