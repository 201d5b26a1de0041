"""Holding bots off the public form without a script, and without harm to people.

Who is held off sees the first page again, told what to do; one press more lets a person in. Every
time is counted by its reason and shown with the study. Nothing of an address is stored: a day's
keyed hash of its network lies in memory, and is forgotten.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people.outside import too_often
from drumbeat.strategy.surveys.models import HeldOff, Questionnaire

FASTEST = timedelta(seconds=1)
"""Nobody reads the consent and presses sooner."""
LONGEST = timedelta(days=1)
MOST_A_DAY = 200
"""Beginnings from one network: a large office or a carrier may share an address."""
DAY_SECONDS = 24 * 3600
LEAST_ANSWERS, LEAST_WORDS = 8, 15
"""Fewer answers, or shorter words, may well be the same by chance."""

SAID = {
    "trap": _("Please leave the field below empty and press once more."),
    "unsigned": _("Please press once more."),
    "fast": _("That was very quick. Please press once more."),
    "old": _("This page was open for a long time. Please press once more."),
    "many": _("Very many answers came from your network today. Please come back tomorrow."),
}


def stamp(questionnaire: Questionnaire, at: datetime) -> str:
    """When the first page was shown, signed so that nobody makes it up."""
    return _signer(questionnaire).sign(str(int(at.timestamp() * 1000)))


def why_held(questionnaire: Questionnaire, posted, network: str, now: datetime) -> str:
    """A key of HeldOff.REASONS, "" for who may begin."""
    if posted.get("website"):
        return "trap"
    try:
        shown = int(_signer(questionnaire).unsign(posted.get("shown", "")))
    except (BadSignature, ValueError):
        return "unsigned"
    age = now - datetime.fromtimestamp(shown / 1000, tz=now.tzinfo)
    if age < FASTEST:
        return "fast"
    if age > LONGEST:
        return "old"
    if network and too_often(
        f"{questionnaire.pk}:{network}", MOST_A_DAY, DAY_SECONDS, caches["outside"]
    ):
        return "many"
    return ""


def count(questionnaire: Questionnaire, reason: str) -> None:
    """One more that was held off today."""
    today = timezone.localdate()
    row, _new = HeldOff.objects.get_or_create(questionnaire=questionnaire, day=today, reason=reason)
    HeldOff.objects.filter(pk=row.pk).update(count=F("count") + 1)


def network_of(request) -> str:
    """A keyed hash, another one every day, of the visitor's network (/24, or /48 of IPv6); "" when
    the address is not known.
    """
    try:
        address = ip_address(_address(request))
    except ValueError:
        return ""
    network = ip_network((address, 24 if address.version == 4 else 48), strict=False)
    key = f"survey:{settings.SECRET_KEY}:{timezone.localdate()}"
    return hmac.new(key.encode(), str(network).encode(), hashlib.sha256).hexdigest()[:32]


def came_before(response, network: str) -> bool:
    """Did the same answers come from the same network within a day? Remembers these."""
    answers = response.answers
    words = [given for given in answers.values() if isinstance(given, str)]
    if not network or (
        len(answers) < LEAST_ANSWERS and not any(len(one) >= LEAST_WORDS for one in words)
    ):
        return False
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    said = hashlib.sha256(f"{response.questionnaire_id}:{network}:{text}".encode()).hexdigest()
    return not caches["outside"].add(f"said:{said}", 1, DAY_SECONDS)


def _signer(questionnaire) -> Signer:
    return Signer(salt=f"survey:{questionnaire.pk}")


def _address(request) -> str:
    """What the outermost of our own proxies saw, never what a visitor claims."""
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")
