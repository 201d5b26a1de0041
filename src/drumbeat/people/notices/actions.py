"""Telling members: in the product at once, by mail each or as a daily digest, never twice."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drumbeat.people.models import Member, Notice
from drumbeat.people.notices.addresses import in_brand


def notify(member: Member, kind: str, text, *, url="", is_urgent=False) -> Notice:
    """Leave a notice. text: a lazy translation, stored in both languages as of now.

    url: path of a page of the member's brand, as `get_absolute_url` gives it, here or there.
    """
    sentences = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            sentences[language] = str(text)[:300]
    return Notice.objects.create(
        brand_id=member.brand_id,
        member=member,
        kind=kind,
        text_en=sentences["en"],
        text_zh=sentences["zh-hans"],
        url=in_brand(url, member.brand) if url else "",
        is_urgent=is_urgent,
    )


def mail_due(now) -> int:
    """Send what is due by mail; returns how many mails went out.

    A notice is marked before its mail leaves and in the same transaction as the claim, so a
    crash can lose a mail (the notice stays visible in the product) but never repeat one.
    """
    sent = 0
    for member in _waiting(now):
        notices = _claim(member, now)
        if notices:
            _send(member, notices)
            sent += 1
    return sent


def _waiting(now):
    candidates = (
        Member.objects.active()
        .filter(notices__mailed_at=None, notices__read_at=None, notices__isnull=False)
        .select_related("person", "brand")
        .distinct()
    )
    return [
        member for member in candidates if member.digest == "each" or _digest_is_due(member, now)
    ]


def _digest_is_due(member, now):
    if member.digest != "daily":
        return False
    last = (
        Notice.objects.filter(member=member, mailed_at__isnull=False)
        .order_by("-mailed_at")
        .values_list("mailed_at", flat=True)
        .first()
    )
    return last is None or now - last >= timedelta(hours=20)


@transaction.atomic
def _claim(member, now):
    waiting = list(
        Notice.objects.select_for_update()
        .filter(member=member, mailed_at=None, read_at=None)
        .order_by("created_at")[:50]
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=now)
    return waiting


def _send(member, notices):
    with translation.override(member.person.language):
        chinese = member.person.language.startswith("zh")
        lines = [
            f"· {n.text_zh if chinese else n.text_en}\n  {_address(member, n)}" for n in notices
        ]
        send_mail(
            _("%(brand)s: %(count)d new on Drumbeat")
            % {"brand": member.brand, "count": len(notices)},
            "\n\n".join(lines) + "\n",
            None,
            [member.person.email],
        )


def _address(member, notice):
    return (
        f"{settings.BASE_URL}{notice.url}"
        if notice.url
        else (f"{settings.BASE_URL}/b/{member.brand.slug}/notices/")
    )


def read_all(member: Member) -> None:
    Notice.objects.filter(member=member, read_at=None).update(read_at=timezone.now())
