"""What may be kept of a URL, and whether the visitor agreed to be counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

# A percent sign may itself be encoded (%2540): redirectors do that.
_AT = r"(?:@|%(?:25)*40)"
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{0,100}[A-Za-z0-9_]" + _AT + r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.I
)
_CN_ID = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_CN_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|%2B|00)?86[ -]?|%2B86%20)?1[3-9]\d{9}(?!\d)", re.I)
# Most text has none of these, and one look is enough to know.
_SUSPECT = re.compile(r"@|%(?:25)*40|\d{11}")
_USERINFO = re.compile(r"(?<=://)[^/?#\s\"\\]*@")
_URL_IN_TEXT = re.compile(r"https?://[^\s\"\\<>]+", re.I)

ANALYTICS = ("analytic", "statistic", "performance", "measurement")
NECESSARY = ("necessary", "essential", "functional")


def masked(text: str) -> str:
    """The text without e-mail addresses, Chinese mobile numbers and identity numbers."""
    if not _SUSPECT.search(text):
        return text
    text = _USERINFO.sub("", text)
    text = _EMAIL.sub("[email]", text)
    text = _CN_ID.sub("[id]", text)
    return _CN_MOBILE.sub("[phone]", text)


def masked_urls(text: str) -> str:
    """The text with every web address in it masked, and nothing else touched."""
    if "://" not in text:
        return text
    return _URL_IN_TEXT.sub(lambda found: masked(found[0]), text)


def refuses(headers: Mapping[str, str]) -> bool:
    """Do Not Track or Global Privacy Control. headers: lower-case names."""
    return headers.get("sec-gpc") == "1" or headers.get("dnt") == "1"


def consent(given: object, *, denied: bool) -> str:
    """ "granted", "denied" or "unknown".

    given: the event's `context.consent`, ours {"status": …} or Segment's {"categoryPreferences":
    {category: bool}}. denied: the request refuses already.
    """
    if denied:
        return "denied"
    if not isinstance(given, Mapping):
        return "unknown"
    status = given.get("status")
    if status in ("granted", "denied"):
        return status
    preferences = given.get("categoryPreferences")
    return _by_category(preferences) if isinstance(preferences, Mapping) else "unknown"


def _by_category(preferences: Mapping[str, object]) -> str:
    chosen = {
        str(name).lower(): agreed
        for name, agreed in preferences.items()
        if isinstance(agreed, bool)
    }
    asked = [v for name, v in chosen.items() if any(word in name for word in ANALYTICS)]
    if not asked:
        # Nobody asked about measuring: what was asked beyond the necessary stands for it.
        asked = [v for name, v in chosen.items() if not any(word in name for word in NECESSARY)]
    if not asked:
        return "unknown"
    return "granted" if all(asked) else "denied"
